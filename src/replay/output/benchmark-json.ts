import { standardDeviation } from "simple-statistics";
import { percentilesOf } from "../metrics/distribution.ts";
import { endToEndMs, firstTokenMs, perTokenMs } from "../metrics/latency.ts";
import type { ReplaySummary } from "../metrics/summary.ts";
import type { ReplayLog, RequestLog } from "../replay-log.ts";

/** What a result says of its run beside its figures. */
export interface BenchmarkRun {
  date: string;
  model: string;
  /** Requests/s; null where all arrive at once or as in a trace. */
  requestRate: number | null;
}

/**
 * The result of a run in the form of `vllm bench serve --save-result --save-detailed` (vLLM 0.11),
 * with its names and units, so that scripts made for those read it. Texts are empty: nothing here
 * has any.
 */
export function benchmarkResult(log: ReplayLog, summary: ReplaySummary, run: BenchmarkRun) {
  const { requests, seconds, whole } = summary;
  const all = log.requests;
  const served = all.filter(({ isServed }) => isServed);
  return {
    date: run.date,
    endpoint_type: "nanoflow-plan",
    backend: "nanoflow-plan",
    label: null,
    model_id: run.model,
    tokenizer_id: run.model,
    num_prompts: requests.asked,
    request_rate: run.requestRate ?? "inf",
    burstiness: 1,
    max_concurrency: null,
    duration: seconds,
    completed: requests.served,
    failed: requests.arrived - requests.served,
    total_input_tokens: requests.promptTokens,
    total_output_tokens: requests.outputTokens,
    request_throughput: summary.requestsPerSecond,
    request_goodput: summary.goodRequestsPerSecond,
    output_throughput: requests.outputTokens / seconds,
    total_token_throughput: (requests.promptTokens + requests.outputTokens) / seconds,
    max_concurrent_requests: log.steps.reduce((most, { running }) => Math.max(most, running), 0),
    ...statistics("ttft", served.map(firstTokenMs)),
    ...statistics(
      "tpot",
      served.map(perTokenMs).filter((value) => value !== undefined),
    ),
    ...statistics(
      "itl",
      served.flatMap((request) => secondsOf(request).map((gap) => gap * 1000)),
    ),
    ...statistics("e2el", served.map(endToEndMs)),
    input_lens: all.map(({ request }) => request.promptTokens),
    output_lens: all.map(({ tokens }) => tokens),
    ttfts: all.map((request) => (request.tokens === 0 ? 0 : firstTokenMs(request) / 1000)),
    itls: all.map(secondsOf),
    start_times: all.map(({ request }) => request.arrivalUs / 1e6),
    generated_texts: all.map(() => ""),
    errors: all.map(({ isServed, ended }) =>
      isServed ? "" : (ended?.detail ?? ended?.reason ?? "unfinished"),
    ),
    nanoflow_plan: { steps: whole.steps, padding: whole.padding },
  };
}

function statistics(name: string, values: readonly number[]): Record<string, number> {
  const found = percentilesOf(Float64Array.from(values));
  if (found === null) return {};
  return {
    [`mean_${name}_ms`]: found.mean,
    [`median_${name}_ms`]: found.p50,
    [`std_${name}_ms`]: standardDeviation([...values]),
    [`p99_${name}_ms`]: found.p99,
  };
}

/** Six digits of a second. */
function secondsOf({ gapsUs }: RequestLog): number[] {
  return Array.from(gapsUs, (gap) => Math.round(gap) / 1e6);
}
