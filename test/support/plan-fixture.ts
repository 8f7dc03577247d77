import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { Profile } from "../../src/generated/profile.ts";
import type { Operation, OpGraph } from "../../src/ir/op-graph.ts";
import { countParameters } from "../../src/model/parameters.ts";
import { arcsOf } from "../../src/plan/arcs.ts";
import type { NanoBatch, NanoOperation } from "../../src/plan/nano-operation.ts";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { dataArcsOf, layerOf } from "../../src/plan/plan-graph.ts";
import { planHash, withHash } from "../../src/plan/plan-hash.ts";
import { formatReference } from "../../src/plan/references.ts";
import { activeTokens } from "../../src/plan/token-ranges.ts";
import type { ProfileFile } from "../../src/verify/provenance.ts";

/** In the words of a search that ruled every split out. */
const SEQUENTIAL_REASON =
  "no overlapped plan is shorter in prediction: bounds on the kernels of every split and their energy rule it out";

/** Asks for what the fixture is: its batch, its certificate's space and gap. */
const COMMAND =
  "nanoflow-plan search --model tiny --batch 512 --decode 128 --context 300 --splits aligned --gap 3";

type SoloRow = Profile["kernels"][number]["solo"][number];
type PairRow = Profile["pairs"][number]["rows"][number];

/** Ceiling of the GPU that the fixture is made for. */
export const GEMM_FLOPS_PER_SECOND = 1e14;
const SM_COUNT = 132;
const SPLITS = [
  { groupSms: 104, remainderSms: 28 },
  { groupSms: 96, remainderSms: 36 },
];
/** Made-up durations of a tiny model. */
const DURATION_US = { compute: 40, memory: 90, network: 25 };
const SMALL_US = 10;
/** Tokens and contexts between which everything was measured. */
const SIZES = [
  [1, 0],
  [2048, 0],
  [1, 1024],
  [2048, 1024],
] as const;

export interface FixtureOptions {
  kind?: "sequential" | "overlapped";
  /** What follows the attention works on all tokens at once. */
  cutsAttentionOnly?: boolean;
  tensorParallel?: 1 | 2;
  norms?: Plan["model"]["norms"];
  mlp?: Plan["model"]["shape"]["mlp"];
  /** Sizes that take the place of the tiny model's. */
  shape?: Partial<Plan["model"]["shape"]>;
  layers?: number;
  implementationOf?: (operation: Operation) => string;
}

const IMPLEMENTATION = "tile-128x256";

const MODEL_SHAPE: Plan["model"]["shape"] = {
  family: "llama",
  hiddenSize: 256,
  queryHeads: 8,
  kvHeads: 4,
  headSize: 32,
  vocabularySize: 1000,
  tiedEmbeddings: false,
  qkvBias: false,
  qkNorm: false,
  mlp: { kind: "dense", intermediateSize: 512 },
};

/**
 * A sound plan of a tiny model: sequential, or two nano-batches half a layer apart, or one behind
 * the other up to their attention.
 */
export function planFixture({
  kind = "overlapped",
  cutsAttentionOnly = false,
  tensorParallel = 1,
  norms,
  shape,
  mlp = shape?.mlp ?? MODEL_SHAPE.mlp,
  layers = 4,
  implementationOf = () => IMPLEMENTATION,
}: FixtureOptions = {}): Plan {
  const nanoBatches: NanoBatch[] =
    kind === "sequential"
      ? [{ id: 0, tokens: [0, 512], decodeTokens: 128, prefillTokens: 384 }]
      : [
          { id: 0, tokens: [0, 256], decodeTokens: 64, prefillTokens: 192 },
          { id: 1, tokens: [256, 512], decodeTokens: 64, prefillTokens: 192 },
        ];
  const head = {
    model: {
      id: "tiny",
      layers,
      tensorParallel,
      ...(norms !== undefined && { norms }),
      shape: { ...MODEL_SHAPE, ...shape, mlp },
    },
    workload: {
      name: "fixture",
      denseBatchTokens: 512,
      decodeTokens: 128,
      prefillTokens: 384,
      decodeContext: 300,
      prefillContext: 100,
    },
  };
  const graph = layerOf(head);
  const sequence = sequenceOf(graph, nanoBatches, { kind, cutsAttentionOnly, implementationOf });
  const timed = predict(chained(graph, sequence, kind), sequence);
  const sequentialUs = sequence.reduce((sum, { durationUs }) => sum + durationUs, 0);
  const lowerBoundUs = timed.periodUs * 0.98;
  const stepUs = timed.periodUs * head.model.layers + 50;
  const rate = (head.workload.denseBatchTokens / stepUs / tensorParallel) * 1e6;
  return withHash({
    schema: "nanoflow-plan/plan/1",
    kind,
    ...(kind === "sequential" && { reason: SEQUENTIAL_REASON }),
    ...head,
    gpu: { id: "h100-sxm", smCount: SM_COUNT },
    profile: { file: "h100-sxm/tiny.json", source: "measured", sha256: "0".repeat(64) },
    provenance: { tool: "nanoflow-plan 0.0.0", command: COMMAND },
    predicted: {
      periodUs: timed.periodUs,
      sequentialUs,
      nanoBatchOnlyUs: kind === "sequential" ? null : sequentialUs,
      lowerBoundUs,
      gap: timed.periodUs / lowerBoundUs - 1,
      speedup: sequentialUs / timed.periodUs,
      stepUs,
      tokensPerSecondPerGpu: rate,
      optimalFraction: (rate * 2 * countParameters(head.model).active) / GEMM_FLOPS_PER_SECOND,
      clockMhz: 1755,
      powerW: 640,
    },
    search: {
      solver: "highs",
      method: "branch",
      structures: 2,
      nodes: 10,
      seed: 1,
      certificate:
        "within 2.04% of the optimum of the space: 2 structures (1 to 2 nano-batches cut at multiples of 128 tokens, " +
        "all operations cut alike, decode tokens proportional or decode-first or prefill-first), all searched; " +
        "every order, SM share and implementation, small operations kept with their kernel; searched to the end",
    },
    nanoBatches: nanoBatches as Plan["nanoBatches"],
    lanes: lanesOf(sequence),
    nanoOperations: timed.nanoOperations as Plan["nanoOperations"],
  });
}

