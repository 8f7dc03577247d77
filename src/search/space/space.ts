import { DISTRIBUTIONS, type Distribution } from "../../ir/nano-batches.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";
import { FINE_OPERATIONS, type FinePart, nanoBatchesOf, type Structure } from "./structure.ts";

/** Which structures are searched. */
export interface SearchSpace {
  /** Most dense batches to choose from: the workload's, and others with the best sequential plans. */
  batches: number;
  /** Most nano-batches. */
  parts: number;
  /** `per-operation`: attention, or more of its block, may be cut finer than the rest. */
  splits: "aligned" | "per-operation";
  distributions: readonly Distribution[];
  /** Nano-batches are cut at multiples of this. */
  cutTokens: number;
}

/** Most nano-batches that a search may be asked for. */
export const MAX_PARTS = 6;

/** The space that is searched unless the user says otherwise. */
export const DEFAULT_SPACE: SearchSpace = {
  batches: 4,
  parts: 2,
  splits: "per-operation",
  distributions: DISTRIBUTIONS,
  cutTokens: 128,
};

/** All structures of a space on the batches, each once, from few parts to many. */
export function structuresOf(space: SearchSpace, batches: readonly DenseBatch[]): Structure[] {
  return batches.flatMap((batch) => {
    const seen = new Set<string>();
    return Array.from({ length: space.parts }, (_, parts) => parts)
      .flatMap((cuts) => [...cutSets(batch.tokens, cuts, space.cutTokens)])
      .flatMap((cuts) => space.distributions.map((distribution) => ({ batch, cuts, distribution })))
      .filter((structure) => isNew(structure, seen))
      .flatMap((structure) =>
        space.splits === "aligned" ? [structure] : [structure, ...finerForms(structure, space)],
      );
  });
}

/** What the structures of a space have in common, in words. */
export function describeSpace({ parts, splits, distributions, cutTokens }: SearchSpace): string {
  const count = parts === 1 ? "one nano-batch" : `1 to ${parts} nano-batches`;
  const alike =
    splits === "aligned"
      ? "all operations cut alike"
      : `all operations cut alike, or ${Object.keys(FINE_OPERATIONS).join(" or ")} in even parts of the nano-batches of the rest`;
  return `${count} cut at multiples of ${cutTokens} tokens, ${alike}, decode tokens ${distributions.join(" or ")}`;
}

function* cutSets(tokens: number, count: number, step: number, from = step): Generator<number[]> {
  if (count === 0) yield [];
  else {
    for (let cut = from; cut < tokens; cut += step) {
      for (const rest of cutSets(tokens, count - 1, step, cut + step)) yield [cut, ...rest];
    }
  }
}

/** Structures that differ in the names of their nano-batches only are one. */
function isNew(structure: Structure, seen: Set<string>): boolean {
  const parts = nanoBatchesOf(structure).map(({ part }) => part);
  const sizes = parts.map(({ tokens, decodeTokens }) => `${tokens} ${decodeTokens}`);
  // Prompt tokens need those before them, so that their order matters when several parts have some.
  const isOrdered = parts.filter(({ prefillTokens }) => prefillTokens > 0).length > 1;
  const key = (isOrdered ? sizes : sizes.sort()).join();
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** The structure with some operations cut finer: each of its nano-batches in as even parts as can be. */
function finerForms(coarse: Structure, { parts, cutTokens }: SearchSpace): Structure[] {
  const { batch, cuts, distribution } = coarse;
  const ends = [...cuts, batch.tokens];
  return divisions(ends.length, parts).flatMap((pieces) => {
    const fineCuts = ends.flatMap((end, index) => {
      const start = ends[index - 1] ?? 0;
      const inside = evenCuts(end - start, pieces[index] as number, cutTokens);
      return [...(start > 0 ? [start] : []), ...inside.map((cut) => start + cut)];
    });
    if (fineCuts.length === cuts.length || !isAscending([0, ...fineCuts, batch.tokens])) return [];
    return (Object.keys(FINE_OPERATIONS) as FinePart[]).map((fine) => ({
      batch,
      cuts: fineCuts,
      distribution,
      coarse: { fine, cuts },
    }));
  });
}

/** Ways to divide each of so many nano-batches, into no more than `most` altogether. */
function divisions(count: number, most: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: most - count + 1 }, (_, extra) => extra + 1).flatMap((pieces) =>
    divisions(count - 1, most - pieces).map((rest) => [pieces, ...rest]),
  );
}

function isAscending(positions: readonly number[]): boolean {
  return positions.every((position, index) => position > (positions[index - 1] ?? -1));
}

function evenCuts(tokens: number, pieces: number, step: number): number[] {
  return Array.from(
    { length: pieces - 1 },
    (_, k) => Math.round((tokens * (k + 1)) / pieces / step) * step,
  );
}
