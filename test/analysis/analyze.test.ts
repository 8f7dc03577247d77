import { describe, expect, it } from "@jest/globals";
import { analyze } from "../../src/analysis/analyze.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { plannerError } from "../support/planner-error.ts";

const CEILINGS = {
  gemmFlopsPerSecond: 800e12,
  copyBytesPerSecond: 3e12,
  networkBytesPerSecond: 300e9,
};
const BATCH = {
  tokens: 2048,
  decodeTokens: 640,
  prefillTokens: 1408,
  decodeContext: 1280,
  prefillContext: 0,
};

describe("analyze", () => {
  const model = resolveModel("llama-3-8b");

  it("divides the work of each operation by the ceilings", () => {
    const analysis = analyze(model, 1, BATCH, CEILINGS);
    const down = analysis.operations.find(({ name }) => name === "down_proj");
    expect(down?.computeUs).toBeCloseTo((2 * 2048 * 4096 * 14336) / 800e6, 6);
    expect(down?.boundBy).toBe("compute");
    const decode = analysis.operations.find(({ name }) => name === "decode_attention");
    const kvBytes = 2 * 2 * 8 * 128 * 640 * 1280;
    expect(decode?.memoryUs).toBeCloseTo((kvBytes + 2 * 2 * 32 * 128 * 640) / 3e6, 6);
    expect(decode?.boundBy).toBe("memory");
  });

  it("adds up operations to a layer and layers to a step", () => {
    const analysis = analyze(model, 2, BATCH, CEILINGS);
    const total = (costs: readonly { networkUs: number }[]) =>
      costs.reduce((sum, { networkUs }) => sum + networkUs, 0);
    expect(analysis.layer.networkUs).toBeCloseTo(total(analysis.operations), 9);
    const step = 32 * analysis.layer.networkUs + total(analysis.stepOperations);
    expect(analysis.step.networkUs).toBeCloseTo(step, 9);
  });

  it.each([
    ["compute", { ...CEILINGS, gemmFlopsPerSecond: 1e14 }],
    ["memory", { ...CEILINGS, copyBytesPerSecond: 1e11 }],
    ["network", { ...CEILINGS, networkBytesPerSecond: 1e9 }],
  ])("finds a workload bound by %s", (bound, ceilings) => {
    expect(analyze(model, 2, BATCH, ceilings).bound).toBe(bound);
  });

  it("needs no network ceiling on one GPU", () => {
    const analysis = analyze(model, 1, BATCH, { ...CEILINGS, networkBytesPerSecond: null });
    expect(analysis.step.networkUs).toBe(0);
  });

  it("needs a network ceiling on several", () => {
    const error = plannerError(() =>
      analyze(model, 2, BATCH, { ...CEILINGS, networkBytesPerSecond: null }),
    );
    expect(error.code).toBe("E_PROFILE_MISMATCH");
  });
});
