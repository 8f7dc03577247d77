import type { Forest, Tree } from "../forest/forest.ts";
import type { Objective } from "../forest/objective.ts";

/** A step by which the space grows, and what the best schedule of all up to it gained over the sequential plan. */
export interface Widening {
  name: string;
  structures: number;
  /** Throughput over that of the space before, less 1; what a bound rules out gains nothing. */
  gain: number;
}

const PARTS = ["one nano-batch", "two nano-batches", "three", "four", "five", "six"];

/**
 * What each widening of the space gained: parts first, then where decode tokens go, then operations
 * cut differently, then other dense batches.
 */
export function wideningsOf(objective: Objective, forest: Forest): Widening[] {
  const first = forest.trees[0]?.structure.batch;
  if (first === undefined) return [];
  const classes: { name: string; holds: (tree: Tree) => boolean }[] = [
    ...PARTS.map((name, parts) => ({
      name,
      holds: ({ structure }: Tree) =>
        structure.batch === first &&
        structure.coarse === undefined &&
        structure.distribution === "proportional" &&
        structure.cuts.length === parts,
    })),
    {
      name: "decode tokens distributed otherwise",
      holds: ({ structure }) =>
        structure.batch === first &&
        structure.coarse === undefined &&
        structure.distribution !== "proportional",
    },
    {
      name: "operations cut differently",
      holds: ({ structure }) => structure.batch === first && structure.coarse !== undefined,
    },
    { name: "another dense batch", holds: ({ structure }) => structure.batch !== first },
  ];
  let best = objective.sequentialUsPerToken(first);
  return classes.map(({ name, holds }) => {
    const trees = forest.trees.filter(holds);
    const least = trees.reduce((least, tree) => Math.min(least, leastOf(objective, tree)), best);
    const gain = best / least - 1;
    best = least;
    return { name, structures: trees.length, gain };
  });
}

function leastOf(objective: Objective, { structure, best, withoutOverlap }: Tree): number {
  const periods = [best, withoutOverlap].map(
    (candidate) => candidate?.evaluation.periodUs ?? Number.POSITIVE_INFINITY,
  );
  return objective.usPerToken(structure.batch, Math.min(...periods));
}
