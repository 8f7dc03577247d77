import { parentPort } from "node:worker_threads";
import { CostTable } from "../../cost/cost-table.ts";
import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Profile } from "../../generated/profile.ts";
import type { Norms } from "../../ir/fused-norms.ts";
import { loadLpSolver } from "../solver/load-solver.ts";
import type { LpSolver, SolverName } from "../solver/lp-solver.ts";
import type { SearchMethod } from "../space/search-request.ts";
import { TaskRunner } from "./task-runner.ts";
import type { Task, TaskResult } from "./tasks.ts";

/** What the tasks of a search share. */
export interface WorkerSetup {
  profile: Profile;
  shape: ModelShape;
  tensorParallel: number;
  norms: Norms | undefined;
  solver: SolverName;
  method: SearchMethod;
}

/** Messages of the pool to a worker: the setup of a search comes before its tasks. */
export type Order = { kind: "setup"; setup: WorkerSetup } | { kind: "run"; task: Task };

/** Messages of a worker to the pool. */
export type Message =
  | { kind: "nodes"; nodes: number }
  | { kind: "done"; result: TaskResult }
  | { kind: "failed"; error: unknown };

const REPORT_EVERY_NODES = 25;

const send = (message: Message) => parentPort?.postMessage(message);

const solvers = new Map<SolverName, Promise<LpSolver>>();

/** The solver of that name, loaded once a thread. */
function solverOf(name: SolverName): Promise<LpSolver> {
  const known = solvers.get(name) ?? loadLpSolver(name);
  solvers.set(name, known);
  return known;
}

async function runnerFor(setup: WorkerSetup): Promise<TaskRunner> {
  const { profile, shape, tensorParallel, norms, solver, method } = setup;
  return new TaskRunner(
    shape,
    tensorParallel,
    new CostTable(profile),
    await solverOf(solver),
    method,
    (nodes) => {
      if (nodes % REPORT_EVERY_NODES === 0) send({ kind: "nodes", nodes: REPORT_EVERY_NODES });
    },
    norms,
  );
}

let runner: Promise<TaskRunner> | undefined;

async function follow(order: Order): Promise<void> {
  if (order.kind === "setup") {
    runner = runnerFor(order.setup);
    await runner;
  } else {
    send({ kind: "done", result: ((await runner) as TaskRunner).run(order.task) });
  }
}

/** Structured cloning makes a plain error of any error: of our own, the pool gets the parts. */
function portable(error: unknown): unknown {
  if (!(error instanceof PlannerError)) return error;
  const { code, message, remedy } = error;
  return { code, message, remedy };
}

// The first task tells of a setup that failed: nobody waits for an answer to it.
parentPort?.on("message", (order: Order) => {
  follow(order).catch((error) => {
    if (order.kind === "run") send({ kind: "failed", error: portable(error) });
  });
});
