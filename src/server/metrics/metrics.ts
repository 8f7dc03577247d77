import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Runtime } from "../../runtime/serving/runtime.ts";
import type { StepRecord } from "../../runtime/serving/step-record.ts";
import { METRICS, type MetricName } from "./metric-names.ts";

/** How an answer went, for metrics. */
export interface AnswerFigures {
  promptTokens: number;
  outputTokens: number;
  /** Of each output; empty where it failed or was cancelled. */
  ends: readonly string[];
  durationSeconds: number;
}

/** What the server counts and measures, in the format of Prometheus. */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #model: string;
  readonly #counters = new Map<MetricName, Counter>();
  readonly #histograms = new Map<MetricName, Histogram>();

  /** @param power of the GPU, W; undefined where there is none, and what it gives where none is known */
  constructor(model: string, runtime: () => Runtime, power?: () => Promise<number | undefined>) {
    this.#model = model;
    collectDefaultMetrics({ register: this.#registry });
    const gauges: Partial<Record<MetricName, StateFigure>> = {
      "vllm:num_requests_running": ({ running }) => running,
      "vllm:num_requests_waiting": ({ waiting }) => waiting,
      "vllm:kv_cache_usage_perc": ({ kv }) => kv.held / Math.max(1, kv.held + kv.kept + kv.free),
    };
    for (const [name, { kind, help, labels, buckets }] of METRICS) {
      if (name === "nanoflow_gpu_power_watts" && power === undefined) continue;
      const common = {
        name,
        help,
        labelNames: ["model_name", ...labels],
        registers: [this.#registry],
      };
      const read = name === "nanoflow_gpu_power_watts" ? power : stateOf(gauges[name], runtime);
      if (kind === "counter") this.#counters.set(name, new Counter(common));
      else if (kind === "histogram") {
        this.#histograms.set(name, new Histogram({ ...common, buckets: [...buckets] }));
      } else if (read !== undefined) {
        new Gauge({
          ...common,
          async collect() {
            const value = await read();
            if (value === undefined) this.reset();
            else this.set({ model_name: model }, value);
          },
        });
      }
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  step({ program, tokens, preemptions, rows, submittedUs, arrivedUs }: StepRecord): void {
    this.#count("nanoflow_steps_total", 1, { program });
    this.#count("vllm:num_preemptions_total", preemptions);
    this.#count("vllm:generation_tokens_total", tokens);
    this.#observe("vllm:iteration_tokens_total", rows.decode + rows.decodeInPrefill + rows.prompt);
    this.#observe("nanoflow_step_seconds", (arrivedUs - submittedUs) / 1e6, { program });
  }

  firstToken(seconds: number): void {
    this.#observe("vllm:time_to_first_token_seconds", seconds);
  }

  nextToken(seconds: number): void {
    this.#observe("vllm:inter_token_latency_seconds", seconds);
  }

  answered({ promptTokens, outputTokens, ends, durationSeconds }: AnswerFigures): void {
    this.#count("vllm:prompt_tokens_total", promptTokens);
    this.#observe("vllm:request_prompt_tokens", promptTokens);
    this.#observe("vllm:request_generation_tokens", outputTokens);
    this.#observe("vllm:e2e_request_latency_seconds", durationSeconds);
    for (const end of ends) {
      // In vLLM's metrics, calls are answers that came to their stop.
      const finished_reason = end === "tool_calls" ? "stop" : end;
      this.#count("vllm:request_success_total", 1, { finished_reason });
    }
  }

  /** An answer that was no success, by its status; 499 where the client left. */
  failed(status: number): void {
    this.#count("nanoflow_requests_failed_total", 1, { status: String(status) });
  }

  #count(name: MetricName, by: number, labels: Readonly<Record<string, string>> = {}): void {
    this.#counters.get(name)?.inc({ model_name: this.#model, ...labels }, by);
  }

  #observe(name: MetricName, value: number, labels: Readonly<Record<string, string>> = {}): void {
    this.#histograms.get(name)?.observe({ model_name: this.#model, ...labels }, value);
  }
}

type StateFigure = (state: Runtime["state"]) => number;

function stateOf(figure: StateFigure | undefined, runtime: () => Runtime) {
  return figure && (async () => figure(runtime().state));
}
