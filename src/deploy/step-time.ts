import { choiceOf } from "../plan-set/set-choice.ts";
import { mostDecoding, programRows } from "../runtime/rows/program-rows.ts";
import type { ServingStep } from "../step/serving-step.ts";
import type { ServingSet } from "./serving-set.ts";

/**
 * The choice among the programs of a set for this runtime's steps: decoding requests may take
 * prefill rows, and prompts decode rows.
 */
export function servingChoice({ programs }: Pick<ServingSet, "programs">) {
  const [first, ...others] = programs;
  if (first === undefined) throw new RangeError("a set without programs");
  return choiceOf({ programs: [first, ...others] }, ({ name }) => {
    const { program } = programs.find((each) => each.name === name) ?? first;
    const rows = programRows(program.batch);
    return {
      mostDecoding: mostDecoding(rows, false),
      mostDecodingBesidePrompts: mostDecoding(rows, true),
      mostPromptTokens: rows.rows,
    };
  });
}

/** Predicted time of steps by program and the KV tokens that their decode rows read, µs. */
export function predictedStepTime(
  set: Pick<ServingSet, "programs">,
): (program: string, step: ServingStep) => number {
  const choice = servingChoice(set);
  const positions = new Map(set.programs.map(({ name }, index) => [name, index]));
  return (program, step) => choice.stepUs(positions.get(program) ?? 0, kvReadsOf(step).decode);
}

/** KV tokens that a step's rows read. */
export interface KvReads {
  /** Of all decode rows, the new token of each included. */
  decode: number;
  /** Before the chunks of prefill rows, by row. */
  prefill: number;
  /** Sequences that have prefill rows. */
  chunks: number;
  /** Pairs of a prefill row and a token that it sees, itself included. */
  causalPairs: number;
}

export function kvReadsOf({ sequences }: Pick<ServingStep, "sequences">): KvReads {
  const reads = { decode: 0, prefill: 0, chunks: 0, causalPairs: 0 };
  for (const { kind, cachedTokens, newTokens } of sequences) {
    if (kind === "decode") reads.decode += cachedTokens + 1;
    else {
      reads.prefill += cachedTokens * newTokens;
      reads.chunks++;
      reads.causalPairs += cachedTokens * newTokens + (newTokens * (newTokens + 1)) / 2;
    }
  }
  return reads;
}
