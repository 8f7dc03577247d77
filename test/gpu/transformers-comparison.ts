import { limitsOf } from "../../src/engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import { openCheckpoint } from "../../src/engine/cuda/weights/checkpoint.ts";
import type { Program } from "../../src/generated/program.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { layOutStep, type StepRequest } from "../../src/step/step.ts";
import { type PlanKind, planForGpu } from "./plan-for-gpu.ts";
import { type ReferenceRequest, readLogits, readReference } from "./transformers-reference.ts";

export interface LogitsComparison {
  /** ||logits - reference|| / ||reference|| of each sampled row. */
  errors: number[];
  /** What transformers itself makes in bf16. */
  bf16Errors: readonly number[];
  /** Rows in which the greedy token is not the reference's. */
  otherTokens: number;
  /** Those of them in which the reference's logits differ by more than the row's error explains. */
  wrongTokens: number;
}

/** Prompt tokens of a request in one step. */
const CHUNK_TOKENS = 96;

export interface ComparisonOptions {
  /** native-executor, or what starts it. */
  binary: string;
  /** SMs of the GPU. */
  smCount: number;
  /** GPUs that share each layer. */
  tensorParallel?: 1 | 2;
  /** Where fewer than all steps shall do. */
  mostSteps?: number;
}

/**
 * Serves the reference's requests with a checkpoint on the first GPUs, prompts in chunks and all
 * requests in each step, by a sequential plan or by one with two nano-batches that overlap. Each
 * step is fed the reference's tokens, so that one wrong token does not spoil those after it.
 */
export async function compareWithReference(
  folder: string,
  kind: PlanKind,
  { binary, smCount, tensorParallel = 1, mostSteps = Number.POSITIVE_INFINITY }: ComparisonOptions,
): Promise<LogitsComparison> {
  const { model, ...checkpoint } = openCheckpoint(folder);
  const { shape, layers } = model;
  const program = lowerPlan(planForGpu(kind, { shape, layers, smCount, tensorParallel }), layers);
  const { requests, bf16Errors } = readReference(folder);
  const pageTokens = pageTokensOf(program);
  const { steps, kvPages } = serve(requests, program, pageTokens);
  const limits = limitsOf(
    program,
    steps.map(({ step }) => step),
  );
  const engine = await CudaEngine.open({
    ...checkpoint,
    binary,
    devices: Array.from({ length: tensorParallel }, (_, rank) => rank),
    signal: new AbortController().signal,
    shape,
    layers,
    programs: new Map([["plan", { program, limits }]]),
    kvPages,
    randomCache: false,
  });
  try {
    const reference = readLogits(folder, requests, shape.vocabularySize);
    const result: LogitsComparison = { errors: [], bf16Errors, otherTokens: 0, wrongTokens: 0 };
    for (const { step, rows } of steps.slice(0, mostSteps)) {
      const { tokens } = await engine.step("plan", step);
      const logits = await engine.logits("plan", rows.length);
      const width = logits.length / rows.length;
      for (const [row, { request, index }] of rows.entries()) {
        const expected = reference(request, index);
        const actual = logits.subarray(row * width, row * width + expected.length);
        result.errors.push(relativeError(actual, expected));
        const token = tokens[row] as number;
        if (token === requests[request]?.tokens[index]) continue;
        result.otherTokens++;
        if (!isNearTie(token, actual, expected)) result.wrongTokens++;
      }
    }
    return result;
  } finally {
    await engine.close();
  }
}

/** Steps until every request has its tokens, and which of them each sampled row is. */
function serve(requests: readonly ReferenceRequest[], { batch }: Program, pageTokens: number) {
  const pages = dealPages(requests, pageTokens);
  const done = requests.map(() => 0);
  const steps = [];
  for (;;) {
    const rows: { request: number; index: number }[] = [];
    const entries = requests.flatMap(({ prompt, tokens }, id): StepRequest[] => {
      const cachedTokens = done[id] as number;
      if (cachedTokens >= prompt.length + tokens.length - 1) return [];
      const isPrompt = cachedTokens < prompt.length;
      const all = [...prompt, ...tokens];
      const end = isPrompt
        ? Math.min(prompt.length, cachedTokens + CHUNK_TOKENS)
        : cachedTokens + 1;
      done[id] = end;
      const sampled = end >= prompt.length;
      if (sampled) rows.push({ request: id, index: end - prompt.length });
      return [
        {
          id,
          kind: isPrompt ? "prefill" : "decode",
          pages: pages[id] as number[],
          cachedTokens,
          tokenIds: all.slice(cachedTokens, end),
          sampled,
        },
      ];
    });
    if (entries.length === 0) break;
    steps.push({ step: layOutStep(batch, pageTokens, entries), rows });
  }
  return { steps, kvPages: 1 + Math.max(...pages.flat()) };
}

/** Pages of the requests dealt by turns, so that none has consecutive ones. */
function dealPages(requests: readonly ReferenceRequest[], pageTokens: number): number[][] {
  return requests.map(({ prompt, tokens }, id) =>
    Array.from(
      { length: Math.ceil((prompt.length + tokens.length) / pageTokens) },
      (_, index) => 1 + id + index * requests.length,
    ),
  );
}

/** Whether the reference prefers its token to this one by no more than a few errors of a logit. */
function isNearTie(token: number, actual: Float32Array, expected: Float32Array): boolean {
  const rootMeanSquare =
    (relativeError(actual, expected) * norm(expected)) / Math.sqrt(expected.length);
  const best = expected.reduce((most, value) => Math.max(most, value));
  return best - (expected[token] ?? Number.NEGATIVE_INFINITY) < 4 * rootMeanSquare;
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}

function relativeError(actual: Float32Array, expected: Float32Array): number {
  return norm(expected.map((value, index) => value - (actual[index] as number))) / norm(expected);
}
