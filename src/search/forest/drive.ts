import type { WorkerPool } from "../workers/pool.ts";
import type { TaskResult } from "../workers/tasks.ts";
import type { Forest, Step } from "./forest.ts";
import type { SearchStrategy } from "./search-strategy.ts";

/**
 * Steps that may be under way at a time, whatever the number of threads: a step is chosen when the
 * results of all but the last so many are taken in, so the search goes the same way on any machine.
 * More threads than this do not help.
 */
export const WINDOW = 8;

/** Carries out the steps of a forest until there are none left. */
export async function drive(
  forest: Forest,
  strategy: SearchStrategy,
  pool: WorkerPool,
  onStep: () => void,
): Promise<void> {
  const underWay: { step: Step; result: Promise<TaskResult> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = underWay.shift();
    if (first === undefined) return;
    forest.take(first.step, await first.result);
    onStep();
  };
  do {
    for (;;) {
      if (underWay.length === WINDOW) await takeFirst();
      const step = strategy.next();
      if (step !== undefined) {
        const result = pool.run(step.task);
        // A search that is cut short leaves its last results to nobody.
        result.catch(() => {});
        underWay.push({ step, result });
      } else if (underWay.length > 0) {
        await takeFirst();
      } else {
        break;
      }
    }
  } while (strategy.advance());
}
