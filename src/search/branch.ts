import { stretchFor } from "../engine/power.ts";
import { childrenOf } from "./branching.ts";
import { CompanyRules } from "./company.ts";
import { ConfigurationLp, type LpBound } from "./configuration-lp.ts";
import { withoutHopelessSplits } from "./hopeless-splits.ts";
import { improve } from "./improve.ts";
import { leadingModes } from "./mode-branching.ts";
import type { Node } from "./node.ts";
import { overlapOf } from "./order.ts";
import { lagChoices, type Schedule, type SearchProblem } from "./problem.ts";
import { type Evaluation, evaluate, timetable } from "./schedule.ts";
import type { LpSolver } from "./solver/lp-solver.ts";

export interface BranchOptions {
  nodeLimit: number;
  /** A node within this share of the incumbent is not opened: 0.005 proves half a percent. */
  tolerance: number;
  /** Period to beat from elsewhere, µs. */
  cutoffUs: number;
  onNode?: (nodes: number, boundUs: number) => void;
}

export interface BranchResult {
  schedule: Schedule;
  evaluation: Evaluation;
  /** No schedule of this structure has a shorter period, µs. */
  lowerBoundUs: number;
  nodes: number;
  /** Whether the tree was exhausted within the tolerance. */
  complete: boolean;
}

/** Simulations spent on each new incumbent. */
const POLISH_EVALUATIONS = 400;
/** Keeps an energy bound that meets the cutoff from falling below it by a rounding error. */
const ROUNDING = 1e-8;
/** A stretch that is larger by this makes LPs longer by up to as much. */
const WORTH_RESTATING = 0.005;

/**
 * Branch and price over one structure: nodes restrict modes and fix cyclic orders, the
 * configuration LP bounds them, the simulator values what is left when nothing is open.
 *
 * Best-first, so the least open bound is the certificate when the node limit ends the search.
 */
export function branchAndPrice(
  problem: SearchProblem,
  solver: LpSolver,
  root: Int8Array,
  start: { schedule: Schedule; evaluation: Evaluation },
  options: BranchOptions,
): BranchResult {
  const search = new Search(problem, solver, start, options);
  try {
    return search.run(root);
  } finally {
    search.dispose();
  }
}

class Search {
  private readonly problem: SearchProblem;
  private readonly solver: LpSolver;
  /** Clock for which LPs are solved, as a stretch. */
  private stretch: number;
  private lp: ConfigurationLp;
  /** What the root left of the modes. */
  private hopeful: Uint8Array;
  private readonly options: BranchOptions;
  private best: { schedule: Schedule; evaluation: Evaluation };
  /** Period of the incumbent at the clock of the LP, µs. */
  private bestAtClockUs: number;
  private closedBoundUs = Number.POSITIVE_INFINITY;
  private readonly open: Node[] = [];
  private nodes = 0;

  constructor(
    problem: SearchProblem,
    solver: LpSolver,
    start: { schedule: Schedule; evaluation: Evaluation },
    options: BranchOptions,
  ) {
    this.problem = problem;
    this.solver = solver;
    this.best = start;
    this.options = options;
    this.hopeful = new Uint8Array(problem.modes.length).fill(1);
    this.stretch = this.sharpestStretch();
    this.lp = new ConfigurationLp(problem, solver, this.stretch);
    this.bestAtClockUs = this.atClock(start.schedule);
  }

  dispose(): void {
    this.lp.dispose();
  }

  run(closure: Int8Array): BranchResult {
    this.open.push({ allowed: this.hopeful, closure, meetings: [], boundUs: 0 });
    while (this.open.length > 0 && this.nodes < this.options.nodeLimit) {
      const node = this.takeLeast();
      if (node.boundUs >= this.cutoffUs()) {
        this.close(node.boundUs);
        continue;
      }
      this.nodes++;
      this.slowDown();
      this.expand(node);
      this.options.onNode?.(this.nodes, node.boundUs);
    }
    const openBoundUs = this.open.reduce((least, node) => Math.min(least, node.boundUs), Infinity);
    const { periodUs } = this.best.evaluation;
    return {
      ...this.best,
      lowerBoundUs: Math.min(openBoundUs, this.closedBoundUs, periodUs),
      nodes: this.nodes,
      complete: this.open.length === 0,
    };
  }

  private cutoffUs(): number {
    const { cutoffUs, tolerance } = this.options;
    return Math.min(this.best.evaluation.periodUs, cutoffUs) * (1 - tolerance);
  }

  private close(boundUs: number): void {
    this.closedBoundUs = Math.min(this.closedBoundUs, boundUs);
  }

  private takeLeast(): Node {
    let at = 0;
    for (let i = 1; i < this.open.length; i++) {
      if ((this.open[i] as Node).boundUs < (this.open[at] as Node).boundUs) at = i;
    }
    const node = this.open[at] as Node;
    this.open[at] = this.open[this.open.length - 1] as Node;
    this.open.pop();
    return node;
  }

