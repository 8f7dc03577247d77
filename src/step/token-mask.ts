import { PlannerError } from "../errors.ts";
import type { TokenMask } from "./serving-step.ts";

const WORD_BITS = 32;

export function isAllowed(mask: TokenMask, token: number): boolean {
  const word = mask[Math.floor(token / WORD_BITS)] ?? 0;
  return ((word >>> (token % WORD_BITS)) & 1) === 1;
}

/**
 * The first token from this one on that a mask lets through, begun anew at 0 behind the last.
 *
 * @throws PlannerError `E_INTERNAL` where it lets none through
 */
export function nextAllowed(mask: TokenMask, token: number, vocabularySize: number): number {
  for (let step = 0; step < vocabularySize; step++) {
    const candidate = (token + step) % vocabularySize;
    if (isAllowed(mask, candidate)) return candidate;
  }
  throw new PlannerError("E_INTERNAL", "a mask that lets no token through");
}
