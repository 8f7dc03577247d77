import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import {
  divergence,
  likeliest,
  relativeError,
  surprise,
} from "../../scripts/bench/precision/logits.ts";
import { writeDemoCheckpoint } from "../../src/demo/demo-checkpoint.ts";
import { runProgram } from "../support/fake-process.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/precision.ts", import.meta.url));
const folder = temporaryFolder();
writeDemoCheckpoint(folder);
const text = join(folder, "text.txt");
writeFileSync(text, "the quick brown fox jumps over the lazy dog, and back again. ".repeat(4));

const bench = (...args: string[]) => runScript(SCRIPT, [folder, text, ...args]);

describe("the benchmark of precision", () => {
  it("sets each choice of formats beside bf16 on the same prompts", async () => {
    const { status, stdout } = await bench("--prompts", "2", "--tokens", "6", "--json");
    expect(status).toBe(0);
    const { results } = JSON.parse(stdout);
    const named = Object.fromEntries(
      results.map((result: { inFp8: string }) => [result.inFp8, result]),
    );
    expect(Object.keys(named)).toEqual([
      "nothing, float64 rows",
      "nothing",
      "products",
      "the cache",
      "both",
    ]);
    expect(named.nothing).toMatchObject({ positions: 12, error: 0, agreement: 1 });
    expect(named.nothing.divergence.most).toBeCloseTo(0, 12);
    expect(named["the cache"].error).toBeGreaterThan(0);
    expect(named.products.error).toBeGreaterThan(named["the cache"].error);
    expect(named.products.divergence.mean).toBeGreaterThan(0);
    for (const { agreement, divergence, ofPrompts } of results) {
      const within = ([least, most]: [number, number], value: number) => {
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(most);
      };
      within(ofPrompts.agreement, agreement);
      within(ofPrompts.divergence, divergence.mean);
    }
    for (const { loss } of results) expect(loss).toBeGreaterThan(0);
  });

  it("takes a checkpoint in FP8, whose weights stay as they are stored", async () => {
    const out = join(folder, "fp8");
    expect((await runProgram(["quantize", folder, "--out", out])).exitCode).toBe(0);
    const { status, stdout } = await runScript(SCRIPT, [
      ...[out, text, "--prompts", "2", "--tokens", "6", "--json"],
    ]);
    expect(status).toBe(0);
    const { results } = JSON.parse(stdout);
    const errorOf = (format: string) =>
      results.find(({ inFp8 }: { inFp8: string }) => inFp8 === format).error;
    expect(errorOf("nothing")).toBe(0);
    expect(errorOf("products")).toBeGreaterThan(errorOf("the cache"));
  });

  it("says how much text its prompts take", async () => {
    const { status, stderr } = await bench("--prompts", "1000");
    expect(status).toBe(2);
    expect(stderr).toMatch(/text\.txt has \d+ tokens, 1000 prompts of 64 take 64000/);
    expect(stderr).toContain("fewer --prompts");
  });

  it("ends with exit code 2 on prompts that have no next token", async () => {
    const { status, stderr } = await bench("--tokens", "1");
    expect(status).toBe(2);
    expect(stderr).toContain("has no next one");
  });

  it("compares logits of a vocabulary that has more tokens than a call takes arguments", () => {
    const wanted = new Float64Array(200_000);
    wanted[7] = 30;
    const found = wanted.map((logit) => 2 * logit);
    expect(likeliest(found)).toBe(7);
    expect(relativeError(wanted, found)).toBe(1);
    expect(divergence(wanted, wanted)).toBe(0);
    expect(surprise(wanted, 7)).toBeCloseTo(0, 6);
  });

  it("ends with exit code 2 without a text", async () => {
    const { status, stderr } = await runScript(SCRIPT, [folder]);
    expect(status).toBe(2);
    expect(stderr).toContain("name a checkpoint's folder and a file of text");
  });
});
