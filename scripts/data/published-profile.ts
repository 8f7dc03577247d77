/**
 * Profiles of the A100 80 GB SXM from published figures: what the search makes of them can be held
 * against the figures of the NanoFlow paper (arXiv 2408.12757). Nothing in them was measured by this
 * project. What the figures leave open is assumed, and each assumption stands in the `notes`.
 */

import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import type { KernelKind, PairRow, Profile, SoloRow } from "../../src/generated/profile.ts";
import type { KernelSize } from "../../src/ir/kernel-size.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import type { KernelUse, Lane } from "../../src/ir/op-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { kernelWork } from "../../src/ir/work.ts";
import type { Model } from "../../src/model/model-shape.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

/** Datasheet of the A100 80 GB SXM: dense bf16, HBM2e, NVLink per direction. */
const DATASHEET = { flopsPerSecond: 312e12, bytesPerSecond: 2.04e12, networkBytesPerSecond: 300e9 };
const SMS = 108;
/**
 * FLOP/s of GEMMs behind the paper's optimum of 1857 tokens/s per GPU: 2 operations per parameter
 * and token, 70e9 parameters and some.
 */
const GEMM_FLOPS_PER_SECOND = 261e12;

const EFFICIENCY = GEMM_FLOPS_PER_SECOND / DATASHEET.flopsPerSecond;
/** SMs from which on a kernel has all the bandwidth there is. */
const MEMORY_SATURATION_SMS = SMS / 2;
const NETWORK_SATURATION_SMS = 16;
/** Rows of a GEMM tile. */
const TILE_TOKENS = 128;

const NOTES = [
  "Nothing here was measured by this project: GEMM speed from the published optimum of the NanoFlow paper (arXiv 2408.12757, LLaMA-2-70B, 8 x A100 80 GB SXM: 1857 tokens/s per GPU, so 261 TFLOP/s), the rest from the datasheet and these assumptions.",
  "Assumed: memory and network kernels reach the share of the datasheet that GEMMs reach, 261/312, of 2.04 TB/s and 300 GB/s per direction.",
  "Assumed: a GEMM costs whole tiles of 128 tokens, and its speed is in proportion to its SMs.",
  "Assumed: memory bandwidth is in proportion to the SMs up to half of them, and all there from then on; the all-reduce is so up to 16 SMs.",
  "Assumed: kernels side by side take SMs from each other and nothing else. The paper's table of interference is not among the figures, so what overlap gains here is an upper estimate.",
  "Assumed: launches cost nothing, and power does not bind: no energies are published.",
];

/** A kernel with the lane that it is issued on. */
interface LaneKernel {
  kernel: KernelUse;
  lane: Lane;
}

const SPLITS = [8, 16, 24, 32, 40, 48, 56, 64].map((remainderSms) => ({
  groupSms: SMS - remainderSms,
  remainderSms,
}));

const CONTEXTS = [256, 1024, 4096];

/** Kernels of a layer and of a step with their lanes, each once. */
function kernelsOf({ shape }: Model, gpus: number): LaneKernel[] {
  const layer = buildLayerGraph(shape, gpus, { decodeTokens: 1, prefillTokens: 1 });
  const step = stepOperations(shape, gpus).map(
    ({ kernel }): LaneKernel => ({ kernel, lane: "compute" }),
  );
  const all = [...layer.operations.map(({ kernel, lane }) => ({ kernel, lane })), ...step];
  const byKey = new Map<string, LaneKernel>();
  for (const entry of all) {
    const key = kernelKey(entry.kernel);
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.values()];
}

/** µs on so many SMs: the longest of what arithmetic, memory and network take. */
function durationUs(kernel: KernelUse, { tokens, context }: KernelSize, smCount: number): number {
  const rows = kernel.kind === "gemm" ? Math.ceil(tokens / TILE_TOKENS) * TILE_TOKENS : tokens;
  const { flops, memoryBytes, networkBytes } = kernelWork(kernel, { tokens: rows, context });
  const share = (saturation: number) => Math.min(1, smCount / saturation);
  const seconds = Math.max(
    flops / (GEMM_FLOPS_PER_SECOND * (smCount / SMS)),
    memoryBytes / (EFFICIENCY * DATASHEET.bytesPerSecond * share(MEMORY_SATURATION_SMS)),
    networkBytes / (EFFICIENCY * DATASHEET.networkBytesPerSecond * share(NETWORK_SATURATION_SMS)),
  );
  return Number((seconds * 1e6).toPrecision(6));
}

