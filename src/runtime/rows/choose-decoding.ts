import type { Sequence } from "../requests/sequence.ts";

/** Turns are placed by their number where these span no more than so many times the requests. */
const MOST_SPAN = 8;

/**
 * Decoding requests that get a row, where rows may be fewer: of the highest priority, those whose
 * last row lies farthest back. So they take turns.
 *
 * @returns in the order of their turns, when some are left out
 */
export function chooseDecoding(decoding: readonly Sequence[], most: number): readonly Sequence[] {
  if (decoding.length <= most) return decoding;
  const priority = decoding[0]?.priority;
  const isMixed = decoding.some((sequence) => sequence.priority !== priority);
  const ordered = isMixed ? undefined : placedByTurn(decoding, most);
  return ordered ?? decoding.toSorted(byPriorityAndTurn).slice(0, most);
}

function byPriorityAndTurn(a: Sequence, b: Sequence): number {
  return b.priority - a.priority || a.turn - b.turn;
}

/**
 * The first in the order of turns, without sorting, since it is done in each step: a turn is its
 * request's own, and most had theirs in the step before.
 *
 * @returns undefined where a turn lies too far back, or is shared, as by those that never had one
 */
function placedByTurn(decoding: readonly Sequence[], most: number): Sequence[] | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { turn } of decoding) {
    if (turn < first) first = turn;
    if (turn > last) last = turn;
  }
  const span = last - first + 1;
  if (span > MOST_SPAN * decoding.length) return undefined;
  /** By turn: the position of its request, from 1. */
  const placed = new Int32Array(span);
  for (let at = 0; at < decoding.length; at++) {
    const place = (decoding[at] as Sequence).turn - first;
    if (placed[place] !== 0) return undefined;
    placed[place] = at + 1;
  }
  const chosen: Sequence[] = new Array(most);
  let count = 0;
  for (let place = 0; count < most; place++) {
    const at = placed[place] as number;
    if (at > 0) chosen[count++] = decoding[at - 1] as Sequence;
  }
  return chosen;
}
