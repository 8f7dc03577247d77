import { parentPort, workerData } from "node:worker_threads";
import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { NanoBatch } from "../ir/nano-batches.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import { CostTable } from "../profile/cost-table.ts";
import { buildProblem } from "./build-problem.ts";
import { sequentialSchedule } from "./sequential.ts";
import { type Candidate, firstLook, type SearchMethod, solveStructure } from "./solve-structure.ts";
import { loadLpSolver, type SolverName } from "./solver/lp-solver.ts";

/** What a worker gets once, at its start. */
export interface WorkerSetup {
  profile: Profile;
  graph: OpGraph;
  solver: SolverName;
  method: SearchMethod;
}

export type Task =
  | { kind: "look"; nanoBatches: readonly NanoBatch[] }
  | {
      kind: "solve";
      nanoBatches: readonly NanoBatch[];
      start: Candidate;
      options: { nodeLimit: number; tolerance: number; cutoffUs: number };
    };

export interface TaskResult extends Candidate {
  /** No schedule of the structure is shorter, µs. */
  boundUs: number;
  nodes: number;
  complete: boolean;
  /** Period of the structure with nothing overlapped, µs. */
  withoutOverlapUs: number;
}

/** Messages of a worker to the pool. */
export type Message =
  | { kind: "nodes"; nodes: number }
  | { kind: "done"; result: TaskResult }
  | { kind: "failed"; error: unknown };

const REPORT_EVERY_NODES = 25;

async function serve(setup: WorkerSetup): Promise<void> {
  const solver = await loadLpSolver(setup.solver);
  const costs = new CostTable(setup.profile);
  const send = (message: Message) => parentPort?.postMessage(message);

  const carryOut = (task: Task): TaskResult => {
    const problem = buildProblem(setup.graph, task.nanoBatches, costs);
    const withoutOverlapUs = sequentialSchedule(problem).evaluation.periodUs;
    if (task.kind === "look") {
      return { ...firstLook(problem, solver), nodes: 1, complete: false, withoutOverlapUs };
    }
    const { lowerBoundUs, ...found } = solveStructure(problem, solver, task.start, {
      ...task.options,
      method: setup.method,
      onNode: (nodes) => {
        if (nodes % REPORT_EVERY_NODES === 0) send({ kind: "nodes", nodes: REPORT_EVERY_NODES });
      },
    });
    return { ...found, boundUs: lowerBoundUs, withoutOverlapUs };
  };

  parentPort?.on("message", (task: Task) => {
    try {
      send({ kind: "done", result: carryOut(task) });
    } catch (error) {
      send({ kind: "failed", error: portable(error) });
    }
  });
}

/** Structured cloning makes a plain error of any error: of our own, the pool gets the parts. */
function portable(error: unknown): unknown {
  if (!(error instanceof PlannerError)) return error;
  const { code, message, remedy } = error;
  return { code, message, remedy };
}

await serve(workerData as WorkerSetup).catch((error) => {
  parentPort?.postMessage({ kind: "failed", error: portable(error) } satisfies Message);
});
