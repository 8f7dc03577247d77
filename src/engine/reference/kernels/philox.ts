const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
/** Golden ratio, and square root of 3 less 1. */
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;
const WORD = 2 ** 32;
const HALF = 2 ** 16;

/**
 * A number that depends on a seed and a counter alone, evenly distributed in (0, 1): the first of the
 * four that Philox4x32-10 gives (Salmon et al., _Parallel Random Numbers: As Easy as 1, 2, 3_, SC
 * 2011).
 *
 * @param seed whole, from 0 to 2^53 - 1
 * @param counter whole, from 0 to 2^32 - 1
 */
export function philoxUniform(seed: number, counter: number): number {
  let [low, high] = [seed % WORD, Math.floor(seed / WORD)];
  let words: readonly [number, number, number, number] = [counter, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = [words[0], words[2]];
    words = [
      upperProduct(MULTIPLIERS[1], second) ^ words[1] ^ low,
      Math.imul(MULTIPLIERS[1], second),
      upperProduct(MULTIPLIERS[0], first) ^ words[3] ^ high,
      Math.imul(MULTIPLIERS[0], first),
    ];
    low = (low + WEYL[0]) % WORD;
    high = (high + WEYL[1]) % WORD;
  }
  return ((words[0] >>> 0) + 0.5) / WORD;
}

/** The upper half of the 64 bits of a product of two words. */
function upperProduct(one: number, other: number): number {
  const [oneHigh, oneLow] = [one >>> 16, one & 0xffff];
  const [otherHigh, otherLow] = [other >>> 16, other & 0xffff];
  const middle = oneHigh * otherLow + Math.floor((oneLow * otherLow) / HALF);
  const lower = oneLow * otherHigh + (middle % HALF);
  return oneHigh * otherHigh + Math.floor(middle / HALF) + Math.floor(lower / HALF);
}