/**
 * A profile whose kernels, splits and implementations are those that `planFixture` uses: all times
 * are alike, and each compute kernel was measured beside each other kernel.
 */
export function profileFixture(plan: Plan): ProfileFile {
  const unique = new Map(
    layerOf(plan).operations.map((operation) => [kernelKey(operation.kernel), operation]),
  );
  const operations = [...unique.values()];
  const kernels = operations.map(({ kernel }) => ({
    ...kernel,
    implementations: [IMPLEMENTATION, "tile-128x128"],
    solo: ["w", "g96", "g104", "r28", "r36"].flatMap((partition) =>
      [0, 1].flatMap((implementation) =>
        SIZES.map(
          ([tokens, context]): SoloRow => [implementation, partition, tokens, context, 10, 0, 1],
        ),
      ),
    ),
    sustained: [],
  }));
  const pairs = operations.flatMap(({ lane }, group) =>
    operations.flatMap((other, remainder) =>
      lane !== "compute" || other.lane === "compute"
        ? []
        : [
            {
              group,
              remainder,
              rows: [[104, 0, 2048, 1024, 0, 2048, 1024, 1.2, 1.2, 1]] satisfies PairRow[],
            },
          ],
    ),
  );
  const profile: Profile = {
    schema: "nanoflow-plan/profile/1",
    source: "measured",
    gpu: {
      id: "h100-sxm",
      name: "NVIDIA H200",
      count: plan.model.tensorParallel,
      smCount: SM_COUNT,
      computeCapability: "9.0",
      memoryBytes: 80e9,
      l2Bytes: 50e6,
      boostClockMhz: 1980,
    },
    model: { id: plan.model.id, tensorParallel: plan.model.tensorParallel },
    provenance: { tool: "fixture", command: "none", measuredAt: "2026-01-01T00:00:00Z" },
    ceilings: {
      gemmFlopsPerSecond: GEMM_FLOPS_PER_SECOND,
      copyBytesPerSecond: 1e12,
      networkBytesPerSecond: null,
    },
    power: { capW: null, idleW: 100 },
    splits: SPLITS,
    kernels,
    pairs,
    leftOut: [],
  };
  return { profile, path: "fixture.json", sha256: "0".repeat(64) };
}

/** Changes a copy of a plan, stamps it with its hash again, and reads it back from its text. */
export function mutated(plan: Plan, change: (copy: Plan) => void) {
  const copy = structuredClone(plan);
  change(copy);
  return parsePlan("plan.yaml", writePlan({ ...copy, hash: planHash(copy) }));
}

export function nanoOperationOf(plan: Plan, id: string): NanoOperation {
  const found = plan.nanoOperations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`the fixture has no ${id}`);
  return found;
}

/**
 * One period in an order that keeps all dependences: the attention of one nano-batch stands beside
 * what follows the attention of the other.
 */
