import type { SearchMethod } from "../space/search-request.ts";
import type { Structure } from "../space/structure.ts";
import type { Forest, Step, Tree } from "./forest.ts";
import { NARROW, PROBE, type Round, rounds, WIDE } from "./rounds.ts";

/** Gives the next step of a stage; undefined when it has none as things stand. */
type Stage = () => Step | undefined;

/** Before the rounds, as many trees get a few nodes each. */
const LIKELY_TREES = 4;
/** Of these, as many are searched further before all others. */
const PROMISING_TREES = 1;
/** Trees that are screened at once: the more, the more of them share what they look up. */
const [LEAST_AT_ONCE, MOST_AT_ONCE] = [128, 1024];
const SCREENS = 32;
const WIDE_TOLERANCE = 0.03;

/**
 * What to do next in a forest.
 *
 * Bounds come before schedules, cheap bounds before dear ones, and the structure with the least bound
 * before the others. What is next depends on the results taken in so far and on nothing else, so
 * that a search which takes them in a fixed order finds the same whatever its threads.
 */
export class SearchStrategy {
  readonly #forest: Forest;
  /** The gap to prove: no round goes below it. */
  readonly #tolerance: number;
  readonly #stages: Iterator<Stage, undefined>;
  #stage: Stage | undefined;

  /** @param first batch whose sequential plan is the first to beat */
  constructor(
    forest: Forest,
    first: Structure["batch"],
    limits: { nodeLimit: number; tolerance: number; method: SearchMethod },
  ) {
    this.#forest = forest;
    this.#tolerance = limits.tolerance;
    this.#stages = this.#plan(first, limits);
    this.#stage = this.#stages.next().value;
  }

  /** The next step of the current stage; undefined when it has none as things stand. */
  next(): Step | undefined {
    return this.#stage?.();
  }

  /** Goes on to the next stage, once the results of all steps are taken in; false at the end. */
  advance(): boolean {
    const { value, done } = this.#stages.next();
    this.#stage = value;
    return done !== true;
  }

  *#plan(
    first: Structure["batch"],
    {
      nodeLimit,
      tolerance,
      method,
    }: { nodeLimit: number; tolerance: number; method: SearchMethod },
  ): Generator<Stage, undefined> {
    const forest = this.#forest;
    const isFirst = ({ structure }: Tree) =>
      structure.batch === first && structure.cuts.length === 0;
    yield each(forest.trees.filter(isFirst), (tree) => forest.look(tree));
    const halves = forest.trees.filter(isOfTwo);
    yield each(familiesOf(halves), (trees) => forest.screen(trees));
    // A good schedule first: the better the incumbent, the fewer trees need a root bound at all.
    const likely = this.#likely();
    yield each(likely, (tree) => forest.look(tree));
    // An integer program may take all the time there is, so none comes before the bounds.
    if (method === "branch") {
      yield each(likely, (tree) => forest.solve(tree, this.#noFiner(PROBE)));
      // Against a good incumbent most trees close at their roots: no window of eight before there is one.
      yield each(this.#promising(likely), (tree) => forest.solve(tree, this.#noFiner(NARROW)));
    }
    // Against a good incumbent most trees are bounded in a fraction of the time. All are, before what may take long.
    yield this.#screenUnseen(WIDE_TOLERANCE, () => true);
    // Few parts next: a wide space must not find less than a narrow one in the same time.
    if (method === "branch")
      yield* this.#round(NARROW, ({ structure }) => structure.cuts.length <= 1);
    for (const round of WIDE)
      yield* this.#round(round, ({ structure }) => structure.cuts.length > 1);
    for (const round of rounds(method, nodeLimit, tolerance)) yield* this.#round(round);
    return undefined;
  }

  *#round(asked: Round, isMeant: (tree: Tree) => boolean = () => true): Generator<Stage> {
    const forest = this.#forest;
    const round = this.#noFiner(asked);
    const isOpen = (tree: Tree) => isMeant(tree) && forest.isOpen(tree, round.tolerance);
    yield this.#screenUnseen(round.tolerance, isMeant);
    yield this.#leastFirst(
      (tree) => tree.withoutOverlap === undefined && isOpen(tree),
      (tree) => forest.look(tree, round.tolerance),
    );
    yield this.#leastFirst(
      (tree) => tree.withoutOverlap !== undefined && isOpen(tree),
      (tree) => forest.solve(tree, round),
    );
  }

  /** Who asks for a wide gap does not wait for a narrow one. */
  #noFiner(round: Round): Round {
    return { ...round, tolerance: Math.max(round.tolerance, this.#tolerance) };
  }

  /** Bounds anew: those so far are at the clock of the best schedule of their time, and as sharp as was needed. */
  #screenUnseen(tolerance: number, isMeant: (tree: Tree) => boolean): Stage {
    const forest = this.#forest;
    const unseen = forest.trees.filter(
      (tree) =>
        tree.withoutOverlap === undefined && isMeant(tree) && forest.isOpen(tree, tolerance),
    );
    return each(familiesOf(unseen), (trees) => forest.screen(trees, tolerance));
  }

  /** Trees of two nano-batches with the least bounds, of those that are open. */
  #likely(): Tree[] {
    return this.#forest
      .open()
      .filter(isOfTwo)
      .sort((a, b) => this.#forest.boundOf(a) - this.#forest.boundOf(b))
      .slice(0, LIKELY_TREES);
  }

  /** Of some trees, those with the best schedules so far. */
  #promising(trees: readonly Tree[]): Tree[] {
    const value = (tree: Tree) => this.#forest.valueOf(tree);
    return [...trees].sort((a, b) => value(a) - value(b)).slice(0, PROMISING_TREES);
  }

  /** Each tree once, always the one with the least bound of those eligible by now. */
  #leastFirst(isEligible: (tree: Tree) => boolean, step: (tree: Tree) => Step | undefined): Stage {
    let left: Set<Tree> | undefined;
    return () => {
      // Trees close and never open again.
      left ??= new Set(this.#forest.trees.filter(isEligible));
      let least: Tree | undefined;
      let leastBound = Number.POSITIVE_INFINITY;
      for (const tree of left) {
        const bound = this.#forest.boundOf(tree);
        if (bound >= leastBound || !isEligible(tree)) continue;
        least = tree;
        leastBound = bound;
      }
      if (least === undefined) return undefined;
      left.delete(least);
      return step(least);
    };
  }
}

/** Two nano-batches, all operations cut alike. */
function isOfTwo({ structure: { cuts, coarse } }: Tree): boolean {
  return cuts.length === 1 && coarse === undefined;
}

function each<Item>(items: readonly Item[], step: (item: Item) => Step | undefined): Stage {
  const left = [...items];
  return () => {
    const item = left.shift();
    return item === undefined ? undefined : step(item);
  };
}

/** Trees of one batch each, as many at once as let all threads have some. */
function familiesOf(trees: readonly Tree[]): [Tree, ...Tree[]][] {
  const most = Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, trees.length / SCREENS));
  const families: [Tree, ...Tree[]][] = [];
  for (const tree of trees) {
    const last = families.at(-1);
    if (
      last !== undefined &&
      last.length < most &&
      last[0].structure.batch === tree.structure.batch
    )
      last.push(tree);
    else families.push([tree]);
  }
  return families;
}
