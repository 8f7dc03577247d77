import { stretchFor } from "../engine/power.ts";
import { childrenOf } from "./branching.ts";
import type { Candidate } from "./candidate.ts";
import { CompanyRules } from "./company.ts";
import { ConfigurationLp, type LpBound } from "./configuration-lp.ts";
import { withoutHopelessSplits } from "./hopeless-splits.ts";
import { Incumbent } from "./incumbent.ts";
import { leadingModes } from "./mode-branching.ts";
import type { Node } from "./node.ts";
import { OpenNodes } from "./open-nodes.ts";
import { overlapOf } from "./order.ts";
import type { SearchProblem } from "./problem.ts";
import type { LpSolver } from "./solver/lp-solver.ts";

export interface BranchOptions {
  nodeLimit: number;
  /** A node within this share of the incumbent is not opened: 0.005 proves half a percent. */
  tolerance: number;
  /** Period to beat from elsewhere, µs. */
  cutoffUs: number;
  onNode?: (nodes: number, boundUs: number) => void;
}

export interface BranchResult extends Candidate {
  /** No schedule of this structure has a shorter period, µs. */
  lowerBoundUs: number;
  nodes: number;
  /** Whether the tree was exhausted within the tolerance. */
  complete: boolean;
}

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
  start: Candidate,
  options: BranchOptions,
): BranchResult {
  const tree = new Tree(problem, solver, new Incumbent(problem, start), options);
  try {
    return tree.search(root);
  } finally {
    tree.dispose();
  }
}

class Tree {
  readonly #problem: SearchProblem;
  readonly #solver: LpSolver;
  readonly #options: BranchOptions;
  readonly #incumbent: Incumbent;
  readonly #open = new OpenNodes();
  #closedBoundUs = Number.POSITIVE_INFINITY;
  #nodes = 0;
  /** What the root left of the modes. */
  #hopeful: Uint8Array;
  /** Clock for which LPs are solved, as a stretch. */
  #stretch: number;
  #lp: ConfigurationLp;

  constructor(
    problem: SearchProblem,
    solver: LpSolver,
    incumbent: Incumbent,
    options: BranchOptions,
  ) {
    this.#problem = problem;
    this.#solver = solver;
    this.#incumbent = incumbent;
    this.#options = options;
    this.#hopeful = new Uint8Array(problem.modes.length).fill(1);
    this.#stretch = this.#sharpestStretch();
    this.#lp = new ConfigurationLp(problem, solver, this.#stretch);
    incumbent.compareAt(this.#stretch);
  }

  dispose(): void {
    this.#lp.dispose();
  }

  search(closure: Int8Array): BranchResult {
    this.#open.add({ allowed: this.#hopeful, closure, meetings: [], boundUs: 0 });
    while (this.#nodes < this.#options.nodeLimit) {
      const node = this.#open.takeLeast();
      if (node === undefined) break;
      if (node.boundUs >= this.#cutoffUs()) {
        this.#close(node.boundUs);
        continue;
      }
      this.#nodes++;
      this.#slowDown();
      this.#expand(node);
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
    const company = new CompanyRules(problem, node.closure, node.meetings);
    const solved = this.#lp.solve({ allowed: node.allowed, overlap, company });
    if (solved === undefined) return;
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
    const kept = this.#withoutHopeless({ ...node, boundUs }, solved);
    const children = childrenOf(problem, kept, solved, leading);
    if (children === "leaf") {
      this.#close(Math.max(boundUs, this.#incumbent.leafUs(node.closure, leading)));
    } else {
      this.#open.add(...children);
    }
  }

  /** The node less splits without hope; after the root, later LPs do not state them any more. */
  #withoutHopeless(node: Node, { onSplit }: LpBound): Node {
    const kept = withoutHopelessSplits(this.#problem, node, onSplit, this.#cutoffUs());
    this.#close(kept.closedBoundUs);
    if (this.#nodes === 1 && kept.node !== node) {
      this.#hopeful = kept.node.allowed;
      this.#restate();
    }
    return kept.node;
  }

  /**
   * The slowest clock whose energy bound still closes nodes: the slower, the longer is the LP, and
   * the lesser of the two bounds need not be more than the cutoff.
   */
  #sharpestStretch(): number {
    return stretchFor(this.#problem.power, this.#cutoffUs() * (1 + ROUNDING));
  }

  /** Restates the LP for a slower clock once a better schedule has lowered the cutoff enough. */
  #slowDown(): void {
    const stretch = this.#sharpestStretch();
    if (stretch < this.#stretch + WORTH_RESTATING) return;
    this.#stretch = stretch;
    this.#incumbent.compareAt(stretch);
    this.#restate();
  }

  #restate(): void {
    this.#lp.dispose();
    this.#lp = new ConfigurationLp(this.#problem, this.#solver, this.#stretch, this.#hopeful);
  }
}
