import type { ServingSet } from "../../../src/deploy/serving-set.ts";
import type { TracedInstruction } from "../../../src/engine/cuda/timing.ts";
import { simulateProgram } from "../../../src/engine/simulator/simulate-program.ts";
import type { ReplayLog, StepLog } from "../../../src/replay/replay-log.ts";
import type { ReplaySession } from "../../../src/replay/replay-session.ts";

/** The last step of a program in a replay: what it was, and what its instructions took. */
interface Trace {
  step: Pick<StepLog, "rows" | "kvReads" | "deviceUs" | "predictedUs">;
  /** µs of all layers, by nano-operation: traced on the step's own inputs, and predicted. */
  operations: Record<string, { tracedUs: number; predictedUs: number | null }>;
}

/** One launch of each program that a replay used, with time stamps; nothing without a GPU. */
export async function tracesOf(
  { cuda }: Pick<ReplaySession, "cuda">,
  { programs, costs }: Pick<ServingSet, "programs" | "costs">,
  { steps }: ReplayLog,
): Promise<Record<string, Trace>> {
  const traces: Record<string, Trace> = {};
  if (cuda === undefined) return traces;
  const last = new Map(steps.map((step) => [step.program, step]));
  for (const { name, program } of programs) {
    const step = last.get(name);
    if (step === undefined) continue;
    const traced = spans(await cuda.trace(name));
    const { startUs, finishUs } = simulateProgram(program, costs);
    const predicted = new Map<string, number>();
    for (const [index, { nanoOperation }] of program.instructions.entries()) {
      const us = (finishUs[index] as number) - (startUs[index] as number);
      predicted.set(nanoOperation, (predicted.get(nanoOperation) ?? 0) + us);
    }
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

function spans(trace: readonly TracedInstruction[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, startUs, endUs } of trace)
    sums.set(name, (sums.get(name) ?? 0) + endUs - startUs);
  return sums;
}
