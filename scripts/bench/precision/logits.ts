/** Length of the difference over that of what was wanted. */
export function relativeError(wanted: ArrayLike<number>, found: ArrayLike<number>): number {
  const differences = Array.from(wanted, (value, at) => value - (found[at] ?? Number.NaN));
  return Math.hypot(...differences) / Math.hypot(...Array.from(wanted));
}

/** The likeliest token. */
export function likeliest(logits: ArrayLike<number>): number {
  const all = Array.from(logits);
  return all.indexOf(Math.max(...all));
}

/** Kullback-Leibler divergence of what is found from what was wanted, in nats. */
export function divergence(wanted: ArrayLike<number>, found: ArrayLike<number>): number {
  const [p, q] = [logChances(wanted), logChances(found)];
  return p.reduce((sum, each, at) => sum + Math.exp(each) * (each - (q[at] as number)), 0);
}

/** What a token costs by these logits, in nats: its negative log-likelihood. */
export function surprise(logits: ArrayLike<number>, token: number): number {
  return -(logChances(logits)[token] ?? Number.NaN);
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function logChances(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const peak = Math.max(...all);
  const total = Math.log(all.reduce((sum, each) => sum + Math.exp(each - peak), 0));
  return all.map((each) => each - peak - total);
}
