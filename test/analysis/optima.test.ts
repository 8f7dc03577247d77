import { describe, expect, it } from "@jest/globals";
import { analyze } from "../../src/analysis/analyze.ts";
import { computeOptimum, optimaOf } from "../../src/analysis/optima.ts";
import { CostTable } from "../../src/cost/cost-table.ts";
import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { kernelSize } from "../../src/ir/kernel-size.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import type { BatchPart } from "../../src/ir/op-graph.ts";
import type { Model } from "../../src/model/model-shape.ts";
import { withPrecision } from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { loadProfileNamed, loadProfileOf } from "../../src/setup/plan-profile.ts";
import { plannerError } from "../support/planner-error.ts";
import { shippedPlans } from "../support/shipped-plans.ts";
import { kernelsOf, syntheticProfile } from "../support/synthetic-profile.ts";

/** The dense batch of the paper: the steady state of 1024 tokens in and 512 out. */
const BATCH: BatchPart = {
  tokens: 2048,
  decodeTokens: 683,
  prefillTokens: 1365,
  decodeContext: 1280,
  prefillContext: 0,
};

function optimaAt(modelId: string, tensorParallel: number, profile: Profile) {
  return optimaOn(new CostTable(profile), resolveModel(modelId), tensorParallel, BATCH);
}

function optimaOn(costs: CostTable, model: Model, tensorParallel: number, batch: BatchPart) {
  const { step } = analyze(model, tensorParallel, batch, costs.ceilings);
  return optimaOf({ model, tensorParallel, batch }, step, costs);
}

describe("the optima of LLaMA-2-70B on 8 x A100 by published figures", () => {
  const { profile } = loadProfileNamed("a100-sxm/llama-2-70b-tp8.json");
  const { compute, roofline, energy } = optimaAt("llama-2-70b", 8, profile);

  it("have the paper's compute optimum, but for its round count of parameters", () => {
    // Of each of 80 layers QKV, O, gate and up, down, two norms; around them two tables and a norm.
    const layer = 8192 * 10_240 + 8192 * 8192 + 8192 * 57_344 + 28_672 * 8192 + 2 * 8192;
    const parameters = 80 * layer + 2 * 32_000 * 8192 + 8192;
    expect(parameters).toBe(68_976_648_192);
    expect(compute).toBeCloseTo(261e12 / (2 * parameters), 6);
    expect(compute).toBeCloseTo(1892, 0);
    // The paper's 1857 is 260 TFLOP/s over 70 billion parameters.
    expect(260e12 / (2 * 70e9)).toBeCloseTo(1857, 0);
    expect(compute / 1857).toBeCloseTo(1.019, 3);
  });

  it("have a roofline bound by compute, with attention and without the embedding's product", () => {
    // Per GPU: an eighth of the heads, columns and vocabulary.
    const products = (2 * 2048 * 8192 * (10_240 + 8192 + 57_344 + 28_672)) / 8;
    const decode = (4 * 8192 * 683 * 1280) / 8;
    const prefill = (4 * 8192 * 1365 * ((1365 + 1) / 2)) / 8;
    const head = (2 * 683 * 8192 * 32_000) / 8;
    const stepUs = (80 * (products + decode + prefill) + head) / 261e6;
    // Norms, rotation, SiLU and the sums of the all-reduce add 0.05%.
    expect(roofline / ((2048 / stepUs / 8) * 1e6)).toBeCloseTo(0.9995, 4);
    expect(roofline).toBeCloseTo(1871, 0);
  });

  it("have no energy, since none is published", () => {
    expect(energy).toBeNull();
  });
});

describe("the optima in FP8", () => {
  const bf16 = resolveModel("llama-3-8b");
  const fp8 = withPrecision(bf16, { precision: "fp8", kvCache: "fp8" });
  const ceilings = { gemmFlopsPerSecond: 800e12, fp8GemmFlopsPerSecond: 1500e12 };

  it("multiply the layers' products at their own rate, and the vocabulary at that of bf16", () => {
    const products = 32 * (4096 * 6144 + 4096 * 4096 + 4096 * 28_672 + 14_336 * 4096);
    const seconds = (2 * products) / 1500e12 + (2 * (8_030_261_248 - products)) / 800e12;
    expect(computeOptimum(fp8, ceilings)).toBeCloseTo(1 / seconds, 6);
    const faster = computeOptimum(fp8, ceilings) / computeOptimum(bf16, ceilings);
    expect(faster).toBeGreaterThan(1.6);
    expect(faster).toBeLessThan(1500 / 800);
  });

  it("have products at the FP8 rate and attention at that of bf16", () => {
    const wide = { copyBytesPerSecond: 1e30, networkBytesPerSecond: null };
    const { operations } = analyze(fp8, 1, BATCH, { ...ceilings, ...wide });
    const usOf = (wanted: string) => operations.find(({ name }) => name === wanted)?.computeUs;
    expect(usOf("qkv_proj")).toBeCloseTo((2 * 2048 * 6144 * 4096) / 1500e6, 6);
    expect(usOf("decode_attention")).toBeCloseTo((4 * 4096 * 683 * 1280) / 800e6, 6);
  });

  it("are refused on a GPU whose tensor cores have no FP8", () => {
    const old = { gemmFlopsPerSecond: 300e12 };
    expect(plannerError(() => computeOptimum(fp8, old))).toMatchObject({
      code: "E_PROFILE_MISMATCH",
      message: "the GPU has no tensor cores for FP8",
    });
    expect(computeOptimum(withPrecision(bf16, { kvCache: "fp8" }), old)).toBeGreaterThan(0);
  });
});

