/** Two pieces that stand side by side. */
export type Pair = readonly [left: string, right: string];

/**
 * Trains byte pair encoding: over and over, it joins the pair of pieces that is the most frequent
 * (Sennrich et al. 2016). Of equally frequent pairs the first in the order of the words is joined.
 *
 * @param words each as its pieces to begin with; equal ones count as often as they are there
 * @param most merges
 */
export function trainPairs(words: readonly (readonly string[])[], most: number): Pair[] {
  let current = words;
  const merges: Pair[] = [];
  while (merges.length < most) {
    const pair = mostFrequentPair(current);
    if (pair === undefined) break;
    merges.push(pair);
    current = current.map((word) => joined(word, pair));
  }
  return merges;
}

function mostFrequentPair(words: readonly (readonly string[])[]): Pair | undefined {
  const counts = new Map<string, { pair: Pair; count: number }>();
  for (const word of words) {
    for (let at = 0; at + 1 < word.length; at++) {
      const pair = [word[at] as string, word[at + 1] as string] as const;
      const entry = counts.get(pair.join(" ")) ?? { pair, count: 0 };
      entry.count++;
      counts.set(pair.join(" "), entry);
    }
  }
  let best: { pair: Pair; count: number } | undefined;
  for (const entry of counts.values()) if (entry.count > (best?.count ?? 0)) best = entry;
  return best?.pair;
}

/** A word with each such pair as one piece, from the left. */
function joined(word: readonly string[], [left, right]: Pair): string[] {
  const pieces: string[] = [];
  for (const piece of word) {
    if (piece === right && pieces.at(-1) === left) pieces[pieces.length - 1] = left + right;
    else pieces.push(piece);
  }
  return pieces;
}
