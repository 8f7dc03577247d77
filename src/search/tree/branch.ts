import { stretchFor } from "../../cost/power.ts";
import { ClockedLp } from "../bound/clocked-lp.ts";
import type { LpBound, Restriction } from "../bound/configuration-lp.ts";
import { energyClasses, leastPowerOf } from "../bound/energy-classes.ts";
import { MeetingRules } from "../bound/meetings.ts";
import { overlapOf } from "../problem/order.ts";
import type { SearchProblem } from "../problem/problem.ts";
import type { Candidate } from "../schedule/candidate.ts";
import type { LpSolver } from "../solver/lp-solver.ts";
import { childrenOf } from "./branching.ts";
import { Incumbent } from "./incumbent.ts";
import { leadingModes } from "./mode-branching.ts";
import type { Node } from "./node.ts";
import { OpenNodes } from "./open-nodes.ts";
import { fixByReducedCost } from "./reduced-cost-fixing.ts";
import type { BranchResult } from "./result.ts";

export interface BranchOptions {
  nodeLimit: number;
  /** A node within this share of the incumbent is not opened: 0.005 proves half a percent. */
  tolerance: number;
  /** Period to beat from elsewhere, µs. */
  cutoffUs: number;
  /** Whether nodes that need more energy may have LPs at slower clocks of their own; not when left out. */
  ownClocks?: boolean;
  /** Energy classes at most; as {@link energyClasses} has it when left out. */
  mostClasses?: number;
  /** LPs at most that the solver holds programs of; any number when left out. */
  mostLoaded?: number;
  onNode?: (nodes: number, boundUs: number) => void;
}

/** By what share of a clock's stretch LPs get longer: measured on the H100 and the H200. */
const CLOCK_EFFECT = 0.7;
/** Energy above what the LP's clock asks for, as a share, that makes up for an LP stated anew. */
const WORTH_A_CLOCK = 5e-4;

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
  start: Candidate,
  options: BranchOptions,
): BranchResult {
  const tree = new Tree(problem, solver, new Incumbent(problem, start), options, root);
  try {
    return tree.search();
  } finally {
    tree.dispose();
  }
}

class Tree {
  readonly #problem: SearchProblem;
  readonly #incumbent: Incumbent;
  readonly #options: BranchOptions;
  readonly #solver: LpSolver;
  /** Those that the solver holds a program of, the last used last. */
  readonly #loaded = new Set<ClockedLp>();
  readonly #mostLoaded: number;
  readonly #open = new OpenNodes();
  #closedBoundUs = Number.POSITIVE_INFINITY;
  #nodes = 0;
  /** Cutoff at whose clock schedules are compared. */
  #comparedUs = Number.POSITIVE_INFINITY;

  constructor(
    problem: SearchProblem,
    solver: LpSolver,
    incumbent: Incumbent,
    options: BranchOptions,
    closure: Int8Array,
  ) {
    this.#problem = problem;
    this.#solver = solver;
    this.#incumbent = incumbent;
    this.#options = options;
    this.#mostLoaded = options.mostLoaded ?? Number.POSITIVE_INFINITY;
    const allowed = new Uint8Array(problem.modes.length).fill(1);
    this.#open.add({ allowed, closure, meetings: [], boundUs: 0, lp: this.#lpOf(allowed) });
  }

  dispose(): void {
    for (const lp of this.#loaded) this.#unload(lp);
  }

  search(): BranchResult {
    while (this.#nodes < this.#options.nodeLimit) {
      const node = this.#open.takeLeast();
      if (node === undefined) break;
      if (node.boundUs >= this.#cutoffUs()) {
        this.#close(node.boundUs);
        continue;
      }
      this.#nodes++;
      this.#compareAtCutoff();
      this.#expand(node);
      this.#unloadUnneeded();
      this.#options.onNode?.(this.#nodes, node.boundUs);
    }
    return {
      ...this.#incumbent.best,
      lowerBoundUs: Math.min(this.#open.boundUs, this.#closedBoundUs, this.#incumbent.periodUs),
      nodes: this.#nodes,
      complete: this.#open.isEmpty,
    };
  }

  #cutoffUs(): number {
    const { cutoffUs, tolerance } = this.#options;
    return Math.min(this.#incumbent.periodUs, cutoffUs) * (1 - tolerance);
  }

  #close(boundUs: number): void {
    this.#closedBoundUs = Math.min(this.#closedBoundUs, boundUs);
  }

  #expand(node: Node): void {
    const problem = this.#problem;
    const overlap = overlapOf(problem.units.length, node.closure);
    const meetings = new MeetingRules(problem, node.closure, node.meetings);
    const found = this.#solve(node, { allowed: node.allowed, overlap, meetings });
    if (found === undefined) return;
    const { solved, lp } = found;
    const boundUs = Math.max(node.boundUs, solved.boundUs);
    if (boundUs >= this.#cutoffUs()) {
      this.#close(boundUs);
      return;
    }
    const leading = leadingModes(problem, node, solved);
    this.#incumbent.tryModes(node.closure, leading);
    if (boundUs >= this.#cutoffUs()) {
      this.#close(boundUs);
      return;
    }
    const kept = this.#withoutHopeless({ ...node, lp, boundUs }, solved);
    const classes = this.#nodes === 1 ? this.#classesOf(kept, node) : undefined;
    const children = classes ?? childrenOf(problem, kept, solved, leading);
    if (children === "leaf") {
      this.#close(Math.max(boundUs, this.#incumbent.leafUs(node.closure, leading)));
    } else {
      this.#open.add(...children);
    }
  }

