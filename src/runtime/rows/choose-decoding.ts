import type { Sequence } from "../requests/sequence.ts";

/**
 * Decoding requests that get a row, where rows may be fewer: of the highest priority those that had
 * no row for longest. Among those that had one in the step before, others are left out each time.
 *
 * @param step number of the step, one more than of the step before
 */
export function chooseDecoding(
  decoding: readonly Sequence[],
  most: number,
  step: number,
): readonly Sequence[] {
  const leftOut = decoding.length - most;
  if (leftOut <= 0) return decoding;
  const priority = decoding[0]?.priority;
  if (decoding.some((sequence) => sequence.priority !== priority)) {
    return decoding.toSorted(byLastStep).slice(0, most);
  }
  const served = decoding.filter(({ lastStep }) => lastStep === step - 1);
  if (served.length < leftOut) return decoding.toSorted(byLastStep).slice(0, most);
  const start = (step * leftOut) % served.length;
  const chosen: Sequence[] = [];
  let position = 0;
  for (const sequence of decoding) {
    const isServed = sequence.lastStep === step - 1;
    const turn = (position - start + served.length) % served.length;
    if (isServed) position++;
    if (!isServed || turn >= leftOut) chosen.push(sequence);
  }
  return chosen;
}

function byLastStep(a: Sequence, b: Sequence): number {
  return b.priority - a.priority || a.lastStep - b.lastStep || a.id - b.id;
}
