import { OrderDistances } from "../plan/order-distances.ts";
import { dataArcsOf } from "../plan/plan-graph.ts";
import { formatReference, parseReference } from "../plan/references.ts";
import { errorAt, type Finding, keysOf, noteAt, type Subject } from "./finding.ts";

/** Checks `dependsOn` against the dependences that the model's layer has. */
export function checkDependences(subject: Subject): Finding[] {
  const { plan, graph } = subject;
  const arcs = dataArcsOf(graph, plan.nanoOperations);
  const implied = new OrderDistances(
    plan.nanoOperations.map(({ id }) => id),
    arcs.map(({ from, to, distance }) => ({ from: from.id, to: to.id, distance, origin: "data" })),
  );
  return plan.nanoOperations.flatMap((nanoOperation) => {
    const { id, dependsOn } = nanoOperation;
    const keys = keysOf(subject, nanoOperation, "dependsOn");
    const given = new Set(dependsOn.map((text) => formatReference(parseReference(text))));
    const missing = arcs
      .filter(({ to }) => to === nanoOperation)
      .map(({ from, distance }) => formatReference({ id: from.id, distance }))
      .filter((text) => !given.has(text))
      .map((text) => errorAt(subject, keys, "dependence", `${id} lacks the dependence on ${text}`));
    const surplus = dependsOn
      .filter((text) => {
        const { id: from, distance } = parseReference(text);
        return implied.between(from, id) > distance;
      })
      .map((text) => noteAt(subject, keys, "dependence", `${id} takes no input from ${text}`));
    return [...missing, ...surplus];
  });
}
