import { formatDuration, formatPercent } from "../../text/units.ts";
import type { Forest, Tree } from "../forest/forest.ts";
import type { Objective } from "../forest/objective.ts";
import { structureName } from "../space/structure.ts";
import type { Outcome } from "../verdict/outcome.ts";

/** The second-best structure and why it lost, in a sentence; nothing when no other was searched. */
export function runnerUp(objective: Objective, forest: Forest, { best }: Outcome): string[] {
  const value = ({ structure, best: found }: Tree) =>
    objective.usPerToken(structure.batch, found?.evaluation.periodUs ?? Number.POSITIVE_INFINITY);
  const others = forest.trees.filter(
    (tree) => tree.best !== undefined && tree.structure !== best.structure,
  );
  const winner = forest.trees.find(({ structure }) => structure === best.structure);
  const [first, ...rest] = others;
  if (first === undefined || winner === undefined) return [];
  const second = rest.reduce((a, b) => (value(b) < value(a) ? b : a), first);
  const lead = value(second) / value(winner) - 1;
  const size = (tree: Tree) => tree.structure.batch.tokens;
  const apart =
    perToken(second.withoutOverlap, size(second)) - perToken(winner.withoutOverlap, size(winner));
  const hidden =
    perToken(winner.withoutOverlap, size(winner)) -
    perToken(winner.best ?? best.candidate, size(winner)) -
    (perToken(second.withoutOverlap, size(second)) - perToken(second.best, size(second)));
  const tokens = size(winner);
  const why =
    apart > hidden
      ? `its kernels alone take ${formatDuration(apart * tokens)} more`
      : `overlap saves ${formatDuration(hidden * tokens)} less in it`;
  return [
    `second best: ${structureName(second.structure)}, ${formatPercent(lead)} slower, because ${why}`,
  ];
}

function perToken(candidate: Tree["best"], tokens: number): number {
  return (candidate?.evaluation.periodUs ?? 0) / tokens;
}
