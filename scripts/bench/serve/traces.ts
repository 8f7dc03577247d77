import type { CostTable } from "../../../src/cost/cost-table.ts";
import { PrefillTime } from "../../../src/deploy/prefill-time.ts";
import type { ServingSet } from "../../../src/deploy/serving-set.ts";
import type { TracedInstruction } from "../../../src/engine/cuda/timing.ts";
import { simulateProgram } from "../../../src/engine/simulator/simulate-program.ts";
import { PlannerError } from "../../../src/errors.ts";
import type { Program } from "../../../src/generated/program.ts";
import type { ReplayLog, StepLog } from "../../../src/replay/replay-log.ts";
import type { ReplaySession } from "../../../src/replay/replay-session.ts";

/** The last step of a program in a replay: what it was, and what its instructions took. */
interface Trace {
  step: Pick<StepLog, "rows" | "kvReads" | "deviceUs" | "predictedUs">;
  /**
   * µs of all layers, by nano-operation: traced on the step's own inputs, and predicted with the step's
   * own chunks of prompts; null where the profile does not reach their context.
   */
  operations: Record<string, { tracedUs: number; predictedUs: number | null }>;
}

/** One launch of each program that a replay used, with time stamps; nothing without a GPU. */
export async function tracesOf(
  { cuda }: Pick<ReplaySession, "cuda">,
  { programs, costs }: Pick<ServingSet, "programs" | "costs">,
  { steps, lastSteps }: ReplayLog,
): Promise<Record<string, Trace>> {
  const traces: Record<string, Trace> = {};
  if (cuda === undefined) return traces;
  const last = new Map(steps.map((step) => [step.program, step]));
  for (const served of programs) {
    const { name, program } = served;
    const [step, submitted] = [last.get(name), lastSteps.get(name)];
    if (step === undefined || submitted === undefined) continue;
    const traced = spans(await cuda.trace(name));
    const prefill = new PrefillTime(served, program, costs);
    const predicted = predictedSpans(prefill.programAt(submitted), costs);
    const { rows, kvReads, deviceUs, predictedUs } = step;
    traces[name] = {
      step: { rows, kvReads, deviceUs, predictedUs },
      operations: Object.fromEntries(
        [...traced].map(([operation, tracedUs]) => [
          operation,
          { tracedUs, predictedUs: predicted.get(operation) ?? null },
        ]),
      ),
    };
  }
  return traces;
}

/** Of all layers, by nano-operation; none where the profile does not reach the program's sizes. */
function predictedSpans(program: Program, costs: CostTable): Map<string, number> {
  try {
    const { startUs, finishUs } = simulateProgram(program, costs);
    return spans(
      program.instructions.map(({ nanoOperation }, index) => ({
        name: nanoOperation,
        startUs: startUs[index] as number,
        endUs: finishUs[index] as number,
      })),
    );
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return new Map();
    throw error;
  }
}

function spans(
  trace: readonly Pick<TracedInstruction, "name" | "startUs" | "endUs">[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, startUs, endUs } of trace)
    sums.set(name, (sums.get(name) ?? 0) + endUs - startUs);
  return sums;
}
