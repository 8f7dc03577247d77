import { csvFormat } from "d3-dsv";
import type { ReplayLog, StepLog } from "../replay-log.ts";

/** A line for each step, in their order; times in µs. */
export function stepsCsv({ steps }: Pick<ReplayLog, "steps">): string {
  return `${csvFormat(steps.map(rowOf))}\n`;
}

function rowOf(step: StepLog) {
  const { rows, kvReads } = step;
  return {
    step: step.step,
    program: step.program,
    arrivedUs: step.arrivedUs.toFixed(1),
    measuredUs: step.deviceUs.toFixed(1),
    predictedUs: step.predictedUs.toFixed(1),
    gapUs: step.gapUs?.toFixed(1) ?? "",
    running: step.running,
    waiting: step.waiting,
    decodeRows: rows.decode,
    decodeInPrefillRows: rows.decodeInPrefill,
    promptRows: rows.prompt,
    promptInDecodeRows: rows.promptInDecode,
    padding: rows.padding,
    decodeKvTokens: kvReads.decode,
    prefillKvTokens: kvReads.prefill,
    chunks: kvReads.chunks,
    causalPairs: kvReads.causalPairs,
  };
}
