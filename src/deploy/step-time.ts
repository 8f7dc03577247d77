import { choiceOf } from "../plan-set/set-choice.ts";
import { mostDecoding, type ProgramRows, programRows } from "../runtime/rows/program-rows.ts";
import type { ServingStep } from "../step/serving-step.ts";
import { PrefillTime } from "./prefill-time.ts";
import type { ServableProgram, ServingSet } from "./serving-set.ts";

/**
 * The choice among the programs of a set for this runtime's steps: prompts may take decode rows.
 * Where some program has rows of both kinds, decoding requests go beside prompts in such a one.
 */
export function servingChoice({ programs }: Pick<ServingSet, "programs">) {
  const [first, ...others] = programs;
  if (first === undefined) throw new RangeError("a set without programs");
  const hasMixed = programs.some(({ program }) => isMixed(programRows(program.batch)));
  return choiceOf({ programs: [first, ...others] }, ({ name }) => {
    const { program } = programs.find((each) => each.name === name) ?? first;
    const rows = programRows(program.batch);
    return {
      mostDecoding: mostDecoding(rows, false),
      mostDecodingBesidePrompts: hasMixed && !isMixed(rows) ? 0 : mostDecoding(rows, true),
      mostPromptTokens: rows.rows,
    };
  });
}

function isMixed({ decodeRows, prefillRows }: ProgramRows): boolean {
  return decodeRows > 0 && prefillRows > 0;
}

/**
 * Predicted time of steps, µs: by program, the KV tokens that their decode rows read, and the chunks
 * of prompts. What a program's chunks cost is simulated when it is first asked for.
 */
export function predictedStepTime({
  programs,
  costs,
}: Pick<ServingSet, "programs" | "costs">): (program: string, step: ServingStep) => number {
  const choice = servingChoice({ programs });
  const positions = new Map(programs.map(({ name }, index) => [name, index]));
  const prefill = new Map<number, PrefillTime>();
  const prefillOf = (position: number): PrefillTime => {
    const known = prefill.get(position);
    if (known !== undefined) return known;
    const planned = programs[position] as ServableProgram;
    const time = new PrefillTime(planned, planned.program, costs);
    prefill.set(position, time);
    return time;
  };
  return (name, step) => {
    const position = positions.get(name) ?? 0;
    const decodeUs = choice.stepUs(position, kvReadsOf(step).decode);
    return decodeUs + prefillOf(position).beyondPlanUs(step);
  };
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
