import { attentionSpans } from "../../../step/step.ts";
import type { PagedKv } from "../memory/paged-kv.ts";
import { input, type Kernel, type KernelCall } from "./call.ts";
import { normalizedRows } from "./dense.ts";
import { roundedRows } from "./quantised.ts";

/**
 * Normalises queries and keys in models that do, and rotates both by their positions (Su et al.
 * 2021, in Llama's half-split form). Then it gives keys and values to the cache.
 *
 * `cache` comes back as [tokens, keys then values], which the engine puts into the tokens' slots.
 */
export const ropeKvAppend: Kernel = (call) => {
  const { queryWidth, kvWidth, rowWidth, head } = widths(call);
  const [first] = call.tokens;
  const { normEpsilon, frequencies } = call.shard.numerics;
  const qkv = input(call, "qkv").slice();
  const tokens = qkv.length / rowWidth;
  const cache = new Float64Array(tokens * 2 * kvWidth);
  for (let token = 0; token < tokens; token++) {
    const position = call.step.positions[first + token] as number;
    const row = qkv.subarray(token * rowWidth, (token + 1) * rowWidth);
    const query = row.subarray(0, queryWidth);
    const key = row.slice(queryWidth, queryWidth + kvWidth);
    for (const [heads, norm] of [
      [query, call.layer?.queryNorm],
      [key, call.layer?.keyNorm],
    ] as const) {
      if (norm !== undefined) heads.set(normalizedRows(heads, head, norm, normEpsilon));
      rotate(heads, frequencies, position);
    }
    cache.set(key, token * 2 * kvWidth);
    cache.set(row.subarray(queryWidth + kvWidth), (token * 2 + 1) * kvWidth);
  }
  return { qkv, cache: call.formats.kv === undefined ? cache : roundedRows(cache, head) };
};

/** Causal attention of each token on the cache of its sequence, decode and prefill alike. */
export const attention: Kernel = (call) => {
  const { queryWidth, kvWidth, rowWidth, head } = widths(call);
  const { step, kv, tokens } = call;
  const queries = input(call, "query");
  const output = new Float64Array((tokens[1] - tokens[0]) * queryWidth);
  const group = queryWidth / kvWidth;
  for (const { sequence, rows, contextBefore } of attentionSpans(step, tokens)) {
    const pages = step.sequences[sequence]?.pages ?? [];
    const context = cachedRows(kv, pages, contextBefore + rows[1] - rows[0], call.size("page"));
    for (let row = rows[0]; row < rows[1]; row++) {
      const cached = context.slice(0, contextBefore + row - rows[0] + 1);
      const local = row - tokens[0];
      for (let start = 0; start < queryWidth; start += head) {
        const query = queries.subarray(local * rowWidth + start, local * rowWidth + start + head);
        const kvStart = Math.floor(start / head / group) * head;
        output.set(attend(query, cached, kvStart, kvWidth), local * queryWidth + start);
      }
    }
  }
  return { output };
};

/** Rows of the cache, [keys then values], of a sequence's first tokens. */
function cachedRows(
  kv: PagedKv | undefined,
  pages: readonly number[],
  tokens: number,
  pageTokens: number,
): Float64Array[] {
  return Array.from({ length: tokens }, (_, position) => {
    const page = pages[Math.floor(position / pageTokens)] ?? 0;
    return kv?.row(page * pageTokens + (position % pageTokens)) ?? new Float64Array();
  });
}

function attend(
  query: Float64Array,
  cached: readonly Float64Array[],
  kvStart: number,
  kvWidth: number,
): Float64Array {
  const head = query.length;
  const tokens = cached.length;
  const weights = new Float64Array(tokens);
  let peak = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < tokens; at++) {
    const row = cached[at] as Float64Array;
    let sum = 0;
    for (let i = 0; i < head; i++) sum += (query[i] as number) * (row[kvStart + i] as number);
    weights[at] = sum / Math.sqrt(head);
    peak = Math.max(peak, weights[at] as number);
  }
  let total = 0;
  for (let at = 0; at < tokens; at++) {
    weights[at] = Math.exp((weights[at] as number) - peak);
    total += weights[at] as number;
  }
  const output = new Float64Array(head);
  const start = kvWidth + kvStart;
  for (let at = 0; at < tokens; at++) {
    const row = cached[at] as Float64Array;
    const share = (weights[at] as number) / total;
    for (let i = 0; i < head; i++)
      output[i] = (output[i] as number) + share * (row[start + i] as number);
  }
  return output;
}

/** Turns dimensions i and i + head / 2 of each head by position * frequencies[i], in place. */
function rotate(heads: Float64Array, frequencies: readonly number[], position: number): void {
  const head = 2 * frequencies.length;
  for (const [i, frequency] of frequencies.entries()) {
    const angle = position * frequency;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let low = i; low < heads.length; low += head) {
      const high = low + head / 2;
      const [a, b] = [heads[low] as number, heads[high] as number];
      heads[low] = a * cos - b * sin;
      heads[high] = b * cos + a * sin;
    }
  }
}

function widths(call: KernelCall) {
  const head = call.size("head");
  const queryWidth = call.size("qheads") * head;
  const kvWidth = call.size("kvheads") * head;
  return { head, queryWidth, kvWidth, rowWidth: queryWidth + 2 * kvWidth };
}