  private expand(node: Node): void {
    const overlap = overlapOf(this.problem, node.closure);
    const company = new CompanyRules(this.problem, node.closure, node.meetings);
    const solved = this.lp.solve({ allowed: node.allowed, overlap, company });
    if (solved === undefined) return;
    const boundUs = Math.max(node.boundUs, solved.boundUs);
    if (boundUs >= this.cutoffUs()) {
      this.close(boundUs);
      return;
    }
    const leading = leadingModes(this.problem, node, solved);
    this.tryModes(node, leading);
    if (boundUs >= this.cutoffUs()) {
      this.close(boundUs);
      return;
    }
    const kept = this.withoutHopeless({ ...node, boundUs }, solved);
    const children = childrenOf(this.problem, kept, solved, leading);
    if (children === "leaf") this.close(Math.max(boundUs, this.leafValue(node, leading)));
    else this.open.push(...children);
  }

  /** The node less splits without hope; after the root, later LPs do not state them any more. */
  private withoutHopeless(node: Node, { onSplit }: LpBound): Node {
    const kept = withoutHopelessSplits(this.problem, node, onSplit, this.cutoffUs());
    this.close(kept.closedBoundUs);
    if (this.nodes === 1 && kept.node !== node) {
      this.hopeful = kept.node.allowed;
      this.restate();
    }
    return kept.node;
  }

  /**
   * The slowest clock whose energy bound still closes nodes: the slower, the longer is the LP, and
   * the lesser of the two bounds need not be more than the cutoff.
   */
  private sharpestStretch(): number {
    return stretchFor(this.problem.power, this.cutoffUs() * (1 + ROUNDING));
  }

  /** Restates the LP for a slower clock once a better schedule has lowered the cutoff enough. */
  private slowDown(): void {
    const stretch = this.sharpestStretch();
    if (stretch < this.stretch + WORTH_RESTATING) return;
    this.stretch = stretch;
    this.bestAtClockUs = this.atClock(this.best.schedule);
    this.restate();
  }

  private restate(): void {
    this.lp.dispose();
    this.lp = new ConfigurationLp(this.problem, this.solver, this.stretch, this.hopeful);
  }

  /** Tries a choice of modes under the orders of the node; the best becomes the incumbent. */
  private tryModes(node: Node, modes: readonly number[]): void {
    for (const sequence of [this.sequenceOf(node.closure), this.best.schedule.sequence]) {
      const schedule = { sequence, modes, lags: this.best.schedule.lags };
      // One simulation at the clock of the LP tells whether the search for its own clock pays.
      const quick = timetable(this.problem, schedule, this.stretch);
      if (quick !== undefined && quick.periodUs < this.bestAtClockUs) this.value(schedule);
    }
  }

  /** Period of a schedule at its own clock, µs; the incumbent takes it if it is the least. */
  private value(schedule: Schedule): number {
    const evaluation = evaluate(this.problem, schedule);
    if (evaluation === undefined) return Number.POSITIVE_INFINITY;
    if (evaluation.periodUs < this.best.evaluation.periodUs) {
      this.accept(schedule, evaluation);
      const better = improve(this.problem, schedule, evaluation.stretch, POLISH_EVALUATIONS);
      const polished = evaluate(this.problem, better);
      if (polished && polished.periodUs < evaluation.periodUs) this.accept(better, polished);
    }
    return evaluation.periodUs;
  }

  private accept(schedule: Schedule, evaluation: Evaluation): void {
    this.best = { schedule, evaluation };
    this.bestAtClockUs = this.atClock(schedule);
  }

  private atClock(schedule: Schedule): number {
    return timetable(this.problem, schedule, this.stretch)?.periodUs ?? 0;
  }

  /** A leaf leaves one order and one mode to each unit; only how far parts lag is open. */
  private leafValue(node: Node, modes: readonly number[]): number {
    const sequence = this.sequenceOf(node.closure);
    return Math.min(
      ...lagChoices(this.problem).map((lags) => this.value({ sequence, modes, lags })),
    );
  }

  /** Units by their place in the period that the closure's potentials give them. */
  private sequenceOf(closure: Int8Array): number[] {
    const n = this.problem.units.length;
    const tick = 1 / (2 * n);
    const potential = new Float64Array(n);
    for (let round = 0; round < n; round++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const least = (potential[i] as number) + tick - (closure[i * n + j] as number);
          if (least > (potential[j] as number)) potential[j] = least;
        }
      }
    }
    const place = Array.from(potential, (value) => value - Math.floor(value + tick / 2));
    return place.map((_, unit) => unit).sort((a, b) => place[a]! - place[b]! || a - b);
  }
}
