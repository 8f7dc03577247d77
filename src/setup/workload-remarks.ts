import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { formatNumber } from "../text/units.ts";
import { builtInDistribution, builtInLengths } from "../workload/built-in-workload.ts";
import { workloadBatch } from "../workload/dense-batch.ts";
import { parseWorkload } from "../workload/parse-workload.ts";
import { requirePositions } from "../workload/positions.ts";
import { decodeShare, type RequestLengths } from "../workload/request-lengths.ts";
import type { Remark } from "./remark.ts";
import { parseSearchCommand } from "./search-command.ts";

/** Contexts are kept with all their digits; someone may have rounded them, tokens. */
const ROUNDING_TOKENS = 0.01;

/**
 * Holds a plan's dense batch to what its workload's requests make of it, and the workload to
 * `--max-positions` of its command. The requests of a file are not known here.
 */
export function workloadRemarks(plan: Plan, document: Document): Remark[] {
  const { workload, provenance } = plan;
  const options = parseSearchCommand(provenance.command)?.options;
  const remark = (keys: string[], message: string): Remark => ({
    ...{ severity: "error", code: "workload", message },
    position: document.positionOf(keys),
  });
  const explicit = explicitFigures(workload.name);
  if (explicit !== undefined) return contradictions(plan, explicit, remark);
  try {
    const lengths = lengthsOf(workload.name, options?.maxPositions);
    if (lengths === undefined) return [];
    return contradictions(plan, steadyFigures(plan, lengths, options?.batch !== undefined), remark);
  } catch (error) {
    return [unsearchable(error, document)];
  }
}

/** The same of a set's own command. */
export function setWorkloadRemarks(
  { workload, provenance }: PlanSet,
  document: Document,
): Remark[] {
  const asked = parseSearchCommand(provenance.command)?.options.maxPositions;
  try {
    lengthsOf(workload.name, asked);
    return [];
  } catch (error) {
    return [unsearchable(error, document)];
  }
}

/** @throws what is no word about the positions */
function unsearchable(error: unknown, document: Document): Remark {
  if (!(error instanceof PlannerError)) throw error;
  return {
    ...{ severity: "error", code: "workload" },
    message: `no search succeeds by the command: ${error.message}`,
    position: document.positionOf(["provenance", "command"]),
  };
}

type Figures = Partial<Plan["workload"]>;

/** Of a batch that the user gave, its name says all: `640+1280 x 1280`. */
function explicitFigures(name: string): Figures | undefined {
  const [, decode, prefill, context] = /^(\d+)\+(\d+) x ([\d.]+)$/.exec(name) ?? [];
  if (decode === undefined) return undefined;
  return {
    decodeTokens: Number(decode),
    prefillTokens: Number(prefill),
    decodeContext: Number(context),
    prefillContext: 0,
  };
}

/**
 * Lengths of requests that are known by their name; none of a file.
 *
 * @throws PlannerError where the command's positions leave no request
 */
export function lengthsOf(name: string, asked: number | undefined): RequestLengths | undefined {
  const builtIn = builtInDistribution(name);
  if (builtIn !== undefined) return builtInLengths(builtIn, { asked });
  if (!/^\d+\/\d+$/.test(name)) return undefined;
  const lengths = parseWorkload(name);
  requirePositions(lengths.longestRequest, { asked }, "a request");
  return lengths;
}

/** @param isStep whether the command gives the tokens of one step, else they are those of the steady state */
function steadyFigures(
  { workload: { denseBatchTokens, decodeTokens } }: Plan,
  lengths: RequestLengths,
  isStep: boolean,
): Figures {
  const step = { tokens: denseBatchTokens, decodeTokens };
  const batch = workloadBatch(lengths, step, Number.POSITIVE_INFINITY);
  const { decodeContext, prefillContext } = batch;
  const steady = Math.round(denseBatchTokens * decodeShare(lengths));
  // KV memory may hold one request less than that.
  const isSteady = isStep || Math.abs(decodeTokens - steady) <= 1;
  return { decodeContext, prefillContext, ...(!isSteady && { decodeTokens: steady }) };
}

function contradictions(
  { workload }: Plan,
  expected: Figures,
  remark: (keys: string[], message: string) => Remark,
): Remark[] {
  return (Object.keys(expected) as (keyof Figures)[])
    .filter((key) => Math.abs(Number(workload[key]) - Number(expected[key])) > ROUNDING_TOKENS)
    .map((key) =>
      remark(
        ["workload", key],
        `workload.${key} is ${formatNumber(Number(workload[key]))}, but ${workload.name} makes it ${formatNumber(Number(expected[key]))}`,
      ),
    );
}
