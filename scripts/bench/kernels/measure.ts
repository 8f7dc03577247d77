import type { Answer } from "../../../src/campaign/session/protocol.ts";
import type { NativeServer } from "../../../src/campaign/session/server.ts";
import type { Entry, MeasuredEntry } from "./entry.ts";
import type { BenchmarkRow, SoloRow, SweepRow } from "./rows.ts";

/** Longest wait for one job, which may fill gigabytes first. */
const JOB_TIMEOUT_MS = 60_000;

/** What the profiler says of a job. */
export type Reply = (Answer & { impl?: string; failure?: undefined }) | Refusal;

interface Refusal {
  failure: string;
  impl?: undefined;
  medianUs?: undefined;
}

/** A time of one implementation. */
interface Timed {
  impl: string | undefined;
  medianUs: number;
}

/** @returns the answer, or `{ failure }` with what the profiler says */
export async function ask(server: NativeServer, line: string): Promise<Reply> {
  const answer = await server.ask(line, JOB_TIMEOUT_MS);
  return answer.status === "ok" ? answer : { failure: answer.message ?? answer.status };
}

/**
 * Measures one row.
 *
 * @returns one entry for the fastest implementation, and before it one for cuBLAS's default where
 *   there is such a thing
 */
export function measureRow(server: NativeServer, row: BenchmarkRow): Promise<Entry[]> {
  return "line" in row ? measureSweep(server, row) : measureSolos(server, row);
}

async function measureSweep(server: NativeServer, row: SweepRow): Promise<Entry[]> {
  const answer = await ask(server, row.line);
  if (answer.failure !== undefined) return [failed(row, answer.failure)];
  const results = timesOf(answer.results ?? []);
  const best = fastest(results);
  if (best === undefined) return [failed(row, "no implementation could be measured")];
  const standard = results.find(({ impl }) => impl === answer.default);
  if (standard === undefined) return [{ ...entry(row, best), choice: "best", overDefault: null }];
  const overDefault = standard.medianUs / best.medianUs - 1;
  return [
    { ...entry(row, standard), choice: "default" },
    { ...entry(row, best), choice: "best", overDefault },
  ];
}

async function measureSolos(server: NativeServer, row: SoloRow): Promise<Entry[]> {
  const answers = await askAll(server, row.lines);
  const best = fastest(timesOf(answers));
  if (best === undefined) return [failed(row, failureOf(answers) ?? "no time was measured")];
  const copy = fastest(timesOf(await askAll(server, row.copies ?? [])));
  const share = copy === undefined ? {} : { ofCopy: copy.medianUs / best.medianUs };
  return [{ ...entry(row, best), ...share }];
}

async function askAll(server: NativeServer, lines: readonly string[]): Promise<Reply[]> {
  const replies = [];
  for (const line of lines) replies.push(await ask(server, line));
  return replies;
}

/** What the first of the replies that failed says. */
function failureOf(replies: readonly Reply[]): string | undefined {
  return replies.find(({ failure }) => failure !== undefined)?.failure;
}

/** Those that have a time: an implementation may have failed. */
function timesOf(
  results: readonly { impl?: string | undefined; medianUs?: number | undefined }[],
): Timed[] {
  return results.flatMap(({ impl, medianUs = 0 }) => (medianUs > 0 ? { impl, medianUs } : []));
}

function fastest(times: readonly Timed[]): Timed | undefined {
  return times.toSorted((a, b) => a.medianUs - b.medianUs)[0];
}

function entry(
  { operation, size, part, work }: BenchmarkRow,
  { impl, medianUs: us }: Timed,
): MeasuredEntry {
  const seconds = us * 1e-6;
  const rate =
    "bytes" in work
      ? { bytesPerSecond: work.bytes / seconds }
      : { flopsPerSecond: work.flops / seconds };
  return { operation, size, part, implementation: impl, us, ...rate };
}

function failed({ operation, size, part }: BenchmarkRow, failure: string): Entry {
  return { operation, size, part, failure };
}