describe("the optima of LLaMA-3-8B on one H200", () => {
  const { profile } = loadProfileNamed("h200-sxm/llama-3-8b-tp1.json");
  const { compute, roofline, energy } = optimaAt("llama-3-8b", 1, profile);

  it("have the GEMM ceiling over twice the parameters", () => {
    const layer = 4096 * 6144 + 4096 * 4096 + 4096 * 28_672 + 14_336 * 4096 + 2 * 4096;
    const parameters = 32 * layer + 2 * 128_256 * 4096 + 4096;
    expect(parameters).toBe(8_030_261_248);
    expect(compute).toBeCloseTo(834.55e12 / (2 * parameters), 6);
    expect(compute).toBeCloseTo(51_963, 0);
  });

  it("have a roofline above that: the embedding is not multiplied, the LM head by a third of the tokens", () => {
    const products = 2 * 2048 * 4096 * (6144 + 4096 + 28_672 + 14_336);
    const attention = 4 * 4096 * (683 * 1280 + 1365 * ((1365 + 1) / 2));
    const head = 2 * 683 * 4096 * 128_256;
    const stepUs = (32 * (products + attention) + head) / 834.55e6;
    expect(roofline / ((2048 / stepUs) * 1e6)).toBeCloseTo(1, 3);
    expect(roofline).toBeGreaterThan(compute);
  });

  it("have the power cap as the bound that counts", () => {
    expect(energy).toBeLessThan(compute);
    expect(energy).toBeGreaterThan(30_000);
  });
});

describe("the energy optimum", () => {
  const model = resolveModel("llama-3-8b");
  const graph = buildLayerGraph(model.shape, 1, BATCH);

  /** Every call of a layer takes 2 mJ at 200 W, of which the idle board would take half. */
  function ofEqualEnergies(capW: number | null): Profile {
    const profile = syntheticProfile({ kernels: kernelsOf(graph, []), modelId: "llama-3-8b" });
    const { boostClockMhz } = profile.gpu;
    const kernels = profile.kernels.map((kernel) => {
      const own = graph.operations.find((each) => kernelKey(each.kernel) === kernelKey(kernel));
      const { tokens, context } = kernelSize(own as NonNullable<typeof own>, BATCH);
      const row = [0, tokens, context, 10, 0.01, boostClockMhz, 200, 2, 0, 0, 0] as const;
      return { ...kernel, sustained: [[...row]] };
    });
    return { ...profile, power: { capW, idleW: 100 }, kernels } as Profile;
  }

  it("is what the cap leaves above idle over the energy of all layers", () => {
    // 10 kernels of 1 mJ, 32 layers: 320 mJ at 500 - 100 W are 800 µs for 2048 tokens.
    expect(graph.operations).toHaveLength(10);
    const { energy } = optimaAt("llama-3-8b", 1, ofEqualEnergies(500));
    expect(energy).toBeCloseTo((2048 / 800) * 1e6, 3);
  });

  it("is unknown without a cap, and without energies", () => {
    expect(optimaAt("llama-3-8b", 1, ofEqualEnergies(null)).energy).toBeNull();
    const { kernels, ...profile } = ofEqualEnergies(500);
    const unmeasured = kernels.map((kernel) => ({ ...kernel, sustained: [] }));
    expect(optimaAt("llama-3-8b", 1, { ...profile, kernels: unmeasured }).energy).toBeNull();
  });
});

it("counts only the experts that a token visits in the compute optimum", () => {
  const mixtral = resolveModel("mixtral-8x7b");
  const optimum = computeOptimum(mixtral, { gemmFlopsPerSecond: 800e12 });
  expect(optimum).toBeCloseTo(800e12 / (2 * 12_879_925_248), 6);
});

describe("committed plans", () => {
  const known = new Map<string, CostTable>();
  /** Tables are made once for plans of the same kernels. */
  const costsOf = (path: string, plan: Plan) => {
    const { model, profile } = plan;
    const key = `${profile.measurements} ${model.id}`;
    const made = known.get(key) ?? new CostTable(loadProfileOf(path, plan).profile);
    known.set(key, made);
    return made;
  };

  it.each(shippedPlans())("%s stays below roofline and energy", (path, plan) => {
    const { model, workload, predicted } = plan;
    const batch: BatchPart = { ...workload, tokens: workload.denseBatchTokens };
    const costs = costsOf(path, plan);
    const { compute, roofline, energy } = optimaOn(
      costs,
      { ...resolveModel(model.id), shape: model.shape },
      model.tensorParallel,
      batch,
    );
    const { tokensPerSecondPerGpu, optimalFraction } = predicted;
    expect(tokensPerSecondPerGpu).toBeLessThan(roofline);
    expect(tokensPerSecondPerGpu).toBeLessThan(energy ?? Number.POSITIVE_INFINITY);
    expect(optimalFraction).toBeCloseTo(tokensPerSecondPerGpu / compute, 3);
  });
});
