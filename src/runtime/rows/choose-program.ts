import type { ServingProgram } from "./program-rows.ts";

/** What a step could do. */
export interface StepLoad {
  /** Requests that want their next token. */
  decodeRequests: number;
  /** Prompt tokens of admitted requests; of one request no more than a step takes. */
  promptTokens: number;
  /** Requests that these belong to. */
  prompts: number;
  /** KV tokens that the decoding requests read. */
  kvTokens: number;
}

/** Chooses the program of a step. It is asked once a step, and may remember what it chose. */
export interface ProgramChoice {
  /** @returns the name of one of the programs */
  choose(load: StepLoad): string;
}

/** The same program in every step. */
export function onlyProgram({ name }: Pick<ServingProgram, "name">): ProgramChoice {
  return { choose: () => name };
}
