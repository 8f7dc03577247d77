import { describe, expect, it } from "@jest/globals";
import { mapRegions } from "../../src/analysis/regions.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

const MODEL = resolveModel("llama-3-8b");
/** A GPU whose balance is that of current data-centre GPUs. */
const CEILINGS = {
  gemmFlopsPerSecond: 8e14,
  copyBytesPerSecond: 4e12,
  networkBytesPerSecond: null,
};
const KV_TOKENS = 500_000;

describe("mapRegions", () => {
  it("is bound by compute for short outputs and by memory for long ones", () => {
    const regions = mapRegions(MODEL, 1, CEILINGS, KV_TOKENS, [1024], [16, 8192]);
    expect(regions.map(({ bound }) => bound)).toEqual(["compute", "memory"]);
  });

  it("never promises more than the multiplications of the layers allow", () => {
    const perToken = 2 * 32 * (4096 * 6144 + 4096 * 4096 + 3 * 4096 * 14336);
    for (const region of mapRegions(MODEL, 1, CEILINGS, KV_TOKENS, [64, 4096], [64, 2048])) {
      expect(region.tokensPerSecondPerGpu).toBeLessThan(CEILINGS.gemmFlopsPerSecond / perToken);
    }
  });

  it("leaves out lengths whose requests do not fit the KV cache", () => {
    const regions = mapRegions(MODEL, 1, CEILINGS, 10_000, [1024, 16_384], [16]);
    expect(regions.map(({ promptTokens }) => promptTokens)).toEqual([1024]);
  });
});
