import type { ArrivalRule } from "./arrival-clock.ts";
import type { TimeUnit } from "./arrival-time.ts";

/** A format with a request a row, known by the names of its fields, as CSV or as JSON. */
export interface FlatFormat {
  name: string;
  promptField: string;
  outputField: string;
  /** Fields that tell it from another format with the same lengths. */
  knownBy: readonly string[];
  /** Where arrivals stand; a file may lack the field. */
  time?: { field: string; unit: TimeUnit | "civil" | "ambiguous" };
}

/**
 * The first that fits is taken. Units are those of the program that writes or reads the format;
 * docs/workload-files.md names it.
 */
export const FLAT_FORMATS: readonly FlatFormat[] = [
  {
    name: "Azure LLM inference trace",
    promptField: "ContextTokens",
    outputField: "GeneratedTokens",
    knownBy: [],
    time: { field: "TIMESTAMP", unit: "civil" },
  },
  {
    name: "BurstGPT",
    promptField: "Request tokens",
    outputField: "Response tokens",
    knownBy: [],
    time: { field: "Timestamp", unit: "s" },
  },
  {
    name: "Vidur",
    promptField: "num_prefill_tokens",
    outputField: "num_decode_tokens",
    knownBy: [],
    time: { field: "arrived_at", unit: "s" },
  },
  {
    name: "SplitwiseSim",
    promptField: "prompt_size",
    outputField: "token_size",
    knownBy: [],
    time: { field: "arrival_timestamp", unit: "s" },
  },
  {
    name: "NanoFlow prepared trace",
    promptField: "input_len",
    outputField: "output_len",
    knownBy: [],
    time: { field: "time", unit: "s" },
  },
  {
    name: "LLMServingSim bench output",
    promptField: "input_toks",
    outputField: "output_toks",
    knownBy: ["queued_ts"],
    time: { field: "arrival_time", unit: "s" },
  },
  {
    name: "LLMServingSim",
    promptField: "input_toks",
    outputField: "output_toks",
    knownBy: [],
    time: { field: "arrival_time_ns", unit: "ns" },
  },
  {
    name: "Qwen-Bailian",
    promptField: "input_length",
    outputField: "output_length",
    knownBy: ["chat_id", "parent_chat_id"],
    time: { field: "timestamp", unit: "s" },
  },
  {
    name: "AIPerf or GenAI-Perf trace",
    promptField: "input_length",
    outputField: "output_length",
    knownBy: ["delay"],
    time: { field: "timestamp", unit: "ms" },
  },
  {
    name: "Mooncake, GuideLLM or vLLM trace",
    promptField: "input_length",
    outputField: "output_length",
    knownBy: [],
    time: { field: "timestamp", unit: "ambiguous" },
  },
  {
    name: "GuideLLM dataset",
    promptField: "prompt_tokens_count",
    outputField: "output_tokens_count",
    knownBy: [],
  },
];

/** The format that a set of field names belongs to. */
export function flatFormatOf(fields: ReadonlySet<string>): FlatFormat | undefined {
  return FLAT_FORMATS.find(({ promptField, outputField, knownBy }) =>
    [promptField, outputField, ...knownBy].every((field) => fields.has(field)),
  );
}

/** How a file of a format says when requests arrived. */
export function arrivalRuleOf(format: FlatFormat, fields: ReadonlySet<string>): ArrivalRule {
  const { time, promptField, outputField } = format;
  const naming = `--columns in=${quoted(promptField)},out=${quoted(outputField)},time=`;
  if (time === undefined || !fields.has(time.field)) {
    return {
      refused: "the file has no arrivals",
      remedy: `If another column has them, name it: ${naming}NAME,unit=s|ms|ns.`,
    };
  }
  if (time.unit !== "ambiguous") return { field: time.field, unit: time.unit };
  return {
    refused: `${time.field} counts ms in Mooncake, AIPerf and SGLang files, s in those of GuideLLM and vLLM, under the same names`,
    remedy: `Say which: ${naming}${time.field},unit=ms or unit=s.`,
  };
}

function quoted(name: string): string {
  return name.includes(" ") ? `"${name}"` : name;
}
