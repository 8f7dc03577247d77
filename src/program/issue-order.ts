import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Instance, NanoOperation } from "../plan/nano-operation.ts";
import type { OrderDistances } from "../plan/order-distances.ts";

/**
 * All instances of a plan's nano-operations in layers [0, layers), in an order that keeps the
 * plan's. Among those that are free to go, the one with the earliest predicted start comes first.
 */
export function issueOrder(
  plan: Pick<Plan, "nanoOperations" | "predicted">,
  layers: number,
  order: OrderDistances,
): Instance[] {
  const operations = plan.nanoOperations;
  const nextLayers = operations.map(() => 0);
  const nextLayer = (index: number) => nextLayers[index] as number;
  const distances = operations.map(({ id }) =>
    operations.map((other) => order.between(other.id, id)),
  );
  const isReady = (index: number) => {
    const layer = nextLayer(index);
    if (layer >= layers) return false;
    const distancesOf = distances[index] as number[];
    return distancesOf.every(
      (distance, other) => nextLayer(other) > Math.min(layers - 1, layer - distance),
    );
  };
  const startUs = (index: number) => {
    const { stage, startUs } = operations[index] as NanoOperation;
    return (nextLayer(index) + stage) * plan.predicted.periodUs + startUs;
  };

  const issued: Instance[] = [];
  while (issued.length < operations.length * layers) {
    const [first, ...others] = [...operations.keys()].filter(isReady);
    if (first === undefined) throw new PlannerError("E_INTERNAL", "a plan that waits for itself");
    const index = others.reduce((a, b) => (startUs(b) < startUs(a) ? b : a), first);
    const { id } = operations[index] as NanoOperation;
    issued.push({ id, layer: nextLayer(index) });
    nextLayers[index] = nextLayer(index) + 1;
  }
  return issued;
}
