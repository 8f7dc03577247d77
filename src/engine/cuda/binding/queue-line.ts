import { PlannerError } from "../../../errors.ts";
import type { ProgramPartition } from "../../../generated/program.ts";
import { type RequestWords, wordList } from "../process/executor-process.ts";

/**
 * A queue placed as the profiler placed the kernels of its partition. That is a side of a green
 * context. Under CTA limits it is an ordinary stream, on which the remainder's few CTAs go first.
 *
 * @param smCount of the whole GPU
 */
export function queueLine(partition: ProgramPartition | undefined, smCount: number): string {
  if (partition === undefined) throw new PlannerError("E_INTERNAL", "a stream without partition");
  return ["queue", ...wordList(queueWords(partition, smCount))].join(" ");
}

function queueWords(
  { side, smCount: sms, mechanism }: ProgramPartition,
  all: number,
): RequestWords {
  if (side === "whole") return { side, sms: all };
  if (mechanism !== "cta-limit") {
    return { side, sms, split: side === "group" ? sms : all - sms, gemm_sms: sms };
  }
  return side === "group" ? { side, sms, gemm_sms: sms } : { side, sms, ctas: sms, urgent: 1 };
}
