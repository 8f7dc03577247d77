const MULTIPLIERS = [0xd2511f53n, 0xcd9e8d57n] as const;
/** Golden ratio, and square root of 3 less 1. */
const WEYL = [0x9e3779b9n, 0xbb67ae85n] as const;
const WORD = 0xffffffffn;
const ROUNDS = 10;

/**
 * A number that depends on a seed and a counter alone, evenly distributed in (0, 1): the first of the
 * four that Philox4x32-10 gives (Salmon et al., _Parallel Random Numbers: As Easy as 1, 2, 3_, SC
 * 2011).
 *
 * @param seed whole, from 0 to 2^53 - 1
 * @param counter whole, from 0 to 2^32 - 1
 */
export function philoxUniform(seed: number, counter: number): number {
  const key = BigInt(seed);
  let [low, high] = [key & WORD, key >> 32n];
  let words: readonly [bigint, bigint, bigint, bigint] = [BigInt(counter), 0n, 0n, 0n];
  for (let round = 0; round < ROUNDS; round++) {
    const first = MULTIPLIERS[0] * words[0];
    const second = MULTIPLIERS[1] * words[2];
    words = [
      (second >> 32n) ^ words[1] ^ low,
      second & WORD,
      (first >> 32n) ^ words[3] ^ high,
      first & WORD,
    ];
    low = (low + WEYL[0]) & WORD;
    high = (high + WEYL[1]) & WORD;
  }
  return (Number(words[0]) + 0.5) / 2 ** 32;
}
