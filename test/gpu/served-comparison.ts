import type { Program } from "../../src/generated/program.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { type RequestHandle, Runtime } from "../../src/runtime/serving/runtime.ts";
import type { StepRecord } from "../../src/runtime/serving/step-record.ts";
import type { ServingEngine } from "../../src/step/serving-step.ts";
import { ForcedEngine } from "./forced-engine.ts";
import type { ReferenceRequest } from "./transformers-reference.ts";

/** Of one token that the reference appended. */
export interface ServedError {
  /** Root mean square of the likeliest tokens' log probabilities beside the reference's, over that of its logits. */
  error: number;
  /** Whether the reference prefers its token to the one that was sampled by more than a few errors of a logit. */
  isWrong: boolean;
}

export interface ServedComparison {
  errors: ServedError[];
  /** What serving did meanwhile. */
  met: {
    programs: Set<string>;
    preemptions: number;
    /** Prompts that took several steps. */
    chunkedPrompts: number;
    /** That requests found in the cache. */
    sharedTokens: number;
    cancelled: number;
  };
}

export interface ServedOptions {
  programs: ReadonlyMap<string, Program>;
  vocabularySize: number;
}

/** Of the KV cache, the scrap page included: few, so that requests are preempted. */
export const SERVED_PAGES = 86;
export const SERVED_SLOTS = 12;
export const SERVED_POSITIONS = 1024;

const LIKELIEST = 32;
const NEAR_TIE_ERRORS = 4;
/** Requests beside the reference's, which are cancelled after some tokens. */
const NEIGHBOURS = 3;
const NEIGHBOUR_TOKENS = 60;
const TOKENS_BEFORE_CANCELLATION = 4;

/**
 * Serves the reference's requests with neighbours that are cancelled, on few pages, by programs that
 * take turns. The last request comes when the first has its first token, so that it finds the pages
 * that both begin with.
 */
export async function serveReference(
  engine: ServingEngine,
  requests: readonly ReferenceRequest[],
  logitsOf: (request: number, index: number) => Float32Array,
  options: ServedOptions,
): Promise<ServedComparison> {
  const [pageTokens = 0] = [...options.programs.values()].map(pageTokensOf);
  const names = [...options.programs.keys()];
  let steps = 0;
  const first = requests.length - 1;
  const forced = new ForcedEngine(
    engine,
    // Those that come at once, their neighbours, and the last.
    new Map(requests.map((request, id) => [id < first ? id : id + NEIGHBOURS, request])),
  );
  const records: StepRecord[] = [];
  const runtime = new Runtime(forced, {
    programs: [...options.programs].map(([name, { batch }]) => ({ name, batch })),
    choice: { choose: () => names[steps++ % names.length] as string },
    ...{ kvPages: SERVED_PAGES, slots: SERVED_SLOTS, positions: SERVED_POSITIONS },
    ...{ vocabularySize: options.vocabularySize, pageTokens },
    sharesPrefixes: true,
    outputShare: 0,
    onStep: (record) => records.push(record),
  });
  let cancelled = 0;
  const submit = (
    request: ReferenceRequest,
    onToken?: (index: number, own: RequestHandle) => void,
  ) => {
    const own: RequestHandle = runtime.submit(
      {
        prompt: request.prompt,
        maxTokens: request.tokens.length,
        sampling: { logprobs: LIKELIEST },
      },
      (event) => {
        if (event.kind === "token") onToken?.(event.index, own);
        else if (event.kind === "finished" && event.reason === "cancelled") cancelled++;
        else if (event.kind === "refused" || event.reason !== "length")
          throw new Error(`a request ended otherwise: ${JSON.stringify(event)}`);
      },
    );
  };
  for (const [id, request] of requests.slice(0, first).entries()) {
    submit(
      request,
      id === 0 ? (index) => index === 0 && submit(requests[first] as ReferenceRequest) : undefined,
    );
  }
  for (let neighbour = 0; neighbour < NEIGHBOURS; neighbour++) {
    const prompt = Array.from({ length: NEIGHBOUR_TOKENS }, (_, at) => (at * 7 + neighbour) % 900);
    submit({ prompt, tokens: prompt }, (index, own) => {
      if (index + 1 === TOKENS_BEFORE_CANCELLATION) own.cancel();
    });
  }
  await runtime.idle();
  if (runtime.failure !== undefined) throw runtime.failure;
  return {
    errors: forced.forced.map(({ request, index, sampled, logprobs }) => {
      const id = Math.min(request, first);
      const found = logprobs?.likeliest ?? [];
      return errorOf(found, sampled, logitsOf(id, index), requests[id]?.tokens[index] as number);
    }),
    met: {
      programs: new Set(records.map(({ program }) => program)),
      preemptions: records.reduce((sum, record) => sum + record.preemptions, 0),
      chunkedPrompts: forced.chunked.size,
      sharedTokens: [...forced.cachedAtFirst.values()].reduce((sum, tokens) => sum + tokens, 0),
      cancelled,
    },
  };
}

function errorOf(
  likeliest: readonly { token: number; logprob: number }[],
  sampled: number,
  expected: Float32Array,
  wanted: number,
): ServedError {
  const most = expected.reduce((best, value) => Math.max(best, value));
  const sum = expected.reduce((total, value) => total + Math.exp(value - most), 0);
  const logSum = most + Math.log(sum);
  const squares = likeliest.reduce((total, { token, logprob }) => {
    return total + (logprob - ((expected[token] as number) - logSum)) ** 2;
  }, 0);
  const deviation = Math.sqrt(squares / likeliest.length);
  const size = Math.sqrt(
    expected.reduce((total, value) => total + value ** 2, 0) / expected.length,
  );
  const lost = most - (expected[sampled] as number);
  return {
    error: deviation / size,
    isWrong: sampled !== wanted && lost > NEAR_TIE_ERRORS * deviation,
  };
}
