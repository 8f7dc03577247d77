import { Worker } from "node:worker_threads";
import { PlannerError } from "../../errors.ts";
import { optimizeLate } from "../../optimize-late.ts";
import { IdleThreads } from "./idle-threads.ts";
import type { Task, TaskResult } from "./tasks.ts";
import type { Message, Order, WorkerSetup } from "./worker.ts";

/** Threads run compiled code; run from source, as tests do, the pool takes what the build left. */
const WORKER_FILE = import.meta.url.endsWith(".js")
  ? "./worker.js"
  : "../../../dist/search/workers/worker.js";

/**
 * Megabytes of each thread's young objects: half of V8's default. The process keeps what a thread had
 * at most, and searches take no more CPU time with half of it.
 */
const YOUNG_MB = 24;

const idleThreads = new IdleThreads();

interface Seat {
  worker: Worker;
  /** Whether a task has failed on it: what that has left behind in the thread nobody knows. */
  failed: boolean;
  settle?: { resolve: (result: TaskResult) => void; reject: (error: unknown) => void };
}

/** Worker threads that carry out search tasks, one each at a time. */
export class WorkerPool {
  private readonly seats: Seat[];
  private readonly idle: Seat[];
  private readonly waiting: ((seat: Seat) => void)[] = [];
  private readonly onNodes: (nodes: number) => void;

  constructor(setup: WorkerSetup, threads: number, onNodes: (nodes: number) => void) {
    optimizeLate();
    this.onNodes = onNodes;
    this.seats = Array.from({ length: threads }, () => this.open(setup));
    this.idle = [...this.seats];
  }

  /** Carries out a task as soon as a thread is free; tasks start in the order of the calls. */
  async run(task: Task): Promise<TaskResult> {
    const seat =
      this.idle.shift() ??
      (await new Promise<Seat>((take) => {
        this.waiting.push(take);
      }));
    try {
      return await this.runOn(seat, task);
    } catch (error) {
      seat.failed = true;
      throw error;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(seat);
      else next(seat);
    }
  }

  /** Ends at once what threads are at. Those that are idle may take part in the next search. */
  async close(): Promise<void> {
    const kept = this.idle.splice(0).filter(({ failed }) => !failed);
    for (const { worker } of kept) idleThreads.keep(worker);
    const others = this.seats.filter((seat) => !kept.includes(seat));
    await Promise.all(others.map(({ worker }) => worker.terminate()));
  }

  private runOn(seat: Seat, task: Task): Promise<TaskResult> {
    return new Promise((resolve, reject) => {
      seat.settle = { resolve, reject };
      seat.worker.postMessage({ kind: "run", task } satisfies Order);
    });
  }

  private open(setup: WorkerSetup): Seat {
    const worker = idleThreads.take() ?? opened();
    worker.postMessage({ kind: "setup", setup } satisfies Order);
    const seat: Seat = { worker, failed: false };
    worker.on("message", (message: Message) => {
      if (message.kind === "nodes") this.onNodes(message.nodes);
      else if (message.kind === "done") seat.settle?.resolve(message.result);
      else seat.settle?.reject(revived(message.error));
    });
    worker.on("error", (error) => seat.settle?.reject(error));
    worker.on("exit", (code) => {
      const died = new PlannerError("E_INTERNAL", `a search thread ended with code ${code}`);
      seat.settle?.reject(died);
    });
    return seat;
  }
}

function opened(): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  return new Worker(new URL(WORKER_FILE, import.meta.url), { resourceLimits });
}

/** The error of a worker, as the class that it was there. */
function revived(error: unknown): unknown {
  const { code, message, remedy } = error as PlannerError;
  if (error instanceof Error || code === undefined) return error;
  return new PlannerError(code, message, remedy === undefined ? {} : { remedy });
}
