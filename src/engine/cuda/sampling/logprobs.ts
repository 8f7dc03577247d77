import { MOST_LOGPROBS } from "../../../step/sampling-limits.ts";
import type { RowLogprobs } from "../../../step/serving-step.ts";

const WORDS_PER_TOKEN = 2;
const NO_TOKEN = -1;

/**
 * Reads what the kernel wrote for a row that asked.
 *
 * @param bytes of all rows
 * @returns undefined of a row that gave no token
 */
export function logprobsOfRow(bytes: Uint8Array, row: number): RowLogprobs | undefined {
  const { buffer, byteOffset } = bytes;
  const tokens = 1 + MOST_LOGPROBS;
  const start = byteOffset + row * tokens * WORDS_PER_TOKEN * 4;
  const words = new DataView(buffer, start, tokens * WORDS_PER_TOKEN * 4);
  const entries = Array.from({ length: tokens }, (_, index) => ({
    token: words.getInt32(index * 8, true),
    logprob: words.getFloat32(index * 8 + 4, true),
  }));
  const [chosen, ...others] = entries;
  if (chosen === undefined || chosen.token === NO_TOKEN) return undefined;
  return { chosen, likeliest: others.filter(({ token }) => token !== NO_TOKEN) };
}
