import type { PlanSet } from "../generated/plan-set.ts";
import { choiceOf } from "../plan-set/set-choice.ts";

/** Which program serves which load. */
export interface PlanSetMap {
  /** Tokens that wait for a step, not falling. */
  tokens: readonly number[];
  /** Decode tokens among them, as fractions, falling. */
  decodeShares: readonly number[];
  /** Position of the program, by share and tokens; -1 where more requests would generate than at any time. */
  programs: readonly (readonly number[])[];
}

/**
 * What is chosen over tokens and decode share, by itself: no step before it, contexts as planned.
 *
 * @param columns token counts between one and the dense batch, evenly on a logarithmic scale
 * @param rows shares from one to none
 */
export function planSetMap(set: PlanSet, columns: number, rows: number): PlanSetMap {
  const choice = choiceOf(set);
  const most = set.workload.denseBatchTokens;
  const tokens = Array.from({ length: columns }, (_, k) => Math.round(most ** (k / (columns - 1))));
  const decodeShares = Array.from({ length: rows }, (_, k) => 1 - k / (rows - 1));
  const programs = decodeShares.map((share) =>
    tokens.map((count) => {
      const decode = Math.round(count * share);
      const isMet = decode <= set.workload.mostDecodeTokens;
      return isMet ? choice.choosePosition(decode, count - decode, -1, -1) : -1;
    }),
  );
  return { tokens, decodeShares, programs };
}