function sequenceOf(
  { operations }: OpGraph,
  nanoBatches: readonly NanoBatch[],
  {
    kind,
    cutsAttentionOnly,
    implementationOf,
  }: Required<Pick<FixtureOptions, "kind" | "cutsAttentionOnly" | "implementationOf">>,
): NanoOperation[] {
  const isAttention = operations.map(({ kernel }) => kernel.kind.endsWith("attention"));
  const last = isAttention.lastIndexOf(true) + 1;
  const [early, late = early] = nanoBatches as [NanoBatch, NanoBatch?];
  const part = (from: number, to: number, batch: NanoBatch, stage: number) =>
    operations.slice(from, to).flatMap((operation): NanoOperation[] => {
      const { id: nanoBatch } = batch;
      if (activeTokens(operation, batch) === undefined) return [];
      const group = operation.lane === "compute";
      return [
        {
          id: `${operation.name}.${nanoBatch}`,
          operation: operation.name,
          nanoBatch,
          tokens: batch.tokens,
          lane: operation.lane,
          stage,
          partition:
            kind === "sequential"
              ? { side: "whole", smCount: SM_COUNT }
              : group
                ? { side: "group", smCount: 104 }
                : { side: "remainder", smCount: 28 },
          implementation: implementationOf(operation),
          startUs: 0,
          durationUs:
            operation.lane === operation.resourceClass ? DURATION_US[operation.lane] : SMALL_US,
          dependsOn: [],
          waitsFor: [],
        },
      ];
    });
  if (nanoBatches.length === 1) return part(0, operations.length, early, 0);
  if (cutsAttentionOnly) {
    const whole = joined(nanoBatches);
    return [
      ...part(0, last, early, 0),
      ...part(0, last, late, 0),
      ...part(last, operations.length, whole, 0),
    ];
  }
  return [
    ...part(0, last, early, 0),
    ...part(last, operations.length, late, 1),
    ...part(0, last, late, 0),
    ...part(last, operations.length, early, 0),
  ];
}

/** All tokens of some nano-batches, under the name of the first. */
function joined(nanoBatches: readonly NanoBatch[]): NanoBatch {
  const sum = (key: "decodeTokens" | "prefillTokens") =>
    nanoBatches.reduce((total, batch) => total + batch[key], 0);
  return {
    id: 0,
    tokens: [0, nanoBatches.at(-1)?.tokens[1] ?? 0],
    decodeTokens: sum("decodeTokens"),
    prefillTokens: sum("prefillTokens"),
  };
}

/** Adds data dependences, and waits between lanes that share a side of the GPU. */
function chained(graph: OpGraph, sequence: NanoOperation[], kind: Plan["kind"]): NanoOperation[] {
  const arcs = dataArcsOf(graph, sequence);
  const sides =
    kind === "sequential"
      ? [sequence]
      : [sequence.filter(({ partition }) => partition.side === "remainder")];
  return sequence.map((operation) => {
    const dependsOn = arcs
      .filter(({ to }) => to === operation)
      .map(({ from, distance }) => formatReference({ id: from.id, distance }));
    const waitsFor = sides.flatMap((side) => {
      const index = side.indexOf(operation);
      const before = side.at(index - 1);
      if (index === -1 || before === undefined || before.lane === operation.lane) return [];
      const distance = before.stage - operation.stage + (index === 0 ? 1 : 0);
      const reference = formatReference({ id: before.id, distance });
      return dependsOn.includes(reference) ? [] : [reference];
    });
    return { ...operation, dependsOn, waitsFor };
  });
}

function lanesOf(sequence: readonly NanoOperation[]): Plan["lanes"] {
  const lanes: Plan["lanes"] = {};
  for (const { id, lane } of sequence) lanes[lane] = [...(lanes[lane] ?? []), id];
  return lanes;
}

/** Earliest starts with fixed durations, far enough into the layers to be steady. */
function predict(nanoOperations: NanoOperation[], sequence: readonly NanoOperation[]) {
  const arcs = arcsOf({
    nanoOperations: nanoOperations as Plan["nanoOperations"],
    lanes: lanesOf(sequence),
  });
  const periods = 40;
  const endUs = new Map<string, number>();
  const startUs = new Map<string, number>();
  for (let period = 0; period < periods; period++) {
    for (const { id, stage, durationUs } of sequence) {
      const layer = period - stage;
      const start = Math.max(
        0,
        ...arcs
          .filter(({ to }) => to === id)
          .map(({ from, distance }) => endUs.get(`${from} ${layer - distance}`) ?? 0),
      );
      startUs.set(`${id} ${layer}`, start);
      endUs.set(`${id} ${layer}`, start + durationUs);
    }
  }
  const startOf = (id: string, layer: number) => startUs.get(`${id} ${layer}`) ?? 0;
  const [origin] = sequence;
  if (origin === undefined) throw new Error("an empty layer");
  const last = periods - 1;
  const originUs = startOf(origin.id, last);
  return {
    periodUs: originUs - startOf(origin.id, last - 1),
    nanoOperations: nanoOperations.map((operation) => ({
      ...operation,
      startUs: startOf(operation.id, last - operation.stage) - originUs,
    })),
  };
}
