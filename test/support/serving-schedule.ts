import type { Program } from "../../src/generated/program.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import {
  LAST_SAMPLED,
  type PageEntry,
  type SamplingParameters,
  type ServingStep,
  type SlotSampling,
} from "../../src/step/serving-step.ts";
import { layOutStep, type Step, type StepRequest } from "../../src/step/step.ts";

export interface ScheduleOptions {
  steps: number;
  slots: number;
  /** Tokens of a prompt that enter in one step. */
  chunkTokens: number;
  pageTokens: number;
  vocabularySize: number;
  /** Prompt and output tokens of request `id`. */
  lengths(id: number): { prompt: number; output: number };
  /** What request `id` is sampled by; none: the likeliest token, without saying so. */
  parameters?(id: number): SamplingParameters | undefined;
}

/** What one step does, whichever program runs it. */
export interface ScheduledStep {
  requests: readonly (StepRequest & { slot: number })[];
  pageEntries: readonly PageEntry[];
  sampling: readonly SlotSampling[];
}

interface Running {
  id: number;
  slot: number;
  prompt: number[];
  output: number;
  cached: number;
  pages: number[];
}

/**
 * Requests that arrive without end: each takes a slot that is free and pages from a pool, runs for as
 * many tokens as it was told, and leaves both to others. Tokens after the prompt are LAST_SAMPLED.
 *
 * @returns the steps, and the pages of the cache with the scrap page
 */
export function servingSchedule(options: ScheduleOptions): {
  steps: ScheduledStep[];
  kvPages: number;
} {
  const { slots, pageTokens } = options;
  const free = Array.from({ length: slots }, (_, slot) => slot);
  const pool: number[] = [];
  let kvPages = 1;
  let nextId = 0;
  let running: Running[] = [];
  const steps = Array.from({ length: options.steps }, () => {
    const sampling: SlotSampling[] = [];
    for (let slot = free.shift(); slot !== undefined; slot = free.shift()) {
      const parameters = options.parameters?.(nextId);
      if (parameters !== undefined) sampling.push({ slot, parameters });
      running.push(arrival(options, nextId++, slot));
    }
    const pageEntries: PageEntry[] = [];
    const requests = running.map((request) => {
      const { id, slot, prompt, pages, cached } = request;
      const isPrompt = cached < prompt.length;
      const end = isPrompt ? Math.min(prompt.length, cached + options.chunkTokens) : cached + 1;
      while (pages.length * pageTokens < end) {
        const page = pool.pop() ?? kvPages++;
        pageEntries.push({ slot, index: pages.push(page) - 1, page });
      }
      request.cached = end;
      return {
        ...{ id, slot, pages: [...pages], cachedTokens: cached },
        kind: isPrompt ? ("prefill" as const) : ("decode" as const),
        tokenIds: isPrompt ? prompt.slice(cached, end) : [LAST_SAMPLED],
        sampled: end >= prompt.length,
      };
    });
    const ended = running.filter(
      ({ prompt, output, cached }) => cached === prompt.length + output - 1,
    );
    running = running.filter((request) => !ended.includes(request));
    for (const { slot, pages } of ended) {
      free.push(slot);
      pool.push(...pages);
    }
    return { requests, pageEntries, sampling };
  });
  return { steps, kvPages };
}

function arrival({ vocabularySize, lengths }: ScheduleOptions, id: number, slot: number): Running {
  const { prompt: length, output } = lengths(id);
  const prompt = Array.from(
    { length },
    (_, index) => (id * 7919 + index * index * 31 + index * 17 + 1) % vocabularySize,
  );
  return { id, slot, prompt, output, cached: 0, pages: [] };
}

/** The step in the rows of a program, for an engine that serves. */
export function servingStepOf(
  program: Program,
  { requests, pageEntries, sampling }: ScheduledStep,
): ServingStep {
  const step = layOutStep(program.batch, pageTokensOf(program), requests);
  const slots = new Int32Array(step.sequences.length).fill(-1);
  for (const [index, { slot }] of requests.entries()) slots[index] = slot;
  return { ...step, slots, pageEntries, sampling };
}

/** The same step for an engine that is told each token. */
export function plainStepOf(
  program: Program,
  { requests }: ScheduledStep,
  lastTokens: ReadonlyMap<number, number>,
): Step {
  const told = requests.map((request) => ({
    ...request,
    tokenIds: request.tokenIds.map((token) =>
      token === LAST_SAMPLED ? (lastTokens.get(request.id as number) as number) : token,
    ),
  }));
  return layOutStep(program.batch, pageTokensOf(program), told);
}
