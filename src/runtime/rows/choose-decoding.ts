import type { Sequence } from "../requests/sequence.ts";

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
  if (isMixed) return decoding.toSorted(byPriorityAndTurn).slice(0, most);
  // Numbers are sorted in a fraction of the time of objects.
  const count = decoding.length;
  const keys = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    keys[index] = (decoding[index] as Sequence).turn * count + index;
  }
  keys.sort();
  const chosen: Sequence[] = [];
  for (let rank = 0; rank < most; rank++) {
    chosen.push(decoding[(keys[rank] as number) % count] as Sequence);
  }
  return chosen;
}

function byPriorityAndTurn(a: Sequence, b: Sequence): number {
  return b.priority - a.priority || a.turn - b.turn;
}
