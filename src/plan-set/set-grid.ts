import type { RequestLengths } from "../workload/request-lengths.ts";
import type { SetProgram } from "./plan-set-file.ts";

/** The steps that a stream of requests goes through. */
export interface StreamSteps {
  /** Tokens of the steady state's dense batch. */
  denseBatchTokens: number;
  /** Of them decode tokens. */
  decodeTokens: number;
  /** Requests that generate at a time at most. */
  mostDecodeTokens: number;
}

/** A step that a set has a plan for. */
export interface GridStep {
  phase: SetProgram["phase"];
  tokens: number;
  decodeTokens: number;
  /** Whether its plan is searched; else it runs one kernel after the other. */
  searched: boolean;
}

/** Rows of a GEMM tile: fewer cost as much. */
const TILE = 128;
/** Levels of decode tokens in full batches, between none and the steady state. */
const RAMP_LEVELS = 4;
/** Decode-only batches by powers of two up to this: GEMMs are bound by reading their weights. */
const MOST_DOUBLED = 256;
/** Evenly spaced beyond. */
const DRAIN_LEVELS = 3;
/** Shares of the dense batch at which a stream below its capacity settles. */
const PART_FILLED = [1 / 8, 1 / 4, 1 / 2, 3 / 4];
/** Decode rows of the batch for a prompt that comes while few requests run. */
const FEW_RUNNING = 32;

/**
 * Requests that generate at a time at most, while a stream begins with all prompts at once. As long
 * as none finishes, each step decodes `d` tokens and prefills the other `B - d`, which is `(B - d) / p`
 * prompts: after `o` steps `d = B (1 - exp(-o / p))`. The KV cache may hold fewer.
 *
 * @param decodeContext mean KV tokens of a request that generates
 * @param kvCapacityTokens context that the KV cache holds
 */
export function mostDecoding(
  { meanPrompt, meanOutput }: Pick<RequestLengths, "meanPrompt" | "meanOutput">,
  steady: { denseBatchTokens: number; decodeTokens: number },
  decodeContext: number,
  kvCapacityTokens: number,
): number {
  const peak = Math.ceil(steady.denseBatchTokens * (1 - Math.exp(-meanOutput / meanPrompt)));
  const held = Math.floor(kvCapacityTokens / Math.max(1, decodeContext));
  return Math.max(1, steady.decodeTokens, Math.min(peak, held));
}

/**
 * The steps that a set has plans for, 24 at most:
 *
 * - steady state: one;
 * - ramp-up: full batches without decode tokens, with most of them, and with up to four numbers in
 *   between at multiples of the tile;
 * - part-filled: an eighth, a quarter, a half and three quarters of the batch in the steady state's
 *   proportions, as when requests come more slowly than they can be served; and half a batch of
 *   prompts for when hardly any run;
 * - drain: decode tokens alone, by powers of two up to 256, then at three even steps.
 *
 * Plans are searched where prompts meet a tile of decode tokens or more in half a batch or more:
 * overlap has then something to hide, and the stream spends its time there.
 */
export function gridOf(stream: StreamSteps): GridStep[] {
  const steps = [
    ...steadySteps(stream),
    ...rampSteps(stream),
    ...partSteps(stream),
    ...drainSteps(stream),
  ];
  const unique = new Map<string, GridStep>();
  for (const step of steps) {
    const { tokens, decodeTokens, phase } = step;
    const key = `${tokens} ${decodeTokens}`;
    if (unique.has(key)) continue;
    const both = decodeTokens >= TILE && decodeTokens < tokens;
    const searched = phase === "steady" || (both && 2 * tokens >= stream.denseBatchTokens);
    unique.set(key, { ...step, searched });
  }
  return [...unique.values()].sort(
    (a, b) => a.tokens - b.tokens || a.decodeTokens - b.decodeTokens,
  );
}

type Step = Omit<GridStep, "searched">;

function steadySteps({ denseBatchTokens: tokens, decodeTokens }: StreamSteps): Step[] {
  return [{ phase: "steady", tokens, decodeTokens }];
}

function rampSteps({
  denseBatchTokens: tokens,
  decodeTokens,
  mostDecodeTokens,
}: StreamSteps): Step[] {
  // Too close to the steady state a level is of no use.
  const below = Math.max(0, decodeTokens - TILE / 2);
  const spacing = TILE * Math.max(1, Math.ceil(below / TILE / (RAMP_LEVELS + 1)));
  const levels = Array.from({ length: Math.floor(below / spacing) }, (_, k) => (k + 1) * spacing);
  return [0, ...levels.slice(0, RAMP_LEVELS), Math.min(mostDecodeTokens, tokens)].map((decode) => ({
    phase: "ramp-up",
    tokens,
    decodeTokens: decode,
  }));
}

function partSteps({ denseBatchTokens, decodeTokens }: StreamSteps): Step[] {
  const share = decodeTokens / denseBatchTokens;
  const alike = PART_FILLED.map((part) => {
    const tokens = inTiles(denseBatchTokens * part);
    return { tokens, decodeTokens: Math.max(1, Math.round(tokens * share)) };
  });
  const half = inTiles(denseBatchTokens / 2);
  // Where the steady state has few decode tokens itself, there is such a batch already.
  const few =
    FEW_RUNNING <= (half * share) / 2 ? [{ tokens: half, decodeTokens: FEW_RUNNING }] : [];
  return [...alike, ...few]
    .filter((step) => step.tokens < denseBatchTokens && step.decodeTokens < step.tokens)
    .map((step) => ({ phase: "part-filled", ...step }));
}

function drainSteps({ mostDecodeTokens: most }: StreamSteps): Step[] {
  const doubled = Array.from({ length: 31 }, (_, power) => 2 ** power).filter(
    (tokens) => tokens < most && tokens <= MOST_DOUBLED,
  );
  const beyond = most - MOST_DOUBLED;
  const even = Array.from({ length: DRAIN_LEVELS - 1 }, (_, k) =>
    inTiles(MOST_DOUBLED + (beyond * (k + 1)) / DRAIN_LEVELS),
  ).filter((tokens) => tokens > MOST_DOUBLED && tokens < most);
  return [...doubled, ...even, most].map((tokens) => ({
    phase: "drain",
    tokens,
    decodeTokens: tokens,
  }));
}

function inTiles(tokens: number): number {
  return Math.ceil(tokens / TILE) * TILE;
}
