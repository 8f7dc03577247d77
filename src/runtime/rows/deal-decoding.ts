import type { Sequence } from "../requests/sequence.ts";

/** Decode rows that lie side by side, as one kernel serves them. */
export interface DecodeRange {
  rows: number;
  /** Of these, those for decoding sequences; the others have hardly any KV. */
  decoding: number;
}

/** Sequences whose KV differs by less than 32 tokens are alike. */
const BUCKET_BITS = 5;

/**
 * Deals sequences to ranges so that each range reads KV in proportion to its rows, as plans assume.
 * In the order of their arrival neighbours have contexts alike: one range would read a multiple of its
 * share, and the layer would wait for it.
 *
 * @param decoding as many as the ranges have rows for
 * @returns the sequences of all ranges, one range after the other
 */
export function dealDecoding(
  decoding: readonly Sequence[],
  ranges: readonly DecodeRange[],
): readonly Sequence[] {
  if (ranges.filter((range) => range.decoding > 0).length < 2) return decoding;
  const kv = new Int32Array(decoding.length);
  for (let at = 0; at < kv.length; at++) kv[at] = (decoding[at] as Sequence).cachedTokens;
  const order = byKv(kv);
  let left = order.length;
  let kvTokens = kvOf(kv, order, 0, left);
  let rows = ranges.reduce((sum, range) => sum + range.rows, 0);
  const dealt: Sequence[] = new Array(decoding.length);
  let count = 0;
  for (const range of ranges) {
    const wanted = kvTokens * (range.rows / rows);
    const start = windowOf(kv, order.subarray(0, left), range.decoding, wanted);
    const end = start + range.decoding;
    for (let at = start; at < end; at++) dealt[count++] = decoding[order[at] as number] as Sequence;
    kvTokens -= kvOf(kv, order, start, end);
    rows -= range.rows;
    order.copyWithin(start, end, left);
    left -= range.decoding;
  }
  return dealt;
}

/** Positions by rising KV, about: in one pass, since it is done in each step. */
function byKv(kv: Int32Array): Int32Array {
  let last = 0;
  for (let at = 0; at < kv.length; at++) last = Math.max(last, (kv[at] as number) >> BUCKET_BITS);
  const starts = new Int32Array(last + 2);
  for (let at = 0; at < kv.length; at++)
    (starts[((kv[at] as number) >> BUCKET_BITS) + 1] as number)++;
  for (let bucket = 1; bucket <= last; bucket++)
    (starts[bucket] as number) += starts[bucket - 1] as number;
  const order = new Int32Array(kv.length);
  for (let at = 0; at < kv.length; at++) {
    order[(starts[(kv[at] as number) >> BUCKET_BITS] as number)++] = at;
  }
  return order;
}

/** Where so many neighbours begin whose KV is nearest to a sum. */
function windowOf(kv: Int32Array, order: Int32Array, count: number, wanted: number): number {
  let kvTokens = kvOf(kv, order, 0, count);
  let [best, least] = [0, Math.abs(kvTokens - wanted)];
  for (let start = 1; start + count <= order.length && kvTokens < wanted; start++) {
    kvTokens += kv[order[start + count - 1] as number] as number;
    kvTokens -= kv[order[start - 1] as number] as number;
    const off = Math.abs(kvTokens - wanted);
    if (off < least) [best, least] = [start, off];
  }
  return best;
}

function kvOf(kv: Int32Array, order: Int32Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += kv[order[at] as number] as number;
  return sum;
}
