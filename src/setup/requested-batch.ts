import { basename } from "node:path";
import { PlannerError } from "../errors.ts";
import { formatNumber } from "../text/units.ts";
import {
  type DenseBatch,
  denseBatchChoices,
  explicitDenseBatch,
  usefulKvTokens,
} from "../workload/dense-batch.ts";
import { DEFAULT_WORKLOAD, parseWorkload } from "../workload/parse-workload.ts";
import type { PlanningOptions } from "./planning-options.ts";

/** The dense batch that the user wants, before it is known how much KV memory there is. */
export interface RequestedBatch {
  /** What plans call the workload. */
  name: string;
  /** KV tokens below which a tensor-parallel size is not worth choosing. */
  usefulKvTokens: number;
  /** Batches to choose from, the largest first; one when the user gives it. */
  choices(kvCapacityTokens: number): [DenseBatch, ...DenseBatch[]];
}

/**
 * @throws PlannerError `E_USAGE` when options contradict each other or one is missing, and what
 *   `parseWorkload` throws
 */
export function requestedBatch(options: PlanningOptions): RequestedBatch {
  const { batch, decode, context } = options;
  const explicit = [batch, decode, context].some((value) => value !== undefined);
  return explicit ? explicitBatch(options) : batchOfWorkload(options.workload ?? DEFAULT_WORKLOAD);
}

function batchOfWorkload(workload: string): RequestedBatch {
  const lengths = parseWorkload(workload);
  return {
    // Of a CSV file only its name: the folders would tell more than a plan should.
    name: /^\d+\/\d+$/.test(workload) ? workload : basename(workload),
    usefulKvTokens: usefulKvTokens(lengths),
    choices: (kvCapacityTokens) => denseBatchChoices(lengths, kvCapacityTokens),
  };
}

function explicitBatch({ workload, batch, decode, context }: PlanningOptions): RequestedBatch {
  if (workload !== undefined) {
    throw new PlannerError("E_USAGE", "--workload contradicts --batch, --decode and --context", {
      remedy: "Give a workload, or the dense batch itself.",
    });
  }
  if (batch === undefined || decode === undefined || (context === undefined && decode > 0)) {
    throw new PlannerError("E_USAGE", "a dense batch needs --batch, --decode and --context", {
      remedy: "Give all three, such as --batch 1024 --decode 256 --context 1024.",
    });
  }
  const decodeContext = context ?? 0;
  return {
    name: `${decode}+${batch - decode} x ${formatNumber(decodeContext)}`,
    usefulKvTokens: decode * decodeContext,
    choices: (kvCapacityTokens) => [
      explicitDenseBatch({ tokens: batch, decodeTokens: decode, decodeContext }, kvCapacityTokens),
    ],
  };
}
