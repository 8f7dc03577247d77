import type { KernelKind } from "../../generated/profile.ts";

/**
 * How much of a batch a kernel works on. `tokens` are requests for decode attention; `context` is
 * the mean of KV tokens read per request (decode), or before the chunk (prefill), else 0.
 */
export interface Size {
  tokens: number;
  context: number;
}

export interface Point extends Size {
  us: number;
}

/** Points of one kernel, implementation and partition: per context, by rising tokens. */
export interface Curve {
  kind: KernelKind;
  lines: readonly Line[];
}

interface Line {
  context: number;
  points: readonly Point[];
}

/** Rows of the usual GEMM tile: grids of token counts go by it. */
export const TILE_TOKENS = 128;

/** Beyond the largest measured size durations are told up to this factor. */
export const REACH = 1.5;

/** Query rows of the smallest attention tile: sizes that need the same tiles cost the same. */
const QUERY_ROWS = 64;

export function isGemm(kind: KernelKind): boolean {
  return kind === "gemm" || kind === "grouped_gemm";
}

/**
 * Whether a kernel launches no more CTAs than the group of a CTA limit has SMs. The others launch
 * many short CTAs, for which those of the remainder leave room all the time.
 */
export function keepsToTarget(kind: KernelKind): boolean {
  return isGemm(kind) || kind === "prefill_attention";
}

/** Tokens that whole tiles hold. */
export function fillTiles(tokens: number): number {
  return Math.ceil(tokens / TILE_TOKENS) * TILE_TOKENS;
}

export function curveOf(kind: KernelKind, points: readonly Point[]): Curve {
  const contexts = [...new Set(points.map((point) => point.context))].sort((a, b) => a - b);
  const lines = contexts.map((context) => ({
    context,
    points: points.filter((point) => point.context === context).sort((a, b) => a.tokens - b.tokens),
  }));
  return { kind, lines };
}

/**
 * Duration at a size between the measured ones, by the physics of the kernel; for matrix products
 * see `gemmUs`. Decode attention is affine in requests x context. Prefill attention is affine in
 * context. In tokens it goes by tiles of query rows where it was measured at each. Elsewhere it
 * goes by a parabola: its attended area is tokens x (context + tokens / 2). The rest is affine in
 * tokens.
 *
 * Below the smallest measured size the duration there is an upper bound, and is returned. Beyond
 * the longest context it follows the line through the two longest, or its share of the work. Where
 * the next context was measured with fewer requests, since no more fit the memory, decode attention
 * goes by the KV tokens that it reads.
 *
 * @returns µs; undefined when the size lies more than {@link REACH} beyond what was measured
 */
export function durationUs(curve: Curve, size: Size): number | undefined {
  const { lines, kind } = curve;
  const above = lines.findIndex((line) => line.context >= size.context);
  const high = above < 0 ? undefined : lines[above];
  const low = lines[above < 0 ? lines.length - 1 : above - 1];
  const highUs = high && alongTokens(kind, high, size.tokens);
  if (high?.context === size.context && highUs !== undefined) return highUs;

  const lowUs = low && alongTokens(kind, low, size.tokens);
  if (low === undefined || lowUs === undefined) return highUs;
  if (high !== undefined && highUs !== undefined) {
    const share = (size.context - low.context) / (high.context - low.context);
    return lowUs + share * (highUs - lowUs);
  }
  const growth = workRatio(kind, size, { tokens: size.tokens, context: low.context });
  if (growth > REACH)
    return high !== undefined && kind === "decode_attention"
      ? atEqualWork([low, high], size)
      : undefined;
  const before = lines[lines.indexOf(low) - 1];
  const beforeUs = before && alongTokens(kind, before, size.tokens);
  if (before === undefined || beforeUs === undefined) return lowUs * growth;
  const perToken = (lowUs - beforeUs) / (low.context - before.context);
  return lowUs + Math.max(perToken, 0) * (size.context - low.context);
}

/**
 * Decode attention between two contexts, each asked at as many requests as read as many KV tokens: the
 * time hangs hardly on how many requests these belong to.
 *
 * @returns µs; undefined when neither context was measured near so many
 */
function atEqualWork([low, high]: readonly [Line, Line], size: Size): number | undefined {
  const [lowUs, highUs] = [low, high].map((line) => {
    const tokens = (size.tokens * size.context) / line.context;
    const [least] = line.points;
    return least === undefined || tokens < least.tokens
      ? undefined
      : alongTokens("decode_attention", line, tokens);
  });
  if (lowUs === undefined || highUs === undefined) return lowUs ?? highUs;
  const share = (size.context - low.context) / (high.context - low.context);
  return lowUs + share * (highUs - lowUs);
}

function alongTokens(kind: KernelKind, line: Line, wanted: number): number | undefined {
  const { points, context } = line;
  const exact = points.find((point) => point.tokens === wanted);
  if (exact !== undefined) return exact.us;

  const above = points.findIndex((point) => point.tokens >= wanted);
  const high = points[above];
  if (high === undefined) {
    const last = points.at(-1);
    if (last === undefined || wanted > REACH * last.tokens) return undefined;
    return last.us * workRatio(kind, { tokens: wanted, context }, last);
  }
  const low = points[above - 1];
  if (low === undefined) return high.us;
  if (kind === "prefill_attention") {
    const oneTile = high.tokens - low.tokens <= QUERY_ROWS;
    return oneTile ? high.us : betweenQuadratic(points, above, wanted);
  }
  return low.us + ((wanted - low.tokens) / (high.tokens - low.tokens)) * (high.us - low.us);
}

/** Parabola through the two neighbours and the next point, kept between the two neighbours. */
function betweenQuadratic(points: readonly Point[], above: number, tokens: number): number {
  const [low, high] = [points[above - 1] as Point, points[above] as Point];
  const third = points[above + 1] ?? points[above - 2];
  const slope = (high.us - low.us) / (high.tokens - low.tokens);
  const chord = low.us + slope * (tokens - low.tokens);
  if (third === undefined) return chord;
  const curvature =
    ((third.us - high.us) / (third.tokens - high.tokens) - slope) / (third.tokens - low.tokens);
  const us = chord + curvature * (tokens - low.tokens) * (tokens - high.tokens);
  return Math.min(Math.max(us, Math.min(low.us, high.us)), Math.max(low.us, high.us));
}

/**
 * Work that grows with the batch, in units of its own for each kind; only ratios mean something.
 */
export function batchWork(kind: KernelKind, { tokens, context }: Size): number {
  if (kind === "decode_attention") return tokens * Math.max(context, 1);
  if (kind === "prefill_attention") return tokens * (context + tokens / 2);
  return tokens;
}

function workRatio(kind: KernelKind, size: Size, base: Size): number {
  return batchWork(kind, size) / batchWork(kind, base);
}
