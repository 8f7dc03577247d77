import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import type { NanoOperation } from "../../src/plan/nano-operation.ts";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { parseReference } from "../../src/plan/references.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { mutated, nanoOperationOf, planFixture, profileFixture } from "../support/plan-fixture.ts";

const PLAN = planFixture({ tensorParallel: 2 });
const PROFILE = profileFixture(PLAN);

function findingsOf(change: (copy: Plan) => void, base = PLAN) {
  const { plan, document } = mutated(base, change);
  return { plan, findings: verifyPlan(document, plan, PROFILE) };
}

function change(id: string, values: Partial<NanoOperation>) {
  return (plan: Plan) => Object.assign(nanoOperationOf(plan, id), values);
}

function without(references: readonly string[], id: string): string[] {
  return references.filter((text) => parseReference(text).id !== id);
}

/** Takes every reference to one nano-operation out of another. */
function forget(id: string, awaited: string) {
  return (plan: Plan) => {
    const nanoOperation = nanoOperationOf(plan, id);
    nanoOperation.dependsOn = without(nanoOperation.dependsOn, awaited);
    nanoOperation.waitsFor = without(nanoOperation.waitsFor, awaited);
  };
}

describe("verify", () => {
  it.each([
    ["an overlapped plan", planFixture()],
    ["an overlapped plan with tensor parallelism", PLAN],
    ["an overlapped plan with fused norms", planFixture({ tensorParallel: 2, norms: "fused" })],
    ["a sequential plan", planFixture({ kind: "sequential" })],
    [
      "a sequential plan with tensor parallelism",
      planFixture({ kind: "sequential", tensorParallel: 2 }),
    ],
  ])("finds nothing in %s", (_what, plan) => {
    const { plan: read, document } = mutated(plan, () => {});
    expect(verifyPlan(document, read, profileFixture(plan))).toEqual([]);
    expect(verifyPlan(document, read, undefined)).toEqual([]);
  });

  it("finds sizes that are not those of the published model that a plan names", () => {
    const { findings } = findingsOf((plan) => {
      plan.model.id = "llama-3-8b";
    });
    const places = findings.filter(({ code }) => code === "model").map(({ message }) => message);
    expect(places).toContain(
      `the plan is for llama-3-8b, which has layers 32, but here it is ${PLAN.model.layers}`,
    );
    expect(places).toContainEqual(expect.stringContaining("which has hiddenSize 4096"));
    expect(places).toContainEqual(expect.stringContaining("which has intermediateSize 14336"));
  });

  it("finds nothing in an overlapped plan of a mixture of experts", () => {
    const mlp = {
      kind: "moe" as const,
      experts: 4,
      expertsPerToken: 2,
      expertIntermediateSize: 128,
      sharedExpertIntermediateSize: 0,
    };
    const plan = planFixture({ mlp });
    const { plan: read, document } = mutated(plan, () => {});
    expect(verifyPlan(document, read, profileFixture(plan))).toEqual([]);
  });

  it.each([
    ["accepts", "overlapped", 0],
    ["rejects", "sequential", 1],
  ] as const)("%s a step a little shorter than its layers in an %s plan", (_, kind, count) => {
    // The first and last layers of an overlapped step run with less beside them.
    const { findings } = findingsOf(
      ({ model, predicted }) =>
        Object.assign(predicted, { stepUs: 0.98 * model.layers * predicted.periodUs }),
      planFixture({ kind }),
    );
    expect(findings.filter(({ message }) => /^a step takes/.test(message))).toHaveLength(count);
  });

  it("rejects a hash that is not the plan's", () => {
    const text = writePlan({ ...PLAN, search: { ...PLAN.search, seed: 99 } });
    const { plan, document } = parsePlan("plan.yaml", text);
    const findings = verifyPlan(document, plan, PROFILE);
    const line = text.split("\n").findIndex((each) => each.startsWith("hash:")) + 1;
    expect(findings).toMatchObject([{ severity: "error", code: "hash", position: { line } }]);
  });

  it.each<[what: string, change: (plan: Plan) => void, code: string, message: RegExp]>([
    [
      "another profile",
      (plan) => Object.assign(plan.profile, { sha256: "1".repeat(64) }),
      "profile",
      /^fixture\.json does not have the measurements .* SHA-256 0{12}… instead of 1{12}/,
    ],
    [
      "another GPU",
      (plan) => Object.assign(plan.gpu, { id: "h200-sxm" }),
      "profile",
      /the GPU is h200-sxm, but the profile given has h100-sxm/,
    ],
    [
      "norms fused into all-reduces that one GPU has not",
      (plan) => Object.assign(plan.model, { tensorParallel: 1, norms: "fused" }),
      "model",
      /one GPU has none/,
    ],
    [
      "a model that its tensor-parallel size does not divide",
      (plan) => Object.assign(plan.model.shape, { queryHeads: 7 }),
      "model",
      /./,
    ],
    [
      "a gap that its numbers belie",
      (plan) => Object.assign(plan.predicted, { gap: 0.001 }),
      "numbers",
      /the gap is 0\.001/,
    ],
    [
      "a reason of a plan that overlaps",
      (plan) => Object.assign(plan, { reason: "none" }),
      "kind",
      /only a sequential plan states a reason, and this is overlapped/,
    ],
    [
      "a session that is listed twice",
      (plan) => Object.assign(plan.profile, { sessions: ["a", "b", "a"] }),
      "profile",
      /the session a is listed twice/,
    ],
    [
      "nano-batches that beat the plan without overlap",
      (plan) => Object.assign(plan.predicted, { nanoBatchOnlyUs: plan.predicted.periodUs - 1 }),
      "numbers",
      /nano-batches without overlap take .* below .* and nothing is shorter/,
    ],
    [
      "a gap that is a little off",
      (plan) => Object.assign(plan.predicted, { gap: (plan.predicted.gap ?? 0) * 1.003 }),
      "numbers",
      /the gap is 0\.02/,
    ],
    [
      "a bound without a gap",
      (plan) => Object.assign(plan.predicted, { gap: null }),
      "numbers",
      /gap is null, but there is a bound/,
    ],
    [
      "a gap without a bound",
      (plan) => Object.assign(plan.predicted, { lowerBoundUs: null, gap: 0 }),
      "numbers",
      /lowerBoundUs is null, but there is a gap/,
    ],
    [
      "a speedup that its numbers belie",
      (plan) => Object.assign(plan.predicted, { speedup: 2 }),
      "numbers",
      /the speedup is 2/,
    ],
    [
      "a promise above what is predicted",
      (plan) => Object.assign(plan.predicted, { promisedSpeedup: 2 }),
      "numbers",
      /the promise is 2, above the speedup/,
    ],
    [
      "a throughput that its step belies",
      (plan) => {
        plan.predicted.tokensPerSecondPerGpu *= 10;
        plan.predicted.optimalFraction *= 10;
      },
      "numbers",
      /tokens\/s per GPU, but the step makes it/,
    ],
    [
      "another share of the compute optimum than its throughput's",
      (plan) => Object.assign(plan.predicted, { optimalFraction: 0.99 }),
      "numbers",
      /the share of the compute optimum is 0\.99/,
    ],
    [
      "a clock that the GPU does not have",
      (plan) => Object.assign(plan.predicted, { clockMhz: 9999 }),
      "numbers",
      /above the boost clock of 1,?980 MHz/,
    ],
    [
      "a period below its bound",
      (plan) => Object.assign(plan.predicted, { lowerBoundUs: 2000 }),
      "numbers",
      /lower bound is 2000 µs, above the period/,
    ],
    [
      "a lane that is busy for longer than the period",
      change("gate_up_proj.0", { durationUs: 900 }),
      "numbers",
      /the compute lane is busy/,
    ],
    [
      "a step shorter than its layers",
      (plan) => Object.assign(plan.predicted, { stepUs: 10 }),
      "numbers",
      /less than the \d periods of .* that its 4 layers fill/,
    ],
    [
      "a sequential plan of two nano-batches",
      (plan) => Object.assign(plan, { kind: "sequential", reason: "None." }),
      "kind",
      /has one nano-batch, but this has 2/,
    ],
    [
      "nano-batches that leave tokens out",
      (plan) => Object.assign(plan.nanoBatches[1] ?? {}, { tokens: [260, 512] }),
      "nano-batches",
      /tokens 256 to 259 are in no nano-batch/,
    ],
    [
      "nano-batches that overlap",
      (plan) => Object.assign(plan.nanoBatches[1] ?? {}, { tokens: [250, 512] }),
      "nano-batches",
      /tokens 250 to 255 are in two nano-batches/,
    ],
    [
      "nano-batches with other decode tokens than the workload",
      (plan) => Object.assign(plan.nanoBatches[0], { decodeTokens: 60, prefillTokens: 196 }),
      "nano-batches",
      /hold 124 decode tokens, the workload 128/,
    ],
    [
      "overlapping token ranges",
      change("o_proj.1", { tokens: [200, 512] }),
      "tokens",
      /o_proj\.[01] and o_proj\.[01] both work on tokens 200 to 255/,
    ],
    [
      "missing token ranges",
      change("o_proj.1", { tokens: [300, 512] }),
      "tokens",
      /o_proj leaves out tokens 256 to 299/,
    ],
    [
      "an unknown operation",
      change("o_proj.1", { operation: "p_proj", id: "p_proj.1" }),
      "nano-operation",
      /no operation `p_proj`/,
    ],
    [
      "an id that is not its operation and nano-batch",
      change("o_proj.1", { nanoBatch: 0 }),
      "nano-operation",
      /o_proj\.1 is o_proj on nano-batch 0/,
    ],
    [
      "a lane that lacks a nano-operation",
      (plan) => plan.lanes.memory?.pop(),
      "lanes",
      /is in no lane/,
    ],
    [
      "a lane that holds a nano-operation twice",
      (plan) => plan.lanes.memory?.push("decode_attention.0"),
      "lanes",
      /decode_attention\.0 is in the memory lane twice/,
    ],
    [
      "a nano-operation in a foreign lane",
      (plan) => {
        plan.lanes.memory?.push("o_proj.0");
        plan.lanes.compute = plan.lanes.compute?.filter((id) => id !== "o_proj.0") ?? [];
      },
      "lanes",
      /o_proj\.0 is in the memory lane, but belongs to the compute lane/,
    ],
    [
      "a reference to nothing",
      change("silu_mul.0", { waitsFor: ["x_proj.0"] }),
      "reference",
      /silu_mul\.0 refers to x_proj\.0/,
    ],
    [
      "a missing dependence",
      forget("o_proj.1", "decode_attention.1"),
      "dependence",
      /o_proj\.1 lacks the dependence on decode_attention\.1/,
    ],
    [
      "a missing dependence on the layer before",
      (plan) => {
        const first = plan.nanoOperations.find(({ dependsOn }) => dependsOn[0]?.endsWith("@-1"));
        if (first !== undefined) first.dependsOn = [];
      },
      "dependence",
      /lacks the dependence on mlp_all_reduce\.0@-1/,
    ],
    [
      "a dependence on the wrong layer",
      change("silu_mul.0", { dependsOn: ["gate_up_proj.0@-1"] }),
      "dependence",
      /silu_mul\.0 lacks the dependence on gate_up_proj\.0/,
    ],
    [
      "a missing dependence on the KV of earlier tokens",
      forget("prefill_attention.1", "rope_kv_append.0"),
      "dependence",
      /prefill_attention\.1 lacks the dependence on rope_kv_append\.0/,
    ],
    [
      "a cycle",
      change("qkv_proj.0", { waitsFor: ["o_proj.0"] }),
      "cycle",
      /qkv_proj\.0 \(dependsOn\) after o_proj\.0 \(waitsFor\)/,
    ],
    [
      "a cycle through later layers",
      change("qkv_proj.0", { waitsFor: ["qkv_proj.0@+1"] }),
      "cycle",
      /qkv_proj\.0/,
    ],
    [
      "stages that start above the newest layer",
      (plan) => {
        for (const nanoOperation of plan.nanoOperations) nanoOperation.stage += 1;
      },
      "stage",
      /the lowest stage is 1/,
    ],
    [
      "a share beyond the GPU",
      change("o_proj.0", { partition: { side: "whole", smCount: 140 } }),
      "shares",
      /o_proj\.0 takes 140 SMs of a GPU that has 132/,
    ],
    [
      "a share that no split of the profile has",
      change("o_proj.0", { partition: { side: "group", smCount: 100 } }),
      "shares",
      /a group of 100 SMs, but the profile's splits have 96, 104/,
    ],
    [
      "shares that sum up to more than the GPU",
      change("decode_attention.0", { partition: { side: "remainder", smCount: 36 } }),
      "order",
      /decode_attention\.0 \(remainder, 36 SMs\).*take 140 of 132 SMs together/,
    ],
    [
      "shares of different splits side by side",
      change("o_proj.1", { partition: { side: "group", smCount: 96 } }),
      "order",
      /decode_attention\.0 .* and o_proj\.1 .* do not run on the two sides of one split/,
    ],
    [
      "a share by a mechanism that the profile has not measured",
      change("o_proj.1", {
        partition: { side: "group", smCount: 104, mechanism: "cta-limit" },
      }),
      "shares",
      /a group of 104 SMs by cta-limit, but the profile's splits have none/,
    ],
    [
      "sides of a green context and of a CTA limit side by side",
      change("o_proj.1", {
        partition: { side: "group", smCount: 104, mechanism: "cta-limit" },
      }),
      "order",
      /decode_attention\.0 .* and o_proj\.1 \(group, 104 SMs by CTA limit\).* do not run on the two sides of one split/,
    ],
    [
      "two nano-operations on one side of a split that nothing orders",
      forget("attention_all_reduce.0", "decode_attention.1"),
      "order",
      /decode_attention\.1 .*attention_all_reduce\.0/,
    ],
    [
      "an unknown implementation",
      change("o_proj.0", { implementation: "tile-128x125" }),
      "implementation",
      /`tile-128x125`, which the profile does not have; the nearest is `tile-128x1\d\d?`/,
    ],
    [
      "a wait on more layers back than there are",
      change("o_proj.0", { waitsFor: ["down_proj.0@-1000000"] }),
      "reference",
      /o_proj\.0 refers to down_proj\.0@-1000000, more than the model's 4 layers away/,
    ],
    [
      "a stage beyond the layers that there are",
      change("o_proj.0", { stage: 1_000_000 }),
      "stage",
      /o_proj\.0 has the stage 1000000, more than the model's 4 layers/,
    ],
    [
      "a start after the end of the period",
      change("o_proj.0", { startUs: 1e6 }),
      "numbers",
      /o_proj\.0 starts at 1000000 µs, after the period's end/,
    ],
  ])("rejects %s", (_what, mutate, code, message) => {
    const { findings } = findingsOf(mutate);
    expect(findings.filter(({ severity }) => severity === "error")).toContainEqual(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it("rejects an implementation that was not timed on its partition", () => {
    const { plan, document } = mutated(PLAN, () => {});
    const loaded = profileFixture(PLAN);
    for (const kernel of loaded.profile.kernels) {
      kernel.solo = kernel.solo.filter(
        ([implementation, partition]) => implementation === 1 || partition !== "r28",
      );
    }
    const messages = verifyPlan(document, plan, loaded).map((f) => f.message);
    expect(messages).toContain(
      "decode_attention.0 runs `tile-128x256` on a remainder of 28 SMs, where the profile has no time of it at 64 tokens",
    );
    expect(messages.every((message) => message.includes("on a remainder of 28 SMs"))).toBe(true);
  });

  it("rejects kernels side by side that were never measured together", () => {
    const { plan, document } = mutated(PLAN, () => {});
    const loaded = profileFixture(PLAN);
    const profile = { ...loaded.profile, pairs: [] };
    const findings = verifyPlan(document, plan, { ...loaded, profile });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "order",
        message: expect.stringMatching(/has not measured side by side$/),
      }),
    );
  });

  it("points to the nano-operation that lacks a dependence", () => {
    const { plan, document } = mutated(PLAN, forget("o_proj.1", "decode_attention.1"));
    const index = plan.nanoOperations.findIndex(({ id }) => id === "o_proj.1");
    const [finding] = verifyPlan(document, plan, PROFILE).filter(
      ({ code }) => code === "dependence",
    );
    expect(finding?.position).toEqual(document.positionOf(["nanoOperations", index, "dependsOn"]));
    expect(finding?.position.line).toBeGreaterThan(1);
  });

  it("shows the race that a missing dependence leads to", () => {
    const { plan, document } = mutated(planFixture(), forget("o_proj.1", "decode_attention.1"));
    expect(verifyPlan(document, plan, undefined)).toContainEqual(
      expect.objectContaining({
        code: "race",
        message: expect.stringMatching(/decode_attention\.1 .* o_proj\.1 .* attention\.1 /),
      }),
    );
  });

  it("tolerates a wait that is not needed, and notes a dependence that carries no data", () => {
    expect(findingsOf(change("silu_mul.0", { waitsFor: ["o_proj.1@-1"] })).findings).toEqual([]);
    const { findings } = findingsOf(
      change("silu_mul.0", { dependsOn: ["gate_up_proj.0", "o_proj.1@-1"] }),
    );
    expect(findings).toMatchObject([{ severity: "note", code: "dependence" }]);
  });

  it("notes a profile that was not measured", () => {
    const { plan, document } = mutated(PLAN, (copy) => {
      copy.profile.source = "roofline";
    });
    expect(verifyPlan(document, plan, undefined)).toMatchObject([
      { severity: "note", code: "source" },
    ]);
  });

  it("wants a reason in a sequential plan", () => {
    const { plan, document } = mutated(planFixture({ kind: "sequential" }), (copy) => {
      delete copy.reason;
    });
    expect(verifyPlan(document, plan, undefined)).toMatchObject([
      { code: "kind", message: expect.stringContaining("reason") },
    ]);
  });

  it("rejects stages by which an input comes in a later period", () => {
    const { findings } = findingsOf((plan) => {
      for (const nanoOperation of plan.nanoOperations) {
        if (nanoOperation.lane === "memory") nanoOperation.stage = 1;
      }
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "stage",
        message: "o_proj.0 awaits decode_attention.0, which by its stage runs in a later period",
      }),
    );
  });
});
