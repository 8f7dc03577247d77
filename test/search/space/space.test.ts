import { describe, expect, it } from "@jest/globals";
import { DISTRIBUTIONS } from "../../../src/ir/nano-batches.ts";
import { DEFAULT_SPACE, type SearchSpace, structuresOf } from "../../../src/search/space/space.ts";
import {
  nanoBatchesOf,
  type Structure,
  structureName,
} from "../../../src/search/space/structure.ts";
import type { DenseBatch } from "../../../src/workload/dense-batch.ts";

const batch: DenseBatch = {
  tokens: 640,
  decodeTokens: 200,
  prefillTokens: 440,
  decodeContext: 1000,
  prefillContext: 0,
  limitedBy: "explicit",
};
const WIDEST: SearchSpace = { ...DEFAULT_SPACE, parts: 4, splits: "per-operation" };

function namesOf(space: Partial<SearchSpace>, of: DenseBatch = batch): string[] {
  return structuresOf({ ...DEFAULT_SPACE, ...space }, [of]).map(structureName);
}

describe("the structures of a space", () => {
  it("are every cut once when tokens go by size and operations are cut alike", () => {
    const names = namesOf({ parts: 3, splits: "aligned", distributions: ["proportional"] });
    expect(names).toEqual([
      ...["640", "128+512", "256+384", "384+256", "512+128"],
      ...["128+128+384", "128+256+256", "128+384+128"],
      ...["256+128+256", "256+256+128", "384+128+128"],
    ]);
  });

  it("name no two splits that differ in the numbers of their nano-batches only", () => {
    const decodeOnly = { ...batch, decodeTokens: 640, prefillTokens: 0 };
    expect(namesOf({ parts: 2, splits: "aligned" }, decodeOnly)).toEqual([
      "640",
      "128+512",
      "256+384",
    ]);
  });

  it("cut attention, alone or with what is before it, in even parts of what the rest is cut in", () => {
    const names = namesOf({ ...WIDEST, parts: 3, distributions: ["proportional"] });
    expect(names).toContain("attention 384+256, others 640");
    expect(names).toContain("qkv 256+256+128, others 512+128");
    expect(names).toContain("attention-block 128+256+256, others 128+512");
    expect(names).not.toContain("attention 128+512, others 640");
  });

  it("are distinct, cover the batch and have no more parts than allowed", () => {
    const structures = structuresOf(WIDEST, [batch, { ...batch, tokens: 512, decodeTokens: 72 }]);
    const names = structures.map(
      (structure) => `${structure.batch.tokens} ${structureName(structure)}`,
    );
    expect(new Set(names).size).toBe(names.length);
    for (const structure of structures) {
      const nanoBatches = nanoBatchesOf(structure);
      expect(nanoBatches.at(-1)?.end).toBe(structure.batch.tokens);
      expect(nanoBatches.length).toBeLessThanOrEqual(4);
      expect(isRefinement(structure)).toBe(true);
    }
    expect(new Set(structures.map(({ distribution }) => distribution))).toEqual(
      new Set(DISTRIBUTIONS),
    );
  });
});

/** Other operations are cut where the finer ones are too, and less often. */
function isRefinement({ cuts, coarse }: Structure): boolean {
  if (coarse === undefined) return true;
  return coarse.cuts.length < cuts.length && coarse.cuts.every((cut) => cuts.includes(cut));
}
