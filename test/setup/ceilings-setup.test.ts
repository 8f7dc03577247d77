import { describe, expect, it } from "@jest/globals";
import { violations } from "../../src/files/schemas.ts";
import { listModels, resolveModel } from "../../src/model/resolve-model.ts";
import { cardOf } from "../../src/profile/cards.ts";
import { DATASHEET_GPUS, datasheetOf } from "../../src/profile/datasheet-gpus.ts";
import { setUpAnalysis } from "../../src/setup/ceilings-setup.ts";
import { setUp } from "../../src/setup/setup.ts";
import { plannerErrorOf } from "../support/planner-error.ts";

const BATCH = { batch: 256, decode: 128, context: 1024 };

function analysisOf(model: string, options: { gpu?: string; tp?: number; sessions?: string } = {}) {
  return setUpAnalysis({ model, ...BATCH, ...options }, resolveModel(model));
}

describe("an analysis by ceilings alone", () => {
  it.each(listModels().map(({ id }) => id))("is of any model: %s on a B200", async (model) => {
    const { ceilings, footprint } = await analysisOf(model, { gpu: "b200" });
    expect(ceilings).toBe("datasheet");
    expect(footprint.kvCapacityTokens).toBeGreaterThan(0);
  });

  it("takes measured ceilings before those of a datasheet, links from where they were measured", async () => {
    const { ceilings, profile, tensorParallel } = await analysisOf("qwen3-30b-a3b", {
      gpu: "h200-sxm",
      tp: 4,
    });
    expect([ceilings, tensorParallel]).toEqual(["measured", 4]);
    // Of whichever session came nearest to each.
    expect(profile.profile.ceilings).toMatchObject({
      gemmFlopsPerSecond: 854320000000000,
      networkBytesPerSecond: 299560000000,
    });
    expect(profile.profile.kernels).toEqual([]);
  });

  it("takes the datasheet where no link was measured", async () => {
    const { ceilings } = await analysisOf("qwen2-7b", { gpu: "h100-sxm", tp: 2 });
    expect(ceilings).toBe("datasheet");
  });

  it("is not what a measured model gets, nor one whose sessions were named", async () => {
    expect((await analysisOf("llama-3-8b", { gpu: "h200-sxm" })).ceilings).toBeUndefined();
    const named = analysisOf("qwen2-7b", { sessions: "2026-11-29-0200-llama-3-8b-tp1" });
    expect((await plannerErrorOf(named)).code).toBe("E_NO_PROFILE");
  });

  it("is nothing to search by", async () => {
    const searched = setUp({ model: "qwen2-7b", gpu: "b200", ...BATCH });
    expect((await plannerErrorOf(searched)).code).toBe("E_NO_PROFILE");
  });

  it("names the GPUs that are known, for one that is not", async () => {
    const { code, remedy } = await plannerErrorOf(analysisOf("qwen2-7b", { gpu: "h300" }));
    expect(code).toBe("E_NO_PROFILE");
    for (const gpu of DATASHEET_GPUS) expect(remedy).toContain(gpu);
  });
});

describe.each(DATASHEET_GPUS)("the datasheet of %s", (gpuId) => {
  const spec = datasheetOf(gpuId);

  it("follows the schema of files of ceilings", () => {
    expect(violations("gpu-spec", spec)).toEqual([]);
  });

  it("has the arithmetic of its SMs and clocks", () => {
    const card = cardOf(gpuId);
    if (card === undefined) return;
    const perSmAndClock = { "8.0": 2048, "9.0": 4096 }[card.computeCapability] ?? 0;
    const most = perSmAndClock * card.smCount * card.clockMhz * 1e6;
    const share = (spec?.denseFlopsPerSecond.bf16 ?? 0) / most;
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(1.01);
  });
});