/** Whole tiles up to the batch; with experts, a kernel may see each token as often as it is routed. */
function tokensOf({ mlp }: Model["shape"], batchTokens: number): number[] {
  const most = batchTokens * (mlp.kind === "moe" ? mlp.expertsPerToken : 1);
  return Array.from({ length: most / TILE_TOKENS }, (_, k) => (k + 1) * TILE_TOKENS);
}

function sizesOf({ kind }: KernelUse, tokens: readonly number[]): KernelSize[] {
  if (kind === "decode_attention") return grid(tokens, CONTEXTS);
  if (kind === "prefill_attention") return grid(tokens, [0, ...CONTEXTS]);
  return grid(tokens, [0]);
}

function grid(tokenCounts: readonly number[], contexts: readonly number[]): KernelSize[] {
  return contexts.flatMap((context) => tokenCounts.map((tokens) => ({ tokens, context })));
}

function soloRows({ kernel, lane }: LaneKernel, tokens: readonly number[]): SoloRow[] {
  const side = (split: (typeof SPLITS)[number]) =>
    lane === "compute"
      ? { key: `g${split.groupSms}`, smCount: split.groupSms }
      : { key: `r${split.remainderSms}`, smCount: split.remainderSms };
  return [{ key: "w", smCount: SMS }, ...SPLITS.map(side)].flatMap(({ key, smCount }) =>
    sizesOf(kernel, tokens).map(
      (size): SoloRow => [
        0,
        key,
        size.tokens,
        size.context,
        durationUs(kernel, size, smCount),
        0,
        1,
      ],
    ),
  );
}

/** One row per split says for all sizes that co-running costs nothing but SMs. */
function pairsOf(kernels: readonly LaneKernel[]): Profile["pairs"] {
  const positions = kernels.map((entry, position) => ({ ...entry, position }));
  const group = positions.filter(({ lane }) => lane === "compute");
  const remainder = positions.filter(({ lane }) => lane !== "compute");
  const middle = ({ kind }: { kind: KernelKind }): [tokens: number, context: number] => [
    1024,
    kind.endsWith("_attention") ? 1024 : 0,
  ];
  return group.flatMap((a) =>
    remainder.map((b) => ({
      group: a.position,
      remainder: b.position,
      rows: SPLITS.map(
        ({ groupSms }): PairRow => [
          groupSms,
          0,
          ...middle(a.kernel),
          0,
          ...middle(b.kernel),
          1,
          1,
          1,
        ],
      ),
    })),
  );
}

/**
 * A profile, by these figures and assumptions, of one of the built-in models over so many GPUs. The
 * figures are those of LLaMA-2-70B on 8 GPUs; for any other model they are one more assumption.
 *
 * @param batchTokens largest dense batch that it knows, a multiple of 128
 */
export function publishedProfile(modelId: string, gpus: number, batchTokens = 2048): Profile {
  const model = resolveModel(modelId);
  const kernels = kernelsOf(model, gpus);
  const tokens = tokensOf(model.shape, batchTokens);
  return {
    schema: "nanoflow-plan/profile/1",
    source: "published",
    gpu: {
      id: "a100-sxm",
      name: "NVIDIA A100-SXM4-80GB",
      count: gpus,
      smCount: SMS,
      computeCapability: "8.0",
      memoryBytes: 80 * 2 ** 30,
      l2Bytes: 40 * 2 ** 20,
      boostClockMhz: 1410,
    },
    model: { id: modelId, tensorParallel: gpus },
    provenance: {
      tool: "scripts/data/make-published-profile.ts",
      command: "npx tsx scripts/data/make-published-profile.ts",
      measuredAt: "2024-08",
      notes: NOTES,
    },
    ceilings: {
      gemmFlopsPerSecond: GEMM_FLOPS_PER_SECOND,
      copyBytesPerSecond: Math.round(EFFICIENCY * DATASHEET.bytesPerSecond),
      networkBytesPerSecond: Math.round(EFFICIENCY * DATASHEET.networkBytesPerSecond),
    },
    power: { capW: null, idleW: 0 },
    splits: SPLITS,
    kernels: kernels.map((entry) => ({
      kind: entry.kernel.kind,
      shape: entry.kernel.shape,
      implementations: ["published"],
      solo: soloRows(entry, tokens),
      sustained: [],
    })),
    pairs: pairsOf(kernels),
    leftOut: ["everything that the figures do not tell: see provenance.notes"],
  };
}
