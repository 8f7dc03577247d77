import type { TokenRange } from "../generated/plan.ts";
import type { Operation } from "../ir/op-graph.ts";
import type { NanoBatch } from "./nano-operation.ts";

/**
 * Tokens of a nano-batch that an operation works on. Attention works on its decode or its prefill
 * tokens, and decode tokens stand before prefill tokens.
 *
 * @returns undefined when the nano-batch has no such tokens
 */
export function activeTokens(
  { tokens: part }: Pick<Operation, "tokens">,
  { tokens: [start, end], decodeTokens }: NanoBatch,
): TokenRange | undefined {
  const middle = start + decodeTokens;
  const range: TokenRange =
    part === "all" ? [start, end] : part === "decode" ? [start, middle] : [middle, end];
  return range[0] < range[1] ? range : undefined;
}

/** Common tokens of two ranges, or undefined. */
export function intersection(a: TokenRange, b: TokenRange): TokenRange | undefined {
  const range: TokenRange = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return range[0] < range[1] ? range : undefined;
}

/** Tokens of `wanted` that no range of `given` covers. */
export function uncovered(
  wanted: readonly TokenRange[],
  given: readonly TokenRange[],
): TokenRange[] {
  return given.reduce<TokenRange[]>(
    (rest, taken) => rest.flatMap((range) => without(range, taken)),
    [...wanted],
  );
}

function without(range: TokenRange, taken: TokenRange): TokenRange[] {
  const pieces: TokenRange[] = [
    [range[0], Math.min(range[1], taken[0])],
    [Math.max(range[0], taken[1]), range[1]],
  ];
  return pieces.filter(([start, end]) => start < end);
}

export function formatTokens([start, end]: TokenRange): string {
  return `tokens ${start} to ${end - 1}`;
}
