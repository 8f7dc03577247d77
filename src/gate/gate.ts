import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { parseText, readText } from "../files/read-document.ts";
import { isPlanSet } from "../plan-set/plan-set-file.ts";
import type { GateRequest, PlanVerdict } from "./gate-request.ts";
import { judgePlan } from "./judge-plan.ts";
import { judgeSet } from "./judge-set.ts";

/**
 * Judges each plan: is it sound, does the simulator still say what it promises, and does a search
 * of its problem by the present code do as well?
 *
 * @throws PlannerError `E_INTERRUPTED`
 */
export async function gate(request: GateRequest): Promise<PlanVerdict[]> {
  const { plans, jobs, onPlan } = request;
  const verdicts = new Map<string, PlanVerdict>();
  const left = plans.values();
  const judgeThoseLeft = async (): Promise<void> => {
    // One iterator for all: each takes the next plan that nobody has.
    for (const path of left) {
      onPlan?.(path, verdicts.size);
      verdicts.set(path, await judge(path, request));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, judgeThoseLeft));
  return plans.flatMap((path) => verdicts.get(path) ?? []);
}

/** Whether a change with these verdicts must not land. */
export function gateFails(verdicts: readonly PlanVerdict[]): boolean {
  return verdicts.some(({ verdict }) => verdict === "worse" || verdict === "broken");
}

async function judge(path: string, request: GateRequest): Promise<PlanVerdict> {
  try {
    const file = join(request.head.folder, path);
    const document = parseText(file, readText(file, "Name plan files, or a folder of them."));
    return isPlanSet(document)
      ? await judgeSet(path, document, request)
      : await judgePlan(path, document, request);
  } catch (error) {
    if (!(error instanceof PlannerError) || error.code === "E_INTERRUPTED") throw error;
    const { message, remedy, position } = error;
    const where = position === undefined ? "" : `line ${position.line}: `;
    const note = `${where}${message}`;
    const advice = remedy === undefined ? {} : { remedy };
    return { plan: path, verdict: "broken", changes: [], note, ...advice };
  }
}
