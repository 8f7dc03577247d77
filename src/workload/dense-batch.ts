import { PlannerError } from "../errors.ts";
import type { BatchPart } from "../ir/op-graph.ts";
import { DEFAULT_BATCH_TOKENS } from "../model/footprint.ts";
import {
  decodeShare,
  meanDecodeContext,
  meanPromptPosition,
  type RequestLengths,
} from "./request-lengths.ts";

/** Tokens of one step of the steady state. */
export interface DenseBatch extends BatchPart {
  /** What keeps it from being larger: the cap, KV memory, or the user's own figures. */
  limitedBy: "cap" | "kv-capacity" | "explicit";
}

/**
 * A batch that KV memory limits is cut to a multiple of this, the height of GEMM tiles: rows of a
 * part-filled tile cost as much as those of a full one.
 */
const TILE_ROWS = 128;

/**
 * Below about this many tokens a bf16 GEMM is bound by reading its weights: current data-centre
 * GPUs do 200 to 300 operations in the time of reading a byte, and a token does one per weight byte.
 * There is then no compute-bound work to overlap with.
 */
const USEFUL_BATCH_TOKENS = 256;

/**
 * The dense batch of the steady state: as many tokens are decoded and prefilled per step as keeps
 * the number of running requests constant. When the KV cache holds fewer requests than the cap
 * would decode, decode and prefill tokens shrink together.
 *
 * @param kvCapacityTokens context tokens that the KV cache holds
 * @param capTokens largest dense batch
 * @throws PlannerError `E_INFEASIBLE` when a request does not fit the KV cache
 */
export function deriveDenseBatch(
  lengths: RequestLengths,
  kvCapacityTokens: number,
  capTokens: number = DEFAULT_BATCH_TOKENS,
): DenseBatch {
  requireFits(lengths.longestRequest, kvCapacityTokens);
  const share = decodeShare(lengths);
  const decodeContext = meanDecodeContext(lengths);
  const runningRequests = Math.floor(kvCapacityTokens / decodeContext);
  const wanted = Math.round(capTokens * share);
  if (wanted <= runningRequests) return meanBatch(lengths, capTokens, wanted, "cap");

  const affordable = Math.floor(runningRequests / share);
  const tokens = affordable < TILE_ROWS ? affordable : affordable - (affordable % TILE_ROWS);
  const decodeTokens = Math.min(runningRequests, Math.round(tokens * share));
  return meanBatch(lengths, tokens, decodeTokens, "kv-capacity");
}

/**
 * The dense batch of the steady state and all smaller ones of whole tiles: with fewer tokens a GEMM may
 * fill its last wave of tiles better, and so do more per second.
 *
 * @returns the largest first
 * @throws PlannerError `E_INFEASIBLE` when a request does not fit the KV cache
 */
export function denseBatchChoices(
  lengths: RequestLengths,
  kvCapacityTokens: number,
  capTokens: number = DEFAULT_BATCH_TOKENS,
): [DenseBatch, ...DenseBatch[]] {
  const largest = deriveDenseBatch(lengths, kvCapacityTokens, capTokens);
  const fullTiles = Math.ceil(largest.tokens / TILE_ROWS) - 1;
  const smaller = Array.from({ length: fullTiles }, (_, k) => (fullTiles - k) * TILE_ROWS)
    .filter((tokens) => tokens >= USEFUL_BATCH_TOKENS)
    .map((tokens) => deriveDenseBatch(lengths, kvCapacityTokens, tokens));
  return [largest, ...smaller];
}

/** Figures of a batch that the user gives: `--batch`, `--decode`, `--context`. */
export interface ExplicitBatch {
  tokens: number;
  decodeTokens: number;
  /** Mean KV tokens per decode token. */
  decodeContext: number;
}

/**
 * A dense batch as the user wants it. Whether the KV of all its requests fits is left to the user,
 * who may ask about a GPU with more memory; prompts are taken to start in this step.
 *
 * @throws PlannerError `E_USAGE` when the figures contradict each other
 * @throws PlannerError `E_INFEASIBLE` when a single request does not fit the KV cache
 */
