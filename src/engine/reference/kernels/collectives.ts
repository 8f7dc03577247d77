import type { ProgramKernel } from "../../../generated/program.ts";
import { input, type Kernel, type KernelCall, type Outputs } from "./call.ts";
import { normalizedRows } from "./dense.ts";

/** What a GPU gives to the sum; {@link resultOf} adds up. */
export const allReduce: Kernel = (call) => ({ output: input(call, "input") });

/** The same, with the residual of the GPU and the weights of the norm. */
export const allReduceNorm: Kernel = (call) => ({
  output: input(call, "input"),
  residual: input(call, "residual"),
  weight: followingNorm(call),
});

/** Whether a kernel finishes on no GPU before it has read on all. */
export function isCollective(kind: ProgramKernel["kind"]): boolean {
  return kind === "all_reduce" || kind === "all_reduce_norm";
}

/**
 * What a collective leaves on a GPU.
 *
 * A token of an `all_reduce_norm` belongs to the GPU that its number modulo the GPUs says: that
 * one's residual counts, and is written. The other GPUs' residual of the token is never to be read.
 *
 * @param computed what its kernel gives on every GPU
 * @param firstToken of those that it works on
 */
export function resultOf(
  computed: readonly Outputs[],
  rank: number,
  firstToken: number,
  normEpsilon: number,
): Outputs {
  const ranks = computed.length;
  const sum = sumOf(computed.map(({ output }) => output as Float64Array));
  const { weight } = computed[rank] as Outputs;
  if (weight === undefined) return { output: sum };
  const hidden = weight.length;
  const ownerOf = (i: number) => (firstToken + Math.floor(i / hidden)) % ranks;
  const residual = sum.map((value, i) => value + (computed[ownerOf(i)]?.residual?.[i] ?? 0));
  return {
    output: normalizedRows(residual, hidden, weight, normEpsilon),
    residual: residual.map((value, i) => (ownerOf(i) === rank ? value : Number.NaN)),
  };
}

function sumOf([first, ...others]: readonly Float64Array[]): Float64Array {
  return (first ?? new Float64Array()).map((value, i) =>
    others.reduce((sum, part) => sum + (part[i] ?? 0), value),
  );
}

/** Of the norm behind an all-reduce: the layer's second, the next layer's first, or the final one. */
function followingNorm({ operation, layer, shard }: KernelCall): Float64Array {
  const index = layer === undefined ? -1 : shard.layers.indexOf(layer);
  const norm =
    operation === "attention_all_reduce"
      ? layer?.norms.get("mlp_norm")
      : shard.layers[index + 1]?.norms.get("attention_norm");
  return norm ?? shard.finalNorm;
}
