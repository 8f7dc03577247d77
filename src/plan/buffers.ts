import { PlannerError } from "../errors.ts";
import type { Plan, TokenRange } from "../generated/plan.ts";
import type { KernelUse, Operation, OpGraph } from "../ir/op-graph.ts";
import { dataArcsOf, type Work } from "./plan-graph.ts";
import { intersection } from "./token-ranges.ts";

const BF16_BYTES = 2;
/** The router's int32 or float32 for each choice: expert, weight, row in expert order, its token. */
const ROUTE_BYTES = 4 * 4;
const INDEX_BYTES = 4;

/** The name of the KV buffer in accesses; each layer has its own. */
export const KV = "kv";
export const RESIDUAL = "residual";

/** Bytes of a buffer that a nano-operation touches in its layer. */
export interface Touch {
  buffer: string;
  start: number;
  end: number;
  write: boolean;
  /** Layers back to the layer that wrote what is read here. */
  distance: number;
}

/** Rows of one width, one for each token. */
interface Rows {
  buffer: string;
  tokens: TokenRange;
  bytesPerToken: number;
  /** Behind the last row; goes with it. */
  trailerBytes: number;
}

/** What a plan's nano-operations read and write. */
export interface DataLayout {
  /** Sizes in bytes by name; the KV buffer's is that of one layer. */
  bytes: ReadonlyMap<string, number>;
  touches: ReadonlyMap<string, readonly Touch[]>;
}

/**
 * Lays out the activations of a layer.
 *
 * Each nano-operation writes rows of its own, and all layers use the same ones: every reader of a
 * row lies upstream of the operation that writes the row in the next layer, since all of them
 * feed the residual stream of the same tokens. Three kernels do otherwise: both kinds of attention
 * fill one buffer, from which `o_proj` reads; rotary embedding turns the queries in place; and
 * norms add their input to the residual stream in place. Weights are not listed: nothing writes
 * them.
 */
export function layOutData(plan: Plan, graph: OpGraph, works: readonly Work[]): DataLayout {
  const shared = sharedRowsOf(plan, graph);
  const rows = new Map(works.map((work) => [work.nanoOperation.id, outputOf(plan, graph, work)]));
  const workById = new Map(works.map((work) => [work.nanoOperation.id, work]));
  const touches = new Map<string, Touch[]>(
    works.map((work) => [
      work.nanoOperation.id,
      [touch(known(rows.get(work.nanoOperation.id)), work.tokens, true), ...besides(work, shared)],
    ]),
  );
  for (const { from, to, distance } of dataArcsOf(graph, plan.nanoOperations)) {
    const [producer, consumer] = [known(workById.get(from.id)), known(workById.get(to.id))];
    const common = intersection(producer.tokens, consumer.tokens);
    if (common === undefined || isResidual(producer, consumer)) continue;
    touches.get(to.id)?.push({ ...touch(known(rows.get(from.id)), common, false), distance });
  }
  const buffers = [shared.residual, shared.kv, ...rows.values()];
  return { bytes: new Map(buffers.map((each) => [each.buffer, bytesOf(each)])), touches };
}

/** From norm to norm goes the residual stream, which has a buffer of its own. */
function isResidual({ operation: from }: Work, { operation: to }: Work): boolean {
  return from.kernel.kind === "rms_norm" && to.kernel.kind === "rms_norm";
}

function touch(rows: Rows, tokens: TokenRange, write: boolean): Touch {
  const byteAt = (token: number) => (token - rows.tokens[0]) * rows.bytesPerToken;
  const trailer = tokens[1] === rows.tokens[1] ? rows.trailerBytes : 0;
  return {
    buffer: rows.buffer,
    start: byteAt(tokens[0]),
    end: byteAt(tokens[1]) + trailer,
    write,
    distance: 0,
  };
}

function bytesOf({ tokens, bytesPerToken, trailerBytes }: Rows): number {
  return (tokens[1] - tokens[0]) * bytesPerToken + trailerBytes;
}

function outputOf(plan: Plan, graph: OpGraph, { operation, nanoBatch }: Work): Rows {
  const written =
    operation.kernel.kind === "rope_kv_append" ? inputOf(graph, operation) : operation;
  const isAttention = operation.kernel.kind.endsWith("_attention");
  return {
    buffer: `${isAttention ? "attention" : written.name}.${nanoBatch.id}`,
    tokens: nanoBatch.tokens,
    bytesPerToken: outputBytesPerToken(plan, written),
    trailerBytes:
      operation.kernel.kind === "router"
        ? (size(operation.kernel, "experts") + 1) * INDEX_BYTES
        : 0,
  };
}

function inputOf({ operations, dependences }: OpGraph, { name }: Operation): Operation {
  const producer = dependences.find(({ to }) => to === name)?.from;
  return known(operations.find((candidate) => candidate.name === producer));
}

/** Rows of all tokens that no single nano-operation owns. */
function sharedRowsOf({ workload, model }: Plan, { operations }: OpGraph) {
  const tokens: TokenRange = [0, workload.denseBatchTokens];
  const append = known(operations.find(({ kernel }) => kernel.kind === "rope_kv_append")).kernel;
  const kvElements = 2 * size(append, "kvheads") * size(append, "head");
  const rows = (buffer: string, elements: number): Rows => ({
    buffer,
    tokens,
    bytesPerToken: elements * BF16_BYTES,
    trailerBytes: 0,
  });
  return { residual: rows(RESIDUAL, model.shape.hiddenSize), kv: rows(KV, kvElements) };
}

function besides(
  { operation, tokens }: Work,
  { residual, kv }: ReturnType<typeof sharedRowsOf>,
): Touch[] {
  switch (operation.kernel.kind) {
    case "rms_norm":
      return [touch(residual, tokens, false), touch(residual, tokens, true)];
    case "rope_kv_append":
      return [touch(kv, tokens, true)];
    case "decode_attention":
      return [touch(kv, tokens, false)];
    case "prefill_attention":
      // The KV of earlier tokens of its request may lie in any range before it.
      return [touch(kv, [0, tokens[1]], false)];
    default:
      return [];
  }
}

function outputBytesPerToken({ model }: Plan, { kernel, rowsPerToken = 1 }: Operation): number {
  switch (kernel.kind) {
    case "gemm":
      return size(kernel, "n") * BF16_BYTES;
    case "grouped_gemm":
      return size(kernel, "topk") * size(kernel, "n") * BF16_BYTES;
    case "decode_attention":
    case "prefill_attention":
      return size(kernel, "qheads") * size(kernel, "head") * BF16_BYTES;
    case "silu_mul":
      return rowsPerToken * size(kernel, "width") * BF16_BYTES;
    case "router":
      // One more weight for the gate of a shared expert.
      return size(kernel, "topk") * ROUTE_BYTES + INDEX_BYTES;
    case "moe_permute":
      return size(kernel, "topk") * size(kernel, "hidden") * BF16_BYTES;
    case "rms_norm":
    case "moe_combine":
    case "all_reduce":
      return model.shape.hiddenSize * BF16_BYTES;
    default:
      throw new PlannerError("E_INTERNAL", `\`${kernel.kind}\` has no output in a layer`);
  }
}

function size({ kind, shape }: KernelUse, name: string): number {
  const value = shape[name];
  if (value === undefined) throw new PlannerError("E_INTERNAL", `\`${kind}\` without ${name}`);
  return value;
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new PlannerError("E_INTERNAL", "a layer without KV append");
  return value;
}
