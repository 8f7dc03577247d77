import { LANES } from "../plan/nano-operation.ts";
import { parseReference } from "../plan/references.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Checks that lanes hold each nano-operation once, where it belongs, and that references lead somewhere. */
export function checkLanes(subject: Subject): Finding[] {
  return [...checkEntries(subject), ...checkMembers(subject), ...checkReferences(subject)];
}

function checkEntries(subject: Subject): Finding[] {
  const { lanes, nanoOperations } = subject.plan;
  const seen = new Set<string>();
  return Object.entries(lanes).flatMap(([lane, ids]) =>
    ids.flatMap((id, index) => {
      const fail = (message: string) => [
        errorAt(subject, ["lanes", lane, index], "lanes", message),
      ];
      const nanoOperation = nanoOperations.find((candidate) => candidate.id === id);
      if (nanoOperation === undefined) return fail(`the ${lane} lane holds the unknown ${id}`);
      if (nanoOperation.lane !== lane)
        return fail(`${id} is in the ${lane} lane, but belongs to the ${nanoOperation.lane} lane`);
      if (seen.has(id)) return fail(`${id} is in the ${lane} lane twice`);
      seen.add(id);
      return [];
    }),
  );
}

function checkMembers(subject: Subject): Finding[] {
  const { plan, graph } = subject;
  return plan.nanoOperations.flatMap((nanoOperation) => {
    const { id, lane } = nanoOperation;
    const keys = keysOf(subject, nanoOperation, "lane");
    const expected = graph.operations.find(({ name }) => name === nanoOperation.operation)?.lane;
    if (expected !== undefined && expected !== lane)
      return [
        errorAt(subject, keys, "lanes", `${id} belongs to the ${expected} lane, not ${lane}`),
      ];
    if (LANES.some((candidate) => plan.lanes[candidate]?.includes(id))) return [];
    return [errorAt(subject, keys, "lanes", `${id} is in no lane`)];
  });
}

function checkReferences(subject: Subject): Finding[] {
  const { nanoOperations } = subject.plan;
  const ids = new Set(nanoOperations.map(({ id }) => id));
  return nanoOperations.flatMap((nanoOperation) =>
    (["dependsOn", "waitsFor"] as const).flatMap((key) =>
      nanoOperation[key].flatMap((text, index) => {
        if (ids.has(parseReference(text).id)) return [];
        const keys = keysOf(subject, nanoOperation, key, index);
        const message = `${nanoOperation.id} refers to ${text}, which the plan does not have`;
        return [errorAt(subject, keys, "reference", message)];
      }),
    ),
  );
}
