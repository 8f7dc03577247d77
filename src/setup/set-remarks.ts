import type { CostTable } from "../cost/cost-table.ts";
import type { Document } from "../files/document.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { memoryFootprint } from "../model/footprint.ts";
import { planDocument, type SetProgram } from "../plan-set/plan-set-file.ts";
import { programName } from "../plan-set/program-name.ts";
import { gridOf, mostDecoding } from "../plan-set/set-grid.ts";
import { stepTimes } from "../plan-set/step-times.ts";
import { formatInteger } from "../text/units.ts";
import type { TimeFault } from "./own-times.ts";
import { predictionRemarks } from "./prediction-remarks.ts";
import type { Remark } from "./remark.ts";
import { parseSearchCommand } from "./search-command.ts";
import { lengthsOf } from "./workload-remarks.ts";

/** Times of a set and of the simulator, which round alike. */
const TIME_TOLERANCE = 1e-4;

/**
 * Holds a sound set to what its search makes of the same stream: the predictions of its plans, the
 * times of their steps, and the steps that it has plans for.
 *
 * @param memoryBytes of the GPU
 */
export function setRemarks(
  set: PlanSet,
  document: Document,
  costs: CostTable,
  memoryBytes: number,
): Remark[] {
  const at = (keys: readonly (string | number)[]) => document.positionOf([...keys]);
  const predictions = set.programs.flatMap(({ plan }, index) =>
    predictionRemarks(plan, planDocument(document, index, plan), costs),
  );
  const fault = predictions.length > 0 ? undefined : stepFault(set, costs);
  const steps: Remark[] =
    fault === undefined
      ? []
      : [{ severity: "error", code: "prediction", ...fault, position: at(fault.keys) }];
  const notes = notesOf(set, memoryBytes).map(
    ({ keys, message }): Remark => ({ severity: "note", code: "set", message, position: at(keys) }),
  );
  return [...predictions, ...steps, ...notes];
}

/** @returns the first steps that the simulator times otherwise */
export function stepFault(
  { programs, workload }: PlanSet,
  costs: CostTable,
): TimeFault | undefined {
  for (const [index, { name, plan, steps }] of programs.entries()) {
    const times = stepTimes(plan, costs, workload.kvCapacityTokens);
    const fits = ([kvTokens, us]: SetProgram["steps"][number], row: number) => {
      const [simulatedTokens, simulatedUs] = times[row] ?? [Number.NaN, Number.NaN];
      return Math.abs(simulatedUs / us - 1) <= TIME_TOLERANCE && kvTokens === simulatedTokens;
    };
    if (steps.length === times.length && steps.every(fits)) continue;
    const message = `the simulator says other times of the steps of ${name} than the set`;
    return { keys: ["programs", index, "steps"], message };
  }
  return undefined;
}

type Note = Pick<TimeFault, "keys" | "message">;

/** Nothing here makes a set wrong: another build may choose other steps. */
function notesOf(set: PlanSet, memoryBytes: number): Note[] {
  return [...roomNotes(set, memoryBytes), ...streamNotes(set), ...gridNotes(set)];
}

function roomNotes({ workload, programs: [{ plan }] }: PlanSet, memoryBytes: number): Note[] {
  const { model } = plan;
  const { kvCapacityTokens } = memoryFootprint(model, model.tensorParallel, memoryBytes);
  if (workload.kvCapacityTokens >= kvCapacityTokens) return [];
  const message = `the KV cache is of ${formatInteger(workload.kvCapacityTokens)} tokens, and the GPU has room for ${formatInteger(kvCapacityTokens)}`;
  return [{ keys: ["workload", "kvCapacityTokens"], message }];
}

/** Requests of a file are not known here. */
function streamNotes({ workload, programs, provenance }: PlanSet): Note[] {
  const { maxPositions } = parseSearchCommand(provenance.command)?.options ?? {};
  const lengths = lengthsOf(workload.name, maxPositions);
  const steady = programs.find(({ phase }) => phase === "steady")?.plan;
  if (lengths === undefined || steady === undefined) return [];
  const { decodeContext } = steady.workload;
  const most = mostDecoding(lengths, workload, decodeContext, workload.kvCapacityTokens);
  if (most === workload.mostDecodeTokens) return [];
  const message = `${workload.mostDecodeTokens} requests are said to generate at a time at most, but ${workload.name} makes it ${most}`;
  return [{ keys: ["workload", "mostDecodeTokens"], message }];
}

function gridNotes({ workload, programs }: PlanSet): Note[] {
  const wanted = gridOf(workload).map(({ tokens, decodeTokens }) =>
    programName({ decodeTokens, prefillTokens: tokens - decodeTokens }),
  );
  const names = programs.map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name));
  const further = names.filter((name) => !wanted.includes(name));
  return [
    ...(missing.length === 0
      ? []
      : [`it lacks programs that its search makes: ${missing.join(", ")}`]),
    ...(further.length === 0
      ? []
      : [`it has programs that its search does not make: ${further.join(", ")}`]),
  ].map((message) => ({ keys: ["programs"], message }));
}
