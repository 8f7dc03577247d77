import type { Plan } from "../generated/plan.ts";
import type { NanoOperation } from "./nano-operation.ts";
import { parseReference } from "./references.ts";

/** `to` in layer l starts after `from` in layer l - distance has ended. */
export interface Arc {
  from: string;
  to: string;
  distance: number;
  /** lane: issue order; data: `dependsOn`; order: `waitsFor`. */
  origin: "lane" | "data" | "order";
}

/**
 * Everything that orders two nano-operations of a plan.
 *
 * Ids in lanes that name no nano-operation are passed over; ends of references are not looked up.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` on a malformed reference
 */
export function arcsOf(plan: Pick<Plan, "lanes" | "nanoOperations">): Arc[] {
  const byId = new Map(plan.nanoOperations.map((operation) => [operation.id, operation]));
  const lanes = Object.values(plan.lanes).flatMap((ids) =>
    laneArcs(ids.map((id) => byId.get(id)).filter((operation) => operation !== undefined)),
  );
  const references = plan.nanoOperations.flatMap(({ id: to, dependsOn, waitsFor }) => [
    ...dependsOn.map((text): Arc => ({ ...named(text), to, origin: "data" })),
    ...waitsFor.map((text): Arc => ({ ...named(text), to, origin: "order" })),
  ]);
  return [...lanes, ...references];
}

function named(text: string): Pick<Arc, "from" | "distance"> {
  const { id, distance } = parseReference(text);
  return { from: id, distance };
}

/**
 * A nano-operation of stage s runs layer p - s in period p. So when b follows a in a lane, b in
 * layer l (period l + s_b) follows a in layer l + s_b - s_a. The first of a period follows the last
 * of the period before, one layer further back.
 */
function laneArcs(lane: readonly NanoOperation[]): Arc[] {
  return lane.map((to, index) => {
    const from = lane[(index || lane.length) - 1] ?? to;
    const wraps = index === 0 ? 1 : 0;
    return { from: from.id, to: to.id, distance: from.stage - to.stage + wraps, origin: "lane" };
  });
}
