/** A metric as `/metrics` and its documentation have it. */
export interface MetricDefinition {
  kind: "gauge" | "counter" | "histogram";
  help: string;
  /** Beside `model_name`. */
  labels: readonly string[];
  /** Upper bounds; of histograms. */
  buckets: readonly number[];
}

const gauge = (help: string): MetricDefinition => ({
  kind: "gauge",
  help,
  labels: [],
  buckets: [],
});
const counter = (help: string, ...labels: string[]): MetricDefinition => ({
  ...{ kind: "counter", help, labels },
  buckets: [],
});
const histogram = (
  help: string,
  buckets: readonly number[],
  ...labels: string[]
): MetricDefinition => ({ kind: "histogram", help, labels, buckets });

/** Seconds, from a thousandth to the longest that people wait. */
const SHORT = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08],
  ...[0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5],
];
const LONG = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 640, 2560];
const TOKENS = Array.from({ length: 18 }, (_, power) => 2 ** power);

const DEFINITIONS = {
  "vllm:num_requests_running": gauge("Requests that have a slot"),
  "vllm:num_requests_waiting": gauge("Requests that wait for one"),
  "vllm:kv_cache_usage_perc": gauge("Share of the KV cache's pages that requests hold, 0 to 1"),
  "vllm:num_preemptions_total": counter("Requests that gave their pages up to others"),
  "vllm:prompt_tokens_total": counter("Tokens of prompts whose answers have ended"),
  "vllm:generation_tokens_total": counter("Tokens generated"),
  "vllm:request_success_total": counter("Outputs that came to their end", "finished_reason"),
  "vllm:time_to_first_token_seconds": histogram(
    "From a request's arrival to its first token",
    LONG,
  ),
  "vllm:inter_token_latency_seconds": histogram("From each token of an output to the next", SHORT),
  "vllm:e2e_request_latency_seconds": histogram("From a request's arrival to its end", LONG),
  "vllm:request_prompt_tokens": histogram("Prompt tokens of a request", TOKENS),
  "vllm:request_generation_tokens": histogram("Tokens generated for a request", TOKENS),
  "vllm:iteration_tokens_total": histogram("Tokens that a step takes through the model", TOKENS),
  nanoflow_gpu_power_watts: gauge("Power that all its GPUs draw, as nvidia-smi says; only on GPUs"),
  nanoflow_steps_total: counter("Steps by program of the plan set", "program"),
  nanoflow_step_seconds: histogram("From a step's submission to its tokens", SHORT, "program"),
  nanoflow_requests_failed_total: counter(
    "Requests answered with an error, by HTTP status; 499: the client left",
    "status",
  ),
} satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof DEFINITIONS;

export const METRICS = Object.entries(DEFINITIONS) as [MetricName, MetricDefinition][];