export function explicitDenseBatch(
  { tokens, decodeTokens, decodeContext }: ExplicitBatch,
  kvCapacityTokens: number,
): DenseBatch {
  requireTokens(tokens, decodeTokens);
  if (!Number.isFinite(decodeContext) || decodeContext < 0) {
    throw usage(`--context is ${decodeContext}`, "Give the mean context in tokens, 0 or more.");
  }
  if (decodeTokens > 0 && decodeContext < 1) {
    throw usage(
      `--context is ${decodeContext} with ${decodeTokens} decode tokens`,
      "A decode token reads at least its own key and value: give a context of 1 or more.",
    );
  }
  requireFits(decodeContext, kvCapacityTokens);
  return {
    tokens,
    decodeTokens,
    prefillTokens: tokens - decodeTokens,
    decodeContext: decodeTokens > 0 ? decodeContext : 0,
    prefillContext: 0,
    limitedBy: "explicit",
  };
}

/**
 * A dense batch of so many tokens whose requests are those of a workload: what a step holds while a
 * stream of them begins, ebbs or ends. Whether the KV of all requests fits is left to the user.
 *
 * @throws PlannerError `E_USAGE` when the figures contradict each other
 * @throws PlannerError `E_INFEASIBLE` when a request does not fit the KV cache
 */
export function workloadBatch(
  lengths: RequestLengths,
  { tokens, decodeTokens }: Omit<ExplicitBatch, "decodeContext">,
  kvCapacityTokens: number,
): DenseBatch {
  requireTokens(tokens, decodeTokens);
  requireFits(lengths.longestRequest, kvCapacityTokens);
  return meanBatch(lengths, tokens, decodeTokens, "explicit");
}

function requireTokens(tokens: number, decodeTokens: number): void {
  if (!Number.isSafeInteger(tokens) || tokens < 1) {
    throw usage(`--batch is ${tokens}`, "Give the tokens of a step, an integer of 1 or more.");
  }
  if (!Number.isSafeInteger(decodeTokens) || decodeTokens < 0 || decodeTokens > tokens) {
    throw usage(
      `--decode is ${decodeTokens} in a batch of ${tokens} tokens`,
      `Decode tokens are part of the batch: give an integer from 0 to ${tokens}.`,
    );
  }
}

/**
 * KV tokens that a useful cache holds: the longest request, and the running requests of a dense
 * batch whose GEMMs are bound by compute.
 */
export function usefulKvTokens(
  lengths: RequestLengths,
  capTokens: number = DEFAULT_BATCH_TOKENS,
): number {
  const batchTokens = Math.min(capTokens, USEFUL_BATCH_TOKENS);
  const runningRequests = Math.ceil(batchTokens * decodeShare(lengths));
  return Math.max(lengths.longestRequest, Math.ceil(runningRequests * meanDecodeContext(lengths)));
}

/** A batch with the contexts that requests of these lengths have on average. */
function meanBatch(
  lengths: RequestLengths,
  tokens: number,
  decodeTokens: number,
  limitedBy: DenseBatch["limitedBy"],
): DenseBatch {
  const prefillTokens = tokens - decodeTokens;
  return {
    tokens,
    decodeTokens,
    prefillTokens,
    decodeContext: decodeTokens > 0 ? meanDecodeContext(lengths) : 0,
    prefillContext: prefillTokens > 0 ? chunkContext(lengths, prefillTokens) : 0,
    limitedBy,
  };
}

/**
 * The prefill tokens of a step are costed as one chunk. Its previous context is such that their
 * mean position in it is the mean position of a prompt token; prompts shorter than the chunk start
 * in it and have none.
 */
function chunkContext(lengths: RequestLengths, prefillTokens: number): number {
  return Math.max(0, meanPromptPosition(lengths) - prefillTokens / 2);
}

function requireFits(requestTokens: number, kvCapacityTokens: number): void {
  if (requestTokens <= kvCapacityTokens) return;
  throw new PlannerError(
    "E_INFEASIBLE",
    `a request of ${Math.ceil(requestTokens)} tokens does not fit the KV cache of ` +
      `${kvCapacityTokens} tokens`,
    { remedy: "Use a larger --tp, a GPU with more memory or shorter requests." },
  );
}

function usage(message: string, remedy: string): PlannerError {
  return new PlannerError("E_USAGE", message, { remedy });
}
