/** Uniform in [0, 1). */
export type Random = () => number;

/** Repeatable random numbers: the 32-bit generator xorshift (Marsaglia 2003), its start spread out. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 8; warmUp++) next();
  return next;
}

/** A whole number in [0, count). */
export function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
