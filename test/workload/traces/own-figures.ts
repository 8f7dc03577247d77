import { readFileSync } from "node:fs";
import { nanoseconds } from "../../../src/workload/trace/arrival-time.ts";
import type { TraceRow } from "../../../src/workload/trace/trace-row.ts";

type Fields = Record<string, unknown>;

/** Figures that one family of formats has alone, from the records as read. */
export function ownFigures(
  name: string,
  format: string,
  rows: readonly TraceRow[],
): Record<string, unknown> {
  switch (format) {
    case "mooncake":
      return prefixFigures(rows, 512);
    case "vllm-timed-trace":
      return prefixFigures(rows, 16);
    case "qwen-bailian":
      return { ...prefixFigures(rows, 16), ...chainFigures(rows) };
    case "burstgpt":
      return burstGptFigures(name, rows);
    case "azure-llm":
      return name.includes("multimodal") ? imageFigures(rows) : {};
    case "llmservingsim-agentic":
      return sessionFigures(rows);
    case "llmservingsim-bench-output":
      return { mean_ttft_from_queued_s: mean(rows.map(ttftSeconds)) };
    case "vllm-bench-detailed":
      return inputFigures(rows);
    case "weka":
      return conversationFigures(rows);
    default:
      return {};
  }
}

/** Block statistics of the records of a trace with `hash_ids`. */
function prefixFigures(rows: readonly TraceRow[], blockSize: number) {
  const seen = new Set<number>();
  let blocks = 0;
  let reusedBlocks = 0;
  let reusedTokens = 0;
  let odd = 0;
  for (const { record } of rows) {
    const { hash_ids: ids, input_length: tokens } = record as {
      hash_ids: number[];
      input_length: number;
    };
    const known = ids.findIndex((id) => !seen.has(id));
    const reused = known === -1 ? ids.length : known;
    blocks += ids.length;
    reusedBlocks += reused;
    reusedTokens += Math.min(reused * blockSize, tokens);
    odd += ids.length === Math.ceil(tokens / blockSize) ? 0 : 1;
    for (const id of ids) seen.add(id);
  }
  return {
    hash_blocks: blocks,
    unique_blocks: seen.size,
    prefix_reused_blocks_infinite_cache: reusedBlocks,
    prefix_reused_tokens_infinite_cache: reusedTokens,
    rows_where_len_hash_ids_ne_ceil: odd,
  };
}

function chainFigures(rows: readonly TraceRow[]) {
  const records = recordsOf(rows);
  const ids = new Set(records.map(({ chat_id }) => chat_id));
  const parents = records.map(({ parent_chat_id }) => parent_chat_id);
  return {
    roots: parents.filter((parent) => parent === -1).length,
    orphan_parents: parents.filter((parent) => parent !== -1 && !ids.has(parent)).length,
    types: [...new Set(records.map(({ type }) => type))].sort(),
  };
}

function burstGptFigures(name: string, rows: readonly TraceRow[]) {
  const path = new URL(`samples/${name}`, import.meta.url);
  const header = readFileSync(path, "utf8").split("\n", 1).join().split(",");
  const cells = rows.map(({ record }) => record as string[]);
  const column = (title: string) => cells.map((row) => row[header.indexOf(title)] ?? "");
  const sums = column("Request tokens").map(
    (prompt, row) => Number(prompt) + Number(column("Response tokens")[row]),
  );
  const sessions = column("Session ID").filter((session) => session !== "");
  return {
    log_types: counts(column("Log Type")),
    models: counts(column("Model")),
    duplicate_rows: cells.length - new Set(cells.map(String)).size,
    total_ne_sum: column("Total tokens").filter((total, row) => Number(total) !== sums[row]).length,
    ...(header.includes("Session ID") && {
      sessions: new Set(sessions).size,
      blank_session_rows: rows.length - sessions.length,
    }),
  };
}

function counts(values: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const value of values) found[value] = (found[value] ?? 0) + 1;
  return found;
}

function imageFigures(rows: readonly TraceRow[]) {
  const images = rows.map(({ record }) => Number((record as string[])[1]));
  return {
    images_total: images.reduce((a, b) => a + b, 0),
    rows_with_images: images.filter((count) => count > 0).length,
  };
}

/** The one session without requests gives no row. */
function sessionFigures(rows: readonly TraceRow[]) {
  const sessions = new Set(recordsOf(rows).filter((record) => "sub_requests" in record));
  const path = new URL("samples/synthetic-llmservingsim-agentic.jsonl", import.meta.url);
  const lines = readFileSync(path, "utf8").trim().split("\n");
  const all = lines.filter((line) => line.includes("sub_requests")).length;
  return { lines: lines.length, sessions: all, empty_sessions: all - sessions.size };
}

function ttftSeconds({ record }: TraceRow): number {
  const { first_token_ts, queued_ts } = record as Fields;
  return Number(first_token_ts) - Number(queued_ts);
}

function inputFigures(rows: readonly TraceRow[]) {
  const [record = {}] = recordsOf(rows);
  const prompts = rows.map(({ promptTokens }) => promptTokens ?? 0);
  return {
    sum_input_lens_including_failed: prompts.reduce((a, b) => a + b, 0),
    total_input_tokens_field: record.total_input_tokens,
  };
}

/** Offsets within conversations, which the reader gives as no arrivals. */
function conversationFigures(rows: readonly TraceRow[]) {
  const conversations = [...new Set(recordsOf(rows))];
  const offsets = conversations
    .flatMap(({ requests }) => requests as Fields[])
    .map(({ t }) => Number(nanoseconds(String(t), "s")) / 1e9);
  const span = Math.max(...offsets) - Math.min(...offsets);
  return {
    conversations: conversations.length,
    duration_s_all_rows: span,
    duration_s_usable: span,
    arrivals_known: offsets.length,
    order_inversions: offsets.filter((t, index) => t < (offsets[index - 1] ?? t)).length,
    rows_sharing_an_earlier_timestamp: offsets.length - new Set(offsets).size,
    first_timestamp_in_seconds: offsets[0],
  };
}

function recordsOf(rows: readonly TraceRow[]): Fields[] {
  return rows.map(({ record }) => record as Fields);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
