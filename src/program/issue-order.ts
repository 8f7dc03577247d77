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
  const nextLayer = new Map(plan.nanoOperations.map(({ id }) => [id, 0]));
  const isReady = ({ id }: NanoOperation) => {
    const layer = nextLayer.get(id) ?? 0;
    if (layer >= layers) return false;
    for (const [other, next] of nextLayer) {
      const newestBefore = Math.min(layers - 1, layer - order.between(other, id));
      if (next <= newestBefore) return false;
    }
    return true;
  };
  const startUs = ({ id, stage, startUs }: NanoOperation) =>
    ((nextLayer.get(id) ?? 0) + stage) * plan.predicted.periodUs + startUs;

  const issued: Instance[] = [];
  while (issued.length < plan.nanoOperations.length * layers) {
    const ready = plan.nanoOperations.filter(isReady);
    const [first, ...others] = ready;
    if (first === undefined) throw new PlannerError("E_INTERNAL", "a plan that waits for itself");
    const { id } = others.reduce((a, b) => (startUs(b) < startUs(a) ? b : a), first);
    const layer = nextLayer.get(id) ?? 0;
    issued.push({ id, layer });
    nextLayer.set(id, layer + 1);
  }
  return issued;
}
