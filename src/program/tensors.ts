import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { KernelUse, Operation, OpGraph } from "../ir/op-graph.ts";
import { BYTES_PER_ELEMENT } from "../model/model-shape.ts";
import { SCALE_BYTES } from "../model/precision.ts";
import { KV, RESIDUAL, scalesName } from "./operands.ts";

/** Expert numbers, row numbers and weights are int32 or float32. */
const WORD_BYTES = 4;

/** Size of a tensor on one GPU: rows of one width for each token, and what comes once a block. */
export interface TensorSize {
  bytesPerToken: number;
  bytesPerBlock: number;
  /**
   * By expert: the rows of a block are sorted by their experts, so that no part of them belongs to
   * a range of tokens.
   */
  order: "token" | "expert";
}

/** Sizes of all tensors that `layerOperands` names, by tensor. */
export function tensorSizes(
  { model }: Pick<Plan, "model">,
  { operations }: OpGraph,
): ReadonlyMap<string, TensorSize> {
  const { hiddenSize } = model.shape;
  return new Map([
    [RESIDUAL, byToken(hiddenSize * BYTES_PER_ELEMENT)],
    ...operations.flatMap((operation) => written(operation, hiddenSize)),
  ]);
}

function written(
  { name, kernel, rowsPerToken }: Operation,
  hidden: number,
): [string, TensorSize][] {
  const elements = (count: number) => byToken(count * BYTES_PER_ELEMENT);
  switch (kernel.kind) {
    case "gemm":
      return [[name, elements(size(kernel, "n"))]];
    case "grouped_gemm":
      return [[name, byExpert(size(kernel, "topk") * size(kernel, "n") * BYTES_PER_ELEMENT)]];
    case "moe_permute":
      return rows(name, kernel, size(kernel, "hidden"), size(kernel, "topk"));
    case "decode_attention":
    case "prefill_attention":
      return [["attention", elements(size(kernel, "qheads") * size(kernel, "head"))]];
    case "rope_kv_append": {
      const [heads, head] = [2 * size(kernel, "kvheads"), size(kernel, "head")];
      if (kernel.variant?.kv === undefined) return [[KV, elements(heads * head)]];
      return [[KV, byToken(heads * (head + SCALE_BYTES))]];
    }
    case "quantise_rows":
    case "silu_mul":
      return rows(name, kernel, size(kernel, "width"), rowsPerToken);
    case "router":
      return routing(size(kernel, "topk"), size(kernel, "experts"));
    case "rms_norm":
      return rows(name, kernel, hidden);
    case "moe_combine":
    case "all_reduce":
    case "all_reduce_norm":
      return [[name, elements(hidden)]];
    default:
      throw new PlannerError("E_INTERNAL", `\`${kernel.kind}\` has no output in a layer`);
  }
}

/** Rows in bf16, or in a byte an element with a scale each. */
function rows(
  name: string,
  { variant }: KernelUse,
  width: number,
  rowsPerToken?: number,
): [string, TensorSize][] {
  const sized = (bytes: number) =>
    rowsPerToken === undefined ? byToken(bytes) : byExpert(rowsPerToken * bytes);
  if (variant?.output === undefined) return [[name, sized(width * BYTES_PER_ELEMENT)]];
  return [
    [name, sized(width)],
    [scalesName(name), sized(SCALE_BYTES)],
  ];
}

function routing(topk: number, experts: number): [string, TensorSize][] {
  return [
    ["router_experts", byToken(topk * WORD_BYTES)],
    ["router_weights", byToken(topk * WORD_BYTES)],
    ["router_rows", byExpert(topk * WORD_BYTES)],
    ["router_sources", byExpert(topk * WORD_BYTES)],
    ["router_offsets", { ...byExpert(0), bytesPerBlock: (experts + 1) * WORD_BYTES }],
    ["router_shared_gate", byToken(WORD_BYTES)],
  ];
}

function byToken(bytesPerToken: number): TensorSize {
  return { bytesPerToken, bytesPerBlock: 0, order: "token" };
}

function byExpert(bytesPerToken: number): TensorSize {
  return { bytesPerToken, bytesPerBlock: 0, order: "expert" };
}

function size({ kind, shape }: KernelUse, name: string): number {
  const value = shape[name];
  if (value === undefined) throw new PlannerError("E_INTERNAL", `\`${kind}\` without ${name}`);
  return value;
}
