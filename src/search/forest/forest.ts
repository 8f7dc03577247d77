import { byPeriod, type Candidate } from "../schedule/candidate.ts";
import type { WarmStart } from "../schedule/warm-start.ts";
import type { Structure } from "../space/structure.ts";
import type { SolveTask, Task, TaskResult } from "../workers/tasks.ts";
import type { Objective } from "./objective.ts";
import type { Round } from "./rounds.ts";

/** What is known of a structure. */
export interface Tree {
  structure: Structure;
  /** No schedule of the structure is shorter, µs. */
  boundUs: number;
  /** Nothing overlapped; known once the root bound is. */
  withoutOverlap?: Candidate;
  /** Best schedule found by the search. */
  best?: Candidate;
  warmStart?: WarmStart;
  nodes: number;
  complete: boolean;
}

/** A task and the trees that its result is about. */
export interface Step {
  task: Task;
  trees: readonly Tree[];
}

/** The branch-and-bound trees of all structures, the best schedule, and tasks for trees. */
export class Forest {
  readonly trees: readonly Tree[];
  readonly #objective: Objective;
  readonly #nodeLimit: number;
  readonly #tolerance: number;
  #incumbent = Number.POSITIVE_INFINITY;
  #nodesSpent = 0;
  #nodesPromised = 0;

  /**
   * @param nodeLimit nodes of all trees together
   * @param tolerance trees with a bound within this share of the incumbent are left alone
   */
  constructor(
    structures: readonly Structure[],
    objective: Objective,
    { nodeLimit, tolerance }: { nodeLimit: number; tolerance: number },
  ) {
    this.trees = structures.map((structure) => ({
      structure,
      boundUs: 0,
      nodes: 0,
      complete: false,
    }));
    this.#objective = objective;
    this.#nodeLimit = nodeLimit;
    this.#tolerance = tolerance;
  }

  /** Least time per token of the schedules found so far, µs; infinite before the first. */
  get incumbent(): number {
    return this.#incumbent;
  }

  get nodes(): number {
    return this.#nodesSpent;
  }

  /** Whether a bound was found for every one of the trees. */
  isBounded(trees: readonly Tree[] = this.trees): boolean {
    return trees.every(({ boundUs }) => boundUs > 0);
  }

  /**
   * Time per token that no schedule of the trees is shorter than, µs: that around the layers at
   * least, where a tree has no bound yet.
   */
  bound(trees: readonly Tree[] = this.trees): number {
    return trees.reduce((least, tree) => Math.min(least, this.boundOf(tree)), this.#incumbent);
  }

  /** Trees that may hold a schedule better by more than the tolerance. */
  open(): Tree[] {
    return this.trees.filter((tree) => this.isOpen(tree, this.#tolerance));
  }

  isOpen(tree: Tree, tolerance: number): boolean {
    return this.boundOf(tree) < this.#incumbent * (1 - tolerance);
  }

  /** Time per token that no schedule of the tree is shorter than, µs. */
  boundOf({ structure, boundUs }: Tree): number {
    return this.#objective.usPerToken(structure.batch, boundUs);
  }

  /** Bounds by prices for many trees of one batch, sharpest at this share below the incumbent. */
  screen(trees: readonly [Tree, ...Tree[]], tolerance = 0): Step {
    const structures = trees.map(({ structure }) => structure);
    const targetUs = this.#cutoffUs(trees[0].structure) * (1 - tolerance);
    return { task: { kind: "screen", structures, targetUs }, trees };
  }

  /** The root bound of a tree, sharpest at this share below the incumbent. */
  look(tree: Tree, tolerance = 0): Step {
    const { structure } = tree;
    const targetUs = this.#cutoffUs(structure) * (1 - tolerance);
    return { task: { kind: "look", structure, targetUs }, trees: [tree] };
  }

  /** Takes in a schedule of a tree that was not searched. */
  begin(tree: Tree, withoutOverlap: Candidate): void {
    tree.withoutOverlap ??= withoutOverlap;
    this.#meet(tree, withoutOverlap);
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
      const { schedule, evaluation, warmStart, nodes, complete, boundUs } = result;
      const found = { schedule, evaluation };
      raise(tree, Math.min(boundUs, evaluation.periodUs));
      if (tree.best === undefined || byPeriod(found, tree.best) < 0) {
        tree.best = found;
        tree.warmStart = warmStart;
      }
      tree.nodes += nodes;
      tree.complete = complete;
      this.#nodesSpent += nodes;
      this.#nodesPromised -= (task as SolveTask).nodeLimit;
      this.#meet(tree, found);
    }
  }

  /** Branch and price on a tree; undefined when the nodes of all trees are spent. */
  solve(tree: Tree, { nodes, tolerance, thorough }: Round): Step | undefined {
    const left = this.#nodeLimit - this.#nodesSpent - this.#nodesPromised;
    if (left <= 0) return undefined;
    const nodeLimit = Math.min(nodes, left);
    this.#nodesPromised += nodeLimit;
    const { structure } = tree;
    const warmStart = this.#bestWarmStart();
    const task: SolveTask = {
      kind: "solve",
      structure,
      ...(tree.best === undefined ? {} : { start: tree.best }),
      ...(tree.best === undefined && warmStart !== undefined ? { warmStart } : {}),
      nodeLimit,
      tolerance,
      cutoffUs: this.#cutoffUs(structure),
      thorough,
    };
    return { task, trees: [tree] };
  }

  #bestWarmStart(): WarmStart | undefined {
    let best: Tree | undefined;
    for (const tree of this.trees) {
      if (tree.best === undefined || tree.warmStart === undefined) continue;
      if (best === undefined || this.#valueOf(tree, tree.best) < this.#valueOf(best, best.best)) {
        best = tree;
      }
    }
    return best?.warmStart;
  }

  #meet(tree: Tree, candidate: Candidate): void {
    this.#incumbent = Math.min(this.#incumbent, this.#valueOf(tree, candidate));
  }

  /** Least time per token of the tree's schedules found so far, µs; infinite before the first. */
  valueOf(tree: Tree): number {
    return this.#valueOf(tree, tree.best);
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

/** A bound never falls. */
function raise(tree: Tree, boundUs: number): void {
  tree.boundUs = Math.max(tree.boundUs, boundUs);
}
