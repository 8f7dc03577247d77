import { byPeriod, type Candidate } from "./candidate.ts";
import type { Objective } from "./objective.ts";
import type { Outline } from "./outline.ts";
import type { SearchMethod } from "./solve-structure.ts";
import type { Structure } from "./structure.ts";
import type { SolveTask, Task, TaskResult } from "./tasks.ts";

/** What is known of a structure. */
export interface Tree {
  structure: Structure;
  /** No schedule of the structure is shorter, µs. */
  boundUs: number;
  /** Nothing overlapped; known once the root bound is. */
  withoutOverlap?: Candidate;
  /** Best schedule found by the search. */
  best?: Candidate;
  outline?: Outline;
  nodes: number;
  complete: boolean;
}

/** A task and the trees that its result is about. */
export interface Step {
  task: Task;
  trees: readonly Tree[];
}

/** A gap below this, 0.01%, counts as none: measurements spread fifty times as much. */
export const FINEST_TOLERANCE = 1e-4;

/** Trees with a bound within this share of the incumbent are left alone, and the others get so many nodes each. */
interface Round {
  tolerance: number;
  nodes: number;
  thorough: boolean;
}

/**
 * The first rounds bring the certificate down to what is useful, with little time for each of many
 * structures; the later ones close the few that are left, with ever more nodes for each.
 */
function* rounds(nodeLimit: number, finest: number): Generator<Round> {
  const down = [
    { tolerance: 0.03, nodes: 30, thorough: false },
    { tolerance: 0.01, nodes: 150, thorough: true },
    { tolerance: 0.005, nodes: 600, thorough: true },
  ];
  yield* down.filter(({ tolerance }) => tolerance > finest);
  for (let nodes = 600; nodes / 4 < nodeLimit; nodes *= 4) {
    yield { tolerance: finest, nodes, thorough: true };
  }
}

/** Before the rounds, as many trees get a few nodes each. */
const LIKELY_TREES = 8;
const PROBE: Round = { tolerance: 0.01, nodes: 10, thorough: false };

const NODES_PER_PROGRAM = 10;

const SCREENED_AT_ONCE = 128;

/**
 * The branch-and-bound trees of all structures, and what to do next for them.
 *
 * Bounds come before schedules, cheap bounds before dear ones, and the structure with the least bound
 * before the others. What is next depends on the results taken in so far and on nothing else, so
 * that a search which takes them in a fixed order finds the same whatever its threads.
 */
export class Forest {
  readonly trees: readonly Tree[];
  readonly #objective: Objective;
  readonly #nodeLimit: number;
  readonly #method: SearchMethod;
  readonly #tolerance: number;
  readonly #stages: Iterator<(() => Step | undefined) | undefined>;
  #stage: (() => Step | undefined) | undefined;
  #incumbent = Number.POSITIVE_INFINITY;
  #nodesSpent = 0;
  #nodesPromised = 0;

  /**
   * @param limits `nodeLimit`: nodes of all trees together; `tolerance`: trees with a bound within this
   *   share of the incumbent are left alone
   */
  constructor(
    structures: readonly Structure[],
    objective: Objective,
    {
      nodeLimit,
      tolerance,
      method,
    }: { nodeLimit: number; tolerance: number; method: SearchMethod },
  ) {
    this.trees = structures.map((structure) => ({
      structure,
      boundUs: 0,
      nodes: 0,
      complete: false,
    }));
    this.#objective = objective;
    this.#nodeLimit = nodeLimit;
    this.#method = method;
    this.#tolerance = Math.max(tolerance, FINEST_TOLERANCE);
    this.#stages = this.#plan();
    this.#stage = this.#stages.next().value;
  }

  /** Least time per token of the schedules found so far, µs; infinite before the first. */
  get incumbent(): number {
    return this.#incumbent;
  }

  get nodes(): number {
    return this.#nodesSpent;
  }

  /** Time per token that no schedule of the trees is shorter than, µs. */
  bound(trees: readonly Tree[] = this.trees): number {
    return trees.reduce((least, tree) => Math.min(least, this.#boundOf(tree)), this.#incumbent);
  }

  /** Trees that may hold a schedule better by more than the tolerance. */
  open(): Tree[] {
    return this.trees.filter((tree) => this.#isOpen(tree, this.#tolerance));
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

  /** Takes in the result of a step. */
  take({ task, trees }: Step, result: TaskResult): void {
    const [tree] = trees;
    if (result.kind === "screen") {
      for (const [k, each] of trees.entries()) raise(each, result.boundsUs[k] as number);
    } else if (tree === undefined) {
      return;
    } else if (result.kind === "look") {
      raise(tree, result.boundUs);
      tree.withoutOverlap = result.withoutOverlap;
      this.#meet(tree, result.withoutOverlap);
    } else {
      const { schedule, evaluation, outline, nodes, complete, boundUs } = result;
      const found = { schedule, evaluation };
      raise(tree, Math.min(boundUs, evaluation.periodUs));
      if (tree.best === undefined || byPeriod(found, tree.best) < 0) {
        tree.best = found;
        tree.outline = outline;
      }
      tree.nodes += nodes;
      tree.complete = complete;
      this.#nodesSpent += nodes;
      this.#nodesPromised -= (task as SolveTask).nodeLimit;
      this.#meet(tree, found);
    }
  }

  *#plan(): Generator<() => Step | undefined, undefined> {
    const { bestSequential } = this.#objective;
    const [first, ...others] = this.trees.toSorted(
      (a, b) => priority(b, bestSequential) - priority(a, bestSequential),
    );
    if (first === undefined) return undefined;
    yield this.#each([first], (tree) => this.#look(tree));
    yield this.#screens(others);
    // A good schedule first: the better the incumbent, the fewer trees need a root bound at all.
    const likely = this.#likely();
    yield this.#each(likely, (tree) => this.#look(tree));
    yield this.#each(likely, (tree) => this.#solve(tree, PROBE));
    for (const round of this.#rounds()) {
      const isOpen = (tree: Tree) => this.#isOpen(tree, round.tolerance);
      yield this.#leastFirst(
        (tree) => tree.withoutOverlap === undefined && isOpen(tree),
        (tree) => this.#look(tree),
      );
      yield this.#leastFirst(
        (tree) => tree.withoutOverlap !== undefined && isOpen(tree),
        (tree) => this.#solve(tree, round),
      );
    }
    return undefined;
  }

  /** Trees of few parts with the least bounds, of those that are open. */
  #likely(): Tree[] {
    return this.open()
      .filter(({ structure }) => structure.cuts.length === 1 && structure.coarse === undefined)
      .sort((a, b) => this.#boundOf(a) - this.#boundOf(b))
      .slice(0, LIKELY_TREES);
  }

  #each(trees: readonly Tree[], step: (tree: Tree) => Step | undefined): () => Step | undefined {
    const left = [...trees];
    return () => {
      const tree = left.shift();
      return tree && step(tree);
    };
  }

