import type { ExecutorGpu } from "../../../src/engine/cuda/process/protocol.ts";
import type { ModelShape } from "../../../src/generated/plan.ts";

/** Tokens of the product, as in a dense batch. */
export const TOKENS = 2048;
/** Of decode attention. */
export const REQUESTS = 128;
export const CONTEXT = 1024;
export const PAGE_TOKENS = 16;
/** Tokens in the cache. */
export const CACHED = REQUESTS * CONTEXT;
export const PAGES = CACHED / PAGE_TOKENS;
/** Calls in a row that a launch makes. */
export const CALLS = { gemm: 4, decode_attention: 16 } as const;
export type Operation = keyof typeof CALLS;

/** Sizes that follow from a model with a dense MLP. */
export interface Setting {
  shape: ModelShape;
  gpu: ExecutorGpu;
  /** Of queries, keys and values of a token. */
  qkvWidth: number;
  /** Of gate and up together. */
  gateUpWidth: number;
  epsilon: number;
}

export function settingOf(shape: ModelShape, gpu: ExecutorGpu, epsilon: number): Setting {
  const { queryHeads, kvHeads, headSize, mlp } = shape;
  if (mlp.kind !== "dense") throw new TypeError("a dense MLP is needed");
  const qkvWidth = (queryHeads + 2 * kvHeads) * headSize;
  return { shape, gpu, qkvWidth, gateUpWidth: 2 * mlp.intermediateSize, epsilon };
}

/** Elements of keys, and of values. */
export function cacheElements({ shape: { kvHeads, headSize } }: Setting): number {
  return CACHED * kvHeads * headSize;
}
