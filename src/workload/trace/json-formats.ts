import type { ArrivalRule } from "./arrival-clock.ts";
import type { SkipReason } from "./trace-row.ts";

/** A request as a JSON file gives it, nothing checked yet. */
export interface JsonRequest {
  prompt: unknown;
  output: unknown;
  time?: unknown;
  /** The file says that the request did not run to its end. */
  skip?: SkipReason | undefined;
  /** Where fields may say how the request ended; undefined where the format has a place for that. */
  said?: JsonObject;
  /** For how many requests it stands, where the user named the field. */
  count?: unknown;
}

/** A format of JSON whose requests are no flat records, known by its fields. */
export interface JsonFormat {
  name: string;
  /** All of these are there. */
  knownBy: readonly string[];
  /** And one of these, if any are named. */
  knownByOneOf?: readonly string[];
  /** Where a record is a request, the fields of its lengths. */
  lengths?: readonly [prompt: string, output: string];
  arrivals: ArrivalRule;
  /** Where a record holds a run of a benchmark, or several, how many. */
  runs?(record: JsonObject): number;
  /** The requests of one record of the file. */
  requests(record: JsonObject): Iterable<JsonRequest>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

const NO_ARRIVALS: ArrivalRule = {
  refused: "the format has no arrivals",
  remedy: "Use a trace with arrivals.",
};

const CLOCK_PER_CONVERSATION: ArrivalRule = {
  refused: "t counts from the start of each conversation, so no common clock is known",
  remedy: "Use a trace whose requests share a clock.",
};

/** The first that fits is taken, before any flat format. docs/workload-files.md names their tools. */
export const JSON_FORMATS: readonly JsonFormat[] = [
  {
    name: "vLLM benchmark result",
    knownBy: ["input_lens", "output_lens", "start_times"],
    arrivals: { field: "start_times", unit: "s" },
    runs: () => 1,
    requests: parallelLists,
  },
  {
    name: "vLLM or SGLang benchmark result",
    knownBy: ["input_lens", "output_lens"],
    arrivals: NO_ARRIVALS,
    requests: parallelLists,
  },
  {
    name: "GuideLLM report",
    knownBy: ["benchmarks"],
    arrivals: { field: "request_start_time", unit: "s" },
    runs: ({ benchmarks }) => arrayOf(benchmarks).length,
    requests: guideLlmRequests,
  },
  {
    name: "AIPerf profile export",
    knownBy: ["metadata", "metrics"],
    arrivals: { field: "metadata.request_start_ns", unit: "ns" },
    requests: (record) => [aiPerfRequest(record)],
  },
  {
    name: "inference-perf requests",
    knownBy: ["start_time", "end_time", "info"],
    arrivals: { field: "start_time", unit: "s" },
    requests: (record) => [inferencePerfRequest(record)],
  },
  {
    name: "LLMServingSim",
    knownBy: [],
    knownByOneOf: ["sub_requests", "arrival_time_ns"],
    arrivals: { field: "arrival_time_ns", unit: "ns" },
    requests: sessionRequests,
  },
  {
    name: "WEKA trace",
    knownBy: ["id", "requests"],
    arrivals: CLOCK_PER_CONVERSATION,
    requests: ({ requests }) => listOf(requests).map(wekaRequest),
  },
  {
    name: "WEKA trace",
    knownBy: ["t", "in", "out"],
    arrivals: CLOCK_PER_CONVERSATION,
    requests: (record) => [wekaRequest(record)],
  },
  {
    name: "TensorRT-LLM gptManager dataset",
    knownBy: ["samples", "metadata"],
    arrivals: NO_ARRIVALS,
    requests: ({ samples }) =>
      listOf(samples).map((said) => ({ prompt: said.input_len, output: said.output_len, said })),
  },
  {
    name: "trtllm-bench dataset",
    knownBy: ["task_id", "output_tokens"],
    knownByOneOf: ["input_ids", "logits"],
    arrivals: NO_ARRIVALS,
    requests: (said) => [
      {
        prompt: lengthOf(said.input_ids) ?? lengthOf(said.logits),
        output: said.output_tokens,
        said,
      },
    ],
  },
  {
    name: "SGLang token trace",
    knownBy: ["input_tokens"],
    knownByOneOf: ["output_tokens", "num_output_tokens"],
    lengths: ["input_tokens", "output_tokens"],
    arrivals: { field: "ts", unit: "s" },
    requests: (record) => [sglangRequest(record)],
  },
];

/** Files of serving tools that hold no token counts, by their fields, and what they hold instead. */
export const FORMATS_WITHOUT_COUNTS: readonly {
  name: string;
  knownBy: readonly string[];
  holds: string;
  remedy?: string;
}[] = [
  {
    name: "SGLang agentic trace",
    knownBy: ["metadata", "conversations"],
    holds: "prompt lengths but no output lengths",
  },
  { name: "ShareGPT or SGLang conversations", knownBy: ["conversations"], holds: "text" },
  { name: "LMSYS-Chat or SGLang conversations", knownBy: ["conversation"], holds: "text" },
  { name: "OpenAI chat requests", knownBy: ["messages"], holds: "text" },
  { name: "AIPerf conversations", knownBy: ["turns"], holds: "text" },
  { name: "AIPerf prompts", knownBy: ["texts"], holds: "text" },
  { name: "AIPerf prompts", knownBy: ["text"], holds: "text" },
  { name: "prompts of a benchmark", knownBy: ["text_input"], holds: "text" },
  {
    name: "vLLM or SGLang benchmark summary",
    knownBy: ["total_input_tokens", "total_output_tokens"],
    holds: "totals over a run",
    remedy: "Run the benchmark with --save-detailed (vLLM) or --output-details (SGLang).",
  },
  { name: "vLLM custom dataset", knownBy: ["prompt"], holds: "prompts as text" },
];

/** The format of records with these fields. */
export function jsonFormatOf(fields: ReadonlySet<string>): JsonFormat | undefined {
  return JSON_FORMATS.find(
    ({ knownBy, knownByOneOf }) =>
      knownBy.every((field) => fields.has(field)) &&
      (knownByOneOf === undefined || knownByOneOf.some((field) => fields.has(field))),
  );
}

/** Lists with an entry a request; a request that failed has a message in `errors`. */
function* parallelLists(record: JsonObject): Generator<JsonRequest> {
  const { input_lens, output_lens, start_times, errors } = record;
  const prompts = arrayOf(input_lens);
  const outputs = arrayOf(output_lens);
  if (prompts.length !== outputs.length) {
    throw new RangeError(
      `input_lens has ${prompts.length} entries and output_lens ${outputs.length}`,
    );
  }
  for (const [index, prompt] of prompts.entries()) {
    yield {
      prompt,
      output: outputs[index],
      time: arrayOf(start_times)[index],
      skip: isSet(arrayOf(errors)[index]) ? "failed" : undefined,
    };
  }
}

const GUIDELLM_STATES = [
  ["successful", undefined],
  ["errored", "failed"],
  ["incomplete", "cancelled"],
] as const;

function* guideLlmRequests({ benchmarks }: JsonObject): Generator<JsonRequest> {
  for (const { requests } of listOf(benchmarks)) {
    for (const [state, skip] of GUIDELLM_STATES) {
      for (const request of listOf(objectOf(requests)[state])) {
        const { prompt_tokens, output_tokens, request_start_time } = request;
        yield { prompt: prompt_tokens, output: output_tokens, time: request_start_time, skip };
      }
    }
  }
}

/** `output_sequence_length` counts reasoning tokens, which `output_token_count` does not. */
function aiPerfRequest(record: JsonObject): JsonRequest {
  const { request_start_ns, was_cancelled, benchmark_phase } = objectOf(record.metadata);
  const metrics = objectOf(record.metrics);
  const { input_sequence_length, output_sequence_length, reasoning_token_count } = metrics;
  return {
    prompt: objectOf(input_sequence_length).value,
    output: objectOf(output_sequence_length).value,
    time: request_start_ns,
    said: { "metrics.reasoning_token_count": objectOf(reasoning_token_count).value },
    skip:
      was_cancelled === true
        ? "cancelled"
        : (failedIf(record.error) ?? (benchmark_phase === "warmup" ? "warmUp" : undefined)),
  };
}

function inferencePerfRequest({ start_time, info, error }: JsonObject): JsonRequest {
  const { request_metrics, response_metrics, input_tokens, output_tokens } = objectOf(info);
  return {
    // Earlier versions have both counts in `info` itself.
    prompt: objectOf(objectOf(request_metrics).text).input_tokens ?? input_tokens,
    output: objectOf(response_metrics).output_tokens ?? output_tokens,
    time: start_time,
    skip: failedIf(error),
  };
}

function wekaRequest(request: JsonObject): JsonRequest {
  return { prompt: request.in, output: request.out, said: request };
}

function sglangRequest(said: JsonObject): JsonRequest {
  const { input_tokens, output_tokens, num_output_tokens, ts } = said;
  return {
    prompt: lengthOf(input_tokens) ?? input_tokens,
    output: num_output_tokens ?? lengthOf(output_tokens) ?? output_tokens,
    time: ts,
    said,
  };
}

/** Only the first request of a session has an arrival: the others wait for the one before. */
function sessionRequests(record: JsonObject): JsonRequest[] {
  const { sub_requests, arrival_time_ns } = record;
  const requests = sub_requests === undefined ? [record] : listOf(sub_requests);
  return requests.map((said, index) => ({
    prompt: said.input_toks,
    output: said.output_toks,
    time: index === 0 ? arrival_time_ns : undefined,
    said,
  }));
}

function failedIf(error: unknown): SkipReason | undefined {
  return isSet(error) ? "failed" : undefined;
}

function isSet(error: unknown): boolean {
  return error !== undefined && error !== null && error !== "" && error !== false;
}

function lengthOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function listOf(value: unknown): readonly JsonObject[] {
  return arrayOf(value).map(objectOf);
}

/** The value where it is an object, else one without fields. */
export function objectOf(value: unknown): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}
