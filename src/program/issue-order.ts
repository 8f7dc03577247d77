import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Instance, NanoOperation } from "../plan/nano-operation.ts";
import type { OrderDistances } from "../plan/order-distances.ts";

/** What a nano-operation waits for: the instance of another one so many layers before its own. */
interface Wait {
  on: number;
  distance: number;
}

/**
 * All instances of a plan's nano-operations in layers [0, layers), in an order that keeps the
 * plan's. Among those that are free to go, the one with the earliest predicted start comes first.
 */
export function issueOrder(
  { nanoOperations: operations, predicted }: Pick<Plan, "nanoOperations" | "predicted">,
  layers: number,
  order: OrderDistances,
): Instance[] {
  const waits = waitsOf(operations, order);
  const waitingFor = waitersOf(waits);
  const nextLayer = new Int32Array(operations.length);
  const nextStartUs = operations.map(({ stage, startUs }) => stage * predicted.periodUs + startUs);
  const isFree = (index: number): boolean => {
    const layer = nextLayer[index] as number;
    if (layer >= layers) return false;
    return (waits[index] as Wait[]).every(
      ({ on, distance }) => (nextLayer[on] as number) > Math.min(layers - 1, layer - distance),
    );
  };
  const free = operations.map((_, index) => isFree(index));

  const issued: Instance[] = [];
  while (issued.length < operations.length * layers) {
    const index = earliest(free, nextStartUs);
    if (index === undefined) throw new PlannerError("E_INTERNAL", "a plan that waits for itself");
    const { id, stage, startUs } = operations[index] as NanoOperation;
    issued.push({ id, layer: nextLayer[index] as number });
    const layer = (nextLayer[index] as number) + 1;
    nextLayer[index] = layer;
    nextStartUs[index] = (layer + stage) * predicted.periodUs + startUs;
    free[index] = isFree(index);
    // What was free stays so: others only went on.
    for (const waiter of waitingFor[index] as number[]) free[waiter] ||= isFree(waiter);
  }
  return issued;
}

/** By nano-operation, in the order of the plan. */
function waitsOf(operations: Plan["nanoOperations"], order: OrderDistances): Wait[][] {
  return operations.map(({ id }) =>
    operations
      .map((other, on) => ({ on, distance: order.between(other.id, id) }))
      .filter(({ distance }) => Number.isFinite(distance)),
  );
}

/** The other way round: who waits for each of them. */
function waitersOf(waits: readonly (readonly Wait[])[]): number[][] {
  const waiters: number[][] = waits.map(() => []);
  for (const [index, own] of waits.entries())
    for (const { on } of own) (waiters[on] as number[]).push(index);
  return waiters;
}

function earliest(free: readonly boolean[], startUs: readonly number[]): number | undefined {
  let first: number | undefined;
  let leastUs = Number.POSITIVE_INFINITY;
  for (const [index, us] of startUs.entries()) {
    if (!free[index] || (first !== undefined && us >= leastUs)) continue;
    first = index;
    leastUs = us;
  }
  return first;
}
