import { PlannerError } from "../errors.ts";
import { pageTokensOf } from "../program/page-tokens.ts";
import { mostDecoding, programRows } from "../runtime/rows/program-rows.ts";
import type { RuntimeOptions } from "../runtime/serving/runtime.ts";
import { builtInPositions } from "../setup/position-remarks.ts";
import type { ServableSet } from "./serving-set.ts";
import { servingChoice } from "./step-time.ts";

/** What engine and runtime agree on. */
export type ServingLimits = Pick<RuntimeOptions, "slots" | "pageTokens" | "kvPages" | "positions">;

export interface ServingLimitOptions {
  /** Tokens of KV to keep; as many as the set says when left out. */
  kvTokens?: number | undefined;
  /** Most tokens of a request; those of the model when left out. */
  contextTokens?: number | undefined;
}

/** Slots beside the requests that decode: those whose prompts are worked on. */
const SLOTS_PER_DECODING = 1.25;
const LEAST_FURTHER_SLOTS = 64;

/** Positions where a model does not say how many it has. */
const UNKNOWN_POSITIONS = 131_072;

/** @throws PlannerError `E_INFEASIBLE` when the KV cache holds no page */
export function servingLimits(
  { programs, model, kvCapacityTokens }: ServableSet,
  { kvTokens = kvCapacityTokens, contextTokens }: ServingLimitOptions,
): ServingLimits {
  const batches = programs.map(({ program }) => programRows(program.batch));
  const decoding = Math.max(...batches.map((rows) => mostDecoding(rows, false)));
  const pageTokens = Math.max(...programs.map(({ program }) => pageTokensOf(program)));
  const pages = Math.floor(kvTokens / pageTokens);
  if (pages < 1) {
    throw new PlannerError("E_INFEASIBLE", `a KV cache of ${kvTokens} tokens holds no page`, {
      remedy: `Give ${pageTokens} tokens or more.`,
    });
  }
  return {
    slots: Math.max(decoding + LEAST_FURTHER_SLOTS, Math.ceil(decoding * SLOTS_PER_DECODING)),
    pageTokens,
    kvPages: pages + 1,
    positions: contextTokens ?? builtInPositions({ model }) ?? UNKNOWN_POSITIONS,
  };
}

/** What a runtime serves a set by. */
export function runtimeOptions(
  set: ServableSet,
  limits: ServingLimits,
  { sharesPrefixes }: Pick<RuntimeOptions, "sharesPrefixes">,
): RuntimeOptions {
  return {
    ...limits,
    vocabularySize: set.model.shape.vocabularySize,
    programs: set.programs.map(({ name, program }) => ({ name, batch: program.batch })),
    choice: servingChoice(set),
    sharesPrefixes,
    outputShare: "learned",
  };
}
