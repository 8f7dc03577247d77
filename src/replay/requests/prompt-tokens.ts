import { below, randomFrom } from "../../random.ts";

/** So that requests of one seed are none of another's. */
const MOST_REQUESTS = 1_000_003;

/** Random token ids, other ones for each request, the same for the same seed. */
export function promptTokens(
  seed: number,
  request: number,
  length: number,
  vocabularySize: number,
): Int32Array {
  const random = randomFrom(seed * MOST_REQUESTS + request);
  return Int32Array.from({ length }, () => below(random, vocabularySize));
}
