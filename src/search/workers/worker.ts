import { parentPort, workerData } from "node:worker_threads";
import { CostTable } from "../../cost/cost-table.ts";
import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Profile } from "../../generated/profile.ts";
import type { Norms } from "../../ir/fused-norms.ts";
import { loadLpSolver } from "../solver/load-solver.ts";
import type { SolverName } from "../solver/lp-solver.ts";
import type { SearchMethod } from "../space/search-request.ts";
import { TaskRunner } from "./task-runner.ts";
import type { Task, TaskResult } from "./tasks.ts";

/** What a worker gets once, at its start. */
export interface WorkerSetup {
  profile: Profile;
  shape: ModelShape;
  tensorParallel: number;
  norms: Norms | undefined;
  solver: SolverName;
  method: SearchMethod;
}

/** Messages of a worker to the pool. */
export type Message =
  | { kind: "nodes"; nodes: number }
  | { kind: "done"; result: TaskResult }
  | { kind: "failed"; error: unknown };

const REPORT_EVERY_NODES = 25;

async function serve({
  profile,
  shape,
  tensorParallel,
  norms,
  solver,
  method,
}: WorkerSetup): Promise<void> {
  const send = (message: Message) => parentPort?.postMessage(message);
  const runner = new TaskRunner(
    shape,
    tensorParallel,
    new CostTable(profile),
    await loadLpSolver(solver),
    method,
    (nodes) => {
      if (nodes % REPORT_EVERY_NODES === 0) send({ kind: "nodes", nodes: REPORT_EVERY_NODES });
    },
    norms,
  );
  parentPort?.on("message", (task: Task) => {
    try {
      send({ kind: "done", result: runner.run(task) });
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
