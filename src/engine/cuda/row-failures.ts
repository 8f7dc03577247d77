import { PlannerError } from "../../errors.ts";
import type { Step } from "../../step/step.ts";
import type { RowFault } from "./process/protocol.ts";

/** A sampled row that has no next token. Its request ends with the error; those of other rows go on. */
export interface RowFailure {
  /** Among the step's sampled rows. */
  row: number;
  /** The sequence's id. */
  request: number | null;
  error: PlannerError;
}

const CAUSES: Readonly<Record<string, string>> = {
  nan: "hold NaN",
  infinite: "hold plus infinity",
  empty: "are all minus infinity",
};

/** What is wrong with the logits of a row. */
export function describeFault(fault: string): string {
  return `the logits of its next token ${CAUSES[fault] ?? `have the fault \`${fault}\``}`;
}

/** @param faults of all rows that the program samples; behind those of the step, rows are leftovers */
export function failuresOf(step: Step, faults: readonly RowFault[]): RowFailure[] {
  return faults
    .filter(({ row }) => row < step.sampledRows.length)
    .map(({ row, fault }) => {
      const sequence = step.sequenceOf[step.sampledRows[row] as number] as number;
      const request = step.sequences[sequence]?.id ?? null;
      const error = new PlannerError("E_NATIVE", `request ${request}: ${describeFault(fault)}`, {
        remedy: "Look for NaN, infinities and overflows in the model's weights.",
      });
      return { row, request, error };
    });
}
