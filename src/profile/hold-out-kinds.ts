import type { KernelKind } from "../generated/profile.ts";

/** Slowdowns of two kinds of kernel side by side, in `holdOut`: `gemm beside decode_attention`. */
export function pairKind(group: KernelKind, remainder: KernelKind): string {
  return `${group}${BESIDE}${remainder}`;
}

export function isPairKind(what: string): boolean {
  return what.includes(BESIDE);
}

const BESIDE = " beside ";

/**
 * In `holdOut`: what a kernel on a remainder takes of its energy alone, each pair by the mean of
 * the others.
 */
export const CO_RUN_ENERGY = "energy in company";
