import { analyze, type ProductCeilings } from "../../analysis/analyze.ts";
import { computeOptimum, rooflineOptimum } from "../../analysis/optima.ts";
import type { ServingSet } from "../../deploy/serving-set.ts";
import type { BatchPart } from "../../ir/op-graph.ts";
import type { ReplayLog, StepLog } from "../replay-log.ts";

/** Throughputs that no order of work exceeds, tokens/s per GPU, and what was reached of each. */
export interface Optimum {
  /** The products of the weights at the best rate of a burst: the optimum of NanoFlow's paper. */
  compute: Share;
  /** At the rate that products keep at the power cap; null where that was not measured. */
  sustainedCompute: Share | null;
  /** All work of the mean step at the ceilings, perfectly overlapped; null without a step. */
  roofline: Share | null;
}

export interface Share {
  tokensPerSecondPerGpu: number;
  reached: number;
}

export function optimumOf(
  log: Pick<ReplayLog, "steps">,
  { model, costs }: Pick<ServingSet, "model" | "costs">,
  tokensPerSecondPerGpu: number,
): Optimum {
  const share = (optimum: number): Share => ({
    tokensPerSecondPerGpu: optimum,
    reached: tokensPerSecondPerGpu / optimum,
  });
  const sustained = sustainedCeilings(costs.ceilings);
  const batch = meanBatch(log);
  const tensorParallel = model.tensorParallel;
  return {
    compute: share(computeOptimum(model, costs.ceilings)),
    sustainedCompute: sustained === undefined ? null : share(computeOptimum(model, sustained)),
    roofline:
      batch === undefined
        ? null
        : share(
            rooflineOptimum(
              { tensorParallel, batch },
              analyze(model, tensorParallel, batch, costs.ceilings).step,
            ),
          ),
  };
}

/** At the power cap; FP8 products are taken to lose as much of a burst's rate there as bf16 ones. */
function sustainedCeilings({
  gemmFlopsPerSecond: burst,
  sustainedGemmFlopsPerSecond: sustained,
  fp8GemmFlopsPerSecond: fp8,
}: ServingSet["costs"]["ceilings"]): ProductCeilings | undefined {
  if (sustained === undefined) return undefined;
  return {
    gemmFlopsPerSecond: sustained,
    ...(fp8 !== undefined && { fp8GemmFlopsPerSecond: (fp8 * sustained) / burst }),
  };
}

/** What the steps worked on in the mean; undefined without a step. */
function meanBatch({ steps }: Pick<ReplayLog, "steps">): BatchPart | undefined {
  const sum = (of: (step: StepLog) => number) => steps.reduce((total, step) => total + of(step), 0);
  const decode = sum(({ rows }) => rows.decode + rows.promptInDecode);
  const prefill = sum(({ rows }) => rows.prompt - rows.promptInDecode + rows.decodeInPrefill);
  if (decode + prefill === 0) return undefined;
  return {
    tokens: (decode + prefill) / steps.length,
    decodeTokens: decode / steps.length,
    prefillTokens: prefill / steps.length,
    decodeContext: decode === 0 ? 0 : sum(({ kvReads }) => kvReads.decode) / decode,
    prefillContext: prefill === 0 ? 0 : sum(({ kvReads }) => kvReads.prefill) / prefill,
  };
}
