import { max } from "simple-statistics";

/** Length of the difference over that of what was wanted. */
export function relativeError(wanted: ArrayLike<number>, found: ArrayLike<number>): number {
  const all = Array.from(wanted);
  return lengthOf(all.map((value, at) => value - (found[at] ?? Number.NaN))) / lengthOf(all);
}

/** The likeliest token. */
export function likeliest(logits: ArrayLike<number>): number {
  const all = Array.from(logits);
  return all.indexOf(max(all));
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

/** A vocabulary has more tokens than a call takes arguments, so `Math.hypot` is no help. */
function lengthOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, each) => sum + each * each, 0));
}

function logChances(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const peak = max(all);
  const total = Math.log(all.reduce((sum, each) => sum + Math.exp(each - peak), 0));
  return all.map((each) => each - peak - total);
}
