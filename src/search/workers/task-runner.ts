import type { CostTable } from "../../cost/cost-table.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Norms } from "../../ir/fused-norms.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import { mostWideClasses } from "../bound/energy-classes.ts";
import { PriceBound } from "../bound/price-bound.ts";
import { buildProblem } from "../problem/build-problem.ts";
import type { SearchProblem } from "../problem/problem.ts";
import { ReusedTable } from "../problem/reused-table.ts";
import { sequentialSchedule } from "../schedule/sequential.ts";
import { bestStart } from "../schedule/start-heuristics.ts";
import { warmStartOf } from "../schedule/warm-start.ts";
import type { LpSolver } from "../solver/lp-solver.ts";
import type { SearchMethod } from "../space/search-request.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure } from "../space/structure.ts";
import { rootBoundUs, solveStructure } from "./solve-structure.ts";
import type {
  LookResult,
  ScreenResult,
  ScreenTask,
  SolveResult,
  SolveTask,
  Task,
  TaskResult,
} from "./tasks.ts";

/** Simulations spent on the best schedule of a structure each time before it is branched on. */
const POLISH_EVALUATIONS = { quick: 300, thorough: 3000 };

/** LPs of a wide tree that the solver holds at a time. */
const MOST_LOADED = 12;

/** How trees of three nano-batches or more are searched, of which there are thousands. */
function wideTree(nodeLimit: number) {
  return { ownClocks: true, mostClasses: mostWideClasses(nodeLimit), mostLoaded: MOST_LOADED };
}

/** Carries out search tasks, with tables that several of them share. */
export class TaskRunner {
  readonly #shape: ModelShape;
  readonly #tensorParallel: number;
  readonly #costs: CostTable;
  readonly #solver: LpSolver;
  readonly #method: SearchMethod;
  readonly #onNode: (nodes: number) => void;
  readonly #norms: Norms | undefined;
  readonly #prices: PriceBound;
  readonly #graphs = new Map<string, OpGraph>();
  readonly #room = new ReusedTable();

  constructor(
    shape: ModelShape,
    tensorParallel: number,
    costs: CostTable,
    solver: LpSolver,
    method: SearchMethod,
    onNode: (nodes: number) => void,
    norms?: Norms,
  ) {
    this.#shape = shape;
    this.#tensorParallel = tensorParallel;
    this.#costs = costs;
    this.#solver = solver;
    this.#method = method;
    this.#onNode = onNode;
    this.#norms = norms;
    this.#prices = new PriceBound(costs);
  }

  run(task: Task): TaskResult {
    switch (task.kind) {
      case "screen":
        return this.#screen(task);
      case "look":
        return this.#look(task.structure, task.targetUs);
      case "solve":
        return this.#solve(task);
    }
  }

  #screen({ structures, targetUs }: ScreenTask): ScreenResult {
    const [first] = structures;
    const boundsUs =
      first === undefined ? [] : this.#prices.boundsUs(this.#graphOf(first), structures, targetUs);
    return { kind: "screen", boundsUs };
  }

  #look(structure: Structure, targetUs: number): LookResult {
    const problem = this.#problemOf(structure);
    const withoutOverlap = sequentialSchedule(problem);
    const least = Math.min(targetUs, withoutOverlap.evaluation.periodUs);
    return { kind: "look", boundUs: rootBoundUs(problem, this.#solver, least), withoutOverlap };
  }

  #solve({ structure, start, warmStart, thorough, ...options }: SolveTask): SolveResult {
    const problem = this.#problemOf(structure);
    const first = start ?? bestStart(problem, warmStart);
    const { lowerBoundUs, ...found } = solveStructure(problem, this.#solver, first, {
      ...options,
      method: this.#method,
      // Trees of two nano-batches are small: a few classes and their LPs do.
      ...(structure.cuts.length > 1 ? wideTree(options.nodeLimit) : {}),
      polish: POLISH_EVALUATIONS[thorough ? "thorough" : "quick"],
      onNode: this.#onNode,
    });
    return {
      kind: "solve",
      ...found,
      boundUs: lowerBoundUs,
      warmStart: warmStartOf(problem, found.schedule),
    };
  }

  /** Each task has one problem: it takes the room of that of the task before. */
  #problemOf(structure: Structure): SearchProblem {
    const graph = this.#graphOf(structure);
    const coarser = coarserCutsOf(graph, structure);
    return buildProblem(graph, nanoBatchesOf(structure), this.#costs, coarser, this.#room);
  }

  #graphOf({ batch }: Structure): OpGraph {
    const key = `${batch.decodeTokens > 0} ${batch.prefillTokens > 0}`;
    const known = this.#graphs.get(key);
    if (known !== undefined) return known;
    const graph = buildLayerGraph(this.#shape, this.#tensorParallel, batch, this.#norms);
    this.#graphs.set(key, graph);
    return graph;
  }
}
