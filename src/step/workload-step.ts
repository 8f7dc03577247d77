import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import { greatestCommonDivisor } from "../integers.ts";
import { layOutStep, type Step, type StepRequest } from "./step.ts";

/** Prompts are dealt in chunks of up to this many tokens, as the profiler measures them. */
const MOST_CHUNK_TOKENS = 512;

/** Steps on one KV cache. */
export interface WorkloadSteps {
  steps: readonly Step[];
  /** Pages of the cache, the scrap page included. */
  kvPages: number;
}

/**
 * The step that a plan is made for, for programs that cut its dense batch differently: requests in
 * the midst of their generation, with the workload's context, and chunks of prompts. Pages are dealt
 * in a mixed order, as after a while of serving.
 */
export function workloadSteps(
  { workload, model }: Pick<Plan, "workload" | "model">,
  programs: readonly Program[],
  pageTokens: number,
): WorkloadSteps {
  const { decodeTokens, prefillTokens, decodeContext, prefillContext } = workload;
  const chunks = Math.ceil(prefillTokens / MOST_CHUNK_TOKENS);
  const sequences = [
    ...contexts(decodeTokens, decodeContext).map((context) => ({
      kind: "decode" as const,
      cached: context - 1,
      fresh: 1,
    })),
    ...contexts(chunks, prefillContext).map((cached, index) => ({
      kind: "prefill" as const,
      cached,
      fresh: Math.min(MOST_CHUNK_TOKENS, prefillTokens - index * MOST_CHUNK_TOKENS),
    })),
  ];
  const pageCounts = sequences.map(({ cached, fresh }) => Math.ceil((cached + fresh) / pageTokens));
  const kvPages = 1 + pageCounts.reduce((sum, count) => sum + count, 0);
  const pages = mixed(kvPages - 1);
  let used = 0;
  const requests = sequences.map(({ kind, cached, fresh }, id): StepRequest => {
    const from = used;
    used += pageCounts[id] as number;
    return {
      id,
      kind,
      cachedTokens: cached,
      pages: pages.slice(from, used),
      tokenIds: Array.from(
        { length: fresh },
        (_, index) => (id * 7919 + index * 104_729 + 1) % model.shape.vocabularySize,
      ),
      sampled: kind === "decode",
    };
  });
  const steps = programs.map(({ batch }) => layOutStep(batch, pageTokens, requests));
  return { steps, kvPages };
}

/** Whole numbers whose sum is `count` times the mean, rounded. */
function contexts(count: number, mean: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => Math.round((index + 1) * mean) - Math.round(index * mean),
  );
}

/** 1 to count in a fixed order without runs: multiples of a number coprime to count + 1. */
function mixed(count: number): number[] {
  const modulus = count + 1;
  let stride = Math.max(1, Math.round(modulus * 0.618));
  while (greatestCommonDivisor(stride, modulus) !== 1) stride++;
  return Array.from({ length: count }, (_, index) => ((index + 1) * stride) % modulus);
}