  #screens(others: readonly Tree[]): () => Step | undefined {
    const left = [...others];
    return () => {
      const trees = left.splice(0, SCREENED_AT_ONCE);
      if (trees.length === 0) return undefined;
      const structures = trees.map(({ structure }) => ({
        structure,
        targetUs: this.#cutoffUs(structure),
      }));
      return { task: { kind: "screen", structures }, trees };
    };
  }

  /** Each tree once, always the one with the least bound of those eligible by now. */
  #leastFirst(
    isEligible: (tree: Tree) => boolean,
    step: (tree: Tree) => Step | undefined,
  ): () => Step | undefined {
    const left = new Set(this.trees);
    return () => {
      let least: Tree | undefined;
      for (const tree of left) {
        if (!isEligible(tree)) continue;
        if (least === undefined || this.#boundOf(tree) < this.#boundOf(least)) least = tree;
      }
      if (least === undefined) return undefined;
      left.delete(least);
      return step(least);
    };
  }

  #rounds(): Iterable<Round> {
    if (this.#method === "branch") return rounds(this.#nodeLimit, this.#tolerance);
    // An integer program starts anew each time, and a node of it takes seconds.
    return [{ tolerance: this.#tolerance, nodes: NODES_PER_PROGRAM, thorough: true }];
  }

  #look(tree: Tree): Step {
    const { structure } = tree;
    const targetUs = this.#cutoffUs(structure);
    return { task: { kind: "look", structure, targetUs }, trees: [tree] };
  }

  #solve(tree: Tree, { nodes, tolerance, thorough }: Round): Step | undefined {
    const left = this.#nodeLimit - this.#nodesSpent - this.#nodesPromised;
    if (left <= 0) return undefined;
    const nodeLimit = Math.min(nodes, left);
    this.#nodesPromised += nodeLimit;
    const { structure } = tree;
    const outline = this.#bestOutline();
    const task: SolveTask = {
      kind: "solve",
      structure,
      ...(tree.best === undefined ? {} : { start: tree.best }),
      ...(tree.best === undefined && outline !== undefined ? { outline } : {}),
      nodeLimit,
      tolerance,
      cutoffUs: this.#cutoffUs(structure),
      thorough,
    };
    return { task, trees: [tree] };
  }

  #bestOutline(): Outline | undefined {
    let best: Tree | undefined;
    for (const tree of this.trees) {
      if (tree.best === undefined || tree.outline === undefined) continue;
      if (best === undefined || this.#valueOf(tree, tree.best) < this.#valueOf(best, best.best)) {
        best = tree;
      }
    }
    return best?.outline;
  }

  #meet(tree: Tree, candidate: Candidate): void {
    this.#incumbent = Math.min(this.#incumbent, this.#valueOf(tree, candidate));
  }

  #isOpen(tree: Tree, tolerance: number): boolean {
    return this.#boundOf(tree) < this.#incumbent * (1 - tolerance);
  }

  #boundOf({ structure, boundUs }: Tree): number {
    return this.#objective.usPerToken(structure.batch, boundUs);
  }

  #valueOf({ structure }: Tree, candidate: Candidate | undefined): number {
    const periodUs = candidate?.evaluation.periodUs ?? Number.POSITIVE_INFINITY;
    return this.#objective.usPerToken(structure.batch, periodUs);
  }

  /** Period at which the structure would equal the incumbent, µs. */
  #cutoffUs({ batch }: Structure): number {
    return this.#objective.periodUs(batch, this.#incumbent);
  }
}

/** The best sequential plan is the first to beat. */
function priority({ structure }: Tree, bestSequential: Structure["batch"]): number {
  return structure.batch === bestSequential && structure.cuts.length === 0 ? 1 : 0;
}

/** A bound never falls. */
function raise(tree: Tree, boundUs: number): void {
  tree.boundUs = Math.max(tree.boundUs, boundUs);
}