  /**
   * The bound of a node by its LP. Where that leaves the node open, and its modes need more energy
   * than those for which the LP was stated, a slower clock may close it.
   *
   * @returns the LP that goes on with the node too; undefined when the restriction leaves no schedule
   */
  #solve(node: Node, restriction: Restriction): { solved: LpBound; lp: ClockedLp } | undefined {
    const cutoffUs = this.#cutoffUs();
    this.#keepLoaded(node.lp);
    const solved = node.lp.solve(restriction, cutoffUs);
    if (solved === undefined) return undefined;
    if (!this.#mayCloseAtOwnClock(node, solved)) return { solved, lp: node.lp };
    const own = new ClockedLp(this.#problem, this.#solver, node.allowed);
    const slower = own.solve(restriction, cutoffUs);
    if (slower === undefined || slower.boundUs <= solved.boundUs || slower.boundUs >= cutoffUs) {
      own.dispose();
      return slower && { solved: longer(slower, solved), lp: node.lp };
    }
    this.#keepLoaded(own);
    return { solved: slower, lp: own };
  }

  #mayCloseAtOwnClock({ lp, allowed }: Node, { boundUs, energyUs }: LpBound): boolean {
    const cutoffUs = this.#cutoffUs();
    if (this.#options.ownClocks !== true || boundUs >= cutoffUs) return false;
    if (!Number.isFinite(energyUs) || energyUs < cutoffUs * (1 + WORTH_A_CLOCK)) return false;
    const stretch = stretchFor(leastPowerOf(this.#problem, allowed), cutoffUs);
    return boundUs * (1 + CLOCK_EFFECT * (stretch - lp.stretch)) >= cutoffUs;
  }

  #withoutHopeless(node: Node, { onSplit }: LpBound): Node {
    const kept = fixByReducedCost(this.#problem, node, onSplit, this.#cutoffUs());
    this.#close(kept.closedBoundUs);
    return kept.node;
  }

  /**
   * What the first LP, of all modes, leaves of them, by energy: each class with an LP of its own,
   * which states no others. Undefined when it leaves all, and all are alike.
   */
  #classesOf(kept: Node, { allowed: all }: Node): Node[] | undefined {
    const classes = energyClasses(
      this.#problem,
      kept.allowed,
      this.#cutoffUs(),
      this.#options.mostClasses,
    );
    if (classes.length === 1 && kept.allowed === all) return undefined;
    return classes.map((allowed) => ({ ...kept, allowed, lp: this.#lpOf(allowed) }));
  }

  #lpOf(allowed: Uint8Array): ClockedLp {
    return new ClockedLp(this.#problem, this.#solver, allowed);
  }

  /** A program takes up to eight megabytes in the solver. One that was unloaded is stated anew when asked. */
  #keepLoaded(lp: ClockedLp): void {
    this.#loaded.delete(lp);
    const [oldest] = this.#loaded;
    if (oldest !== undefined && this.#loaded.size >= this.#mostLoaded) this.#unload(oldest);
    this.#loaded.add(lp);
  }

  #unload(lp: ClockedLp): void {
    lp.dispose();
    this.#loaded.delete(lp);
  }

  #unloadUnneeded(): void {
    const needed = this.#open.lps();
    for (const lp of this.#loaded) if (!needed.has(lp)) this.#unload(lp);
  }

  /** Compares schedules at the clock that the cutoff asks for, once it has fallen. */
  #compareAtCutoff(): void {
    const cutoffUs = this.#cutoffUs();
    if (cutoffUs >= this.#comparedUs) return;
    this.#comparedUs = cutoffUs;
    this.#incumbent.compareAt(stretchFor(this.#problem.power, cutoffUs));
  }
}

function longer(a: LpBound, b: LpBound): LpBound {
  return a.boundUs > b.boundUs ? a : b;
}
