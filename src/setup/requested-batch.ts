import { basename } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Extent } from "../store/reach.ts";
import { formatNumber } from "../text/units.ts";
import {
  type DenseBatch,
  denseBatchChoices,
  explicitDenseBatch,
  usefulKvTokens,
  workloadBatch,
} from "../workload/dense-batch.ts";
import { DEFAULT_WORKLOAD, readWorkload, type Workload } from "../workload/parse-workload.ts";
import { type PositionLimits, requirePositions } from "../workload/positions.ts";
import {
  meanDecodeContext,
  meanPromptPosition,
  type RequestLengths,
} from "../workload/request-lengths.ts";
import type { PlanningOptions } from "./planning-options.ts";

/** The dense batch that the user wants, before it is known how much KV memory there is. */
export interface RequestedBatch {
  /** What plans call the workload. */
  name: string;
  /** KV tokens below which a tensor-parallel size is not worth choosing. */
  usefulKvTokens: number;
  /** How far kernels have to be timed. */
  extent: Extent;
  /** What the workload says of its requests; nothing for a batch that the user gives. */
  requests: Pick<Workload, "facts" | "longRequests">;
  /** Of the workload; nothing for a batch with a context of its own. */
  lengths?: RequestLengths;
  /** Batches to choose from, the largest first; one when the user gives it. */
  choices(kvCapacityTokens: number): [DenseBatch, ...DenseBatch[]];
}

/**
 * @param modelPositions tokens of the longest request that the model has positions for, where known
 * @throws PlannerError `E_USAGE` when options contradict each other or one is missing, and what
 *   `readWorkload` throws
 */
export async function requestedBatch(
  options: PlanningOptions,
  modelPositions?: number,
): Promise<RequestedBatch> {
  const { batch, decode, workload = DEFAULT_WORKLOAD, columns } = options;
  const limits = { model: modelPositions, asked: options.maxPositions };
  requireBatchOptions(options);
  if (isExplicit(options)) return explicitBatch(options, limits);
  const requested = batchOfWorkload(workload, await readWorkload(workload, { columns, ...limits }));
  return batch === undefined || decode === undefined
    ? requested
    : stepOf(requested, { tokens: batch, decodeTokens: decode });
}

type BatchOptions = Pick<PlanningOptions, "batch" | "decode" | "context" | "workload" | "columns">;

/** @throws PlannerError `E_USAGE` when options of the batch contradict each other or one is missing */
export function requireBatchOptions(options: BatchOptions): void {
  if (isExplicit(options)) requireExplicit(options);
  else if (namesBatch(options)) requireStep(options);
}

function namesBatch({ batch, decode, context }: BatchOptions): boolean {
  return [batch, decode, context].some((value) => value !== undefined);
}

/** Whether the user gives a batch with a context of its own, rather than a step of a workload. */
function isExplicit(options: BatchOptions): boolean {
  const { workload, columns } = options;
  return namesBatch(options) && workload === undefined && columns === undefined;
}

type WorkloadBatch = RequestedBatch & { lengths: RequestLengths };

function batchOfWorkload(workload: string, { lengths, ...requests }: Workload): WorkloadBatch {
  return {
    // Of a file only its name: the folders would tell more than a plan should.
    name: /^\d+\/\d+$/.test(workload) ? workload : basename(workload),
    usefulKvTokens: usefulKvTokens(lengths),
    extent: {
      decodeContext: meanDecodeContext(lengths),
      prefillContext: meanPromptPosition(lengths),
    },
    requests,
    lengths,
    choices: (kvCapacityTokens) => denseBatchChoices(lengths, kvCapacityTokens),
  };
}

/** One step of the workload's, which may be far from its steady state. */
function stepOf(
  requested: WorkloadBatch,
  step: { tokens: number; decodeTokens: number },
): RequestedBatch {
  const batch = { tokens: step.tokens, prefillTokens: step.tokens - step.decodeTokens };
  return {
    ...requested,
    extent: { ...requested.extent, batch },
    choices: (kvCapacityTokens) => [workloadBatch(requested.lengths, step, kvCapacityTokens)],
  };
}

/** @throws PlannerError `E_USAGE` when a step of a workload is not given by its tokens alone */
function requireStep({ workload, batch, decode, context }: BatchOptions): void {
  if (context !== undefined) {
    const option = workload === undefined ? "--columns" : "--workload";
    throw new PlannerError("E_USAGE", `${option} contradicts --context`, {
      remedy:
        "Leave --context out, since contexts follow from the workload; or leave the workload out.",
    });
  }
  if (batch === undefined || decode === undefined) {
    throw new PlannerError("E_USAGE", "a step of a workload needs --batch and --decode", {
      remedy: "Give both, such as --batch 1024 --decode 256; or neither, for the steady state.",
    });
  }
}

/** @throws PlannerError `E_USAGE` when a batch of the user's own lacks one of its sizes */
function requireExplicit({ batch, decode, context }: BatchOptions): void {
  if (batch === undefined || decode === undefined || (context === undefined && decode > 0)) {
    throw new PlannerError("E_USAGE", "a dense batch needs --batch, --decode and --context", {
      remedy: "Give all three, such as --batch 1024 --decode 256 --context 1024.",
    });
  }
  if (decode === 0 && context !== undefined && context > 0) {
    throw new PlannerError("E_USAGE", "--context is of decode tokens, and --decode asks for none", {
      remedy: "Leave --context out, or give --decode 1 or more.",
    });
  }
}

/** @param options that have passed `requireExplicit`; only one without decode tokens has no context */
function explicitBatch(
  { batch = 0, decode = 0, context: decodeContext = 0 }: PlanningOptions,
  limits: PositionLimits,
): RequestedBatch {
  requirePositions(decodeContext, limits, "a mean context");
  return {
    name: `${decode}+${batch - decode} x ${formatNumber(decodeContext)}`,
    usefulKvTokens: decode * decodeContext,
    extent: {
      decodeContext,
      prefillContext: 0,
      batch: { tokens: batch, prefillTokens: batch - decode },
    },
    requests: {},
    choices: (kvCapacityTokens) => [
      explicitDenseBatch({ tokens: batch, decodeTokens: decode, decodeContext }, kvCapacityTokens),
    ],
  };
}
