import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { basename, join } from "node:path";
import { type HeaderTensor, headerTensors, wrongScale } from "./fp8-scales.ts";
import { staticScaleOf } from "./static-scales.ts";

/** Ends of tensors' names that only quantised checkpoints have, with the tools that write them. */
export const QUANTISED_TENSORS: Readonly<Record<string, string>> = {
  qweight: "AutoGPTQ and AutoAWQ",
  weight_packed: "compressed-tensors",
  weight_scale: "compressed-tensors and ModelOpt",
  weight_scale_inv: "DeepSeek",
  input_scale: "AutoFP8, compressed-tensors and ModelOpt",
  k_scale: "AutoFP8, compressed-tensors and ModelOpt",
  v_scale: "AutoFP8, compressed-tensors and ModelOpt",
  kv_scale: "AutoFP8",
  "weight.absmax": "bitsandbytes",
  SCB: "bitsandbytes",
  scale_weight: "ComfyUI",
  W_q: "HQQ",
  _weight_qdata: "torchao",
  "weight._data": "Quanto",
  gate_up_proj_blocks: "MXFP4, as in gpt-oss",
  down_proj_blocks: "MXFP4, as in gpt-oss",
};

/** What of a checkpoint's weights says that they are quantised. */
export interface QuantisedWeights {
  path: string;
  /** To be read behind "these are". */
  how: string;
}

const TENSOR_NAME = new RegExp(
  `\\.(${Object.keys(QUANTISED_TENSORS).join("|").replaceAll(".", "\\.")})"\\s*:`,
);
/**
 * A tensor of an element type that no weight of 16 bits or more has, with its name. A tensor's entry
 * holds no other object.
 */
const NARROW_TENSOR =
  /"([^"]+)"\s*:\s*\{[^{}]*"dtype"\s*:\s*"(F8_\w+|F6_\w+|F4|BOOL|[IU](?:8|16|32|64))"/g;
/** Tools call the parts of a quantised weight anything: in a layer, which has a number, all count. */
const MAY_BE_WEIGHT = /\.weight$|(^|\.)\d+\./;
/** Buffers of whole numbers that bf16 checkpoints have in layers: positions, masks, and counters. */
const HARMLESS =
  /(^|[._])(position_ids?|token_type_ids|relative_position_index|num_batches_tracked|tokens_per_expert|expert_(counts?|load|usage)|tid2eid|masked_bias|attn_mask|causal_mask|attention_mask)$|\.(attn|attention)\.bias$/;
const INDEX = "model.safetensors.index.json";
/** Where no safetensors are. */
const PICKLED_INDEX = "pytorch_model.bin.index.json";
const SINGLE = "model.safetensors";
/** The format's own bound on headers. */
const MOST_HEADER_BYTES = 100_000_000;

/**
 * Looks for marks in the names and types of the weights that a folder holds. Weights that cannot be
 * read mark nothing: `run --weights` is strict with them, and a plan needs none.
 */
export function quantisedWeightsIn(folder: string): QuantisedWeights | undefined {
  const single = join(folder, SINGLE);
  // Where both are there, the one file counts, as in transformers.
  if (existsSync(single)) return markIn(single, headerText(single)) ?? ggufIn(folder);
  const index = join(folder, INDEX);
  const listed = textOf(index);
  const shards = listed === "" ? safetensorsIn(folder) : shardsOf(listed);
  const pickled = join(folder, PICKLED_INDEX);
  return (
    markIn(index, listed) ??
    markInShards(folder, shards) ??
    markIn(pickled, textOf(pickled)) ??
    ggufIn(folder)
  );
}

/** Of weights with scales of other schemes than one a channel. */
const OTHER_SCALES = /\.weight_(scale_inv|scale_2|global_scale)$/;
const PRODUCT = /\.layers\.\d+\..*_proj\.weight$|\.experts\.\d+\.w\d\.weight$/;

/**
 * Looks for tensors that a checkpoint in FP8, with a scale for each channel, does not have: `how`
 * tells of one.
 */
export function otherThanFp8In(folder: string): QuantisedWeights | undefined {
  const tensors = new Map<string, HeaderTensor>();
  const paths = new Map<string, string>();
  for (const file of safetensorsIn(folder)) {
    const path = join(folder, file);
    for (const tensor of headerTensors(headerText(path))) {
      const how = otherThanFp8(tensor.name, tensor.type);
      if (how !== undefined) return { path, how };
      tensors.set(tensor.name, tensor);
      paths.set(tensor.name, path);
    }
  }
  // A weight and its scale may lie in two files.
  const wrong = wrongScale(tensors);
  return wrong && { path: paths.get(wrong.name) ?? folder, how: wrong.how };
}

function otherThanFp8(tensor: string, type: string): string | undefined {
  const staticScale = staticScaleOf(tensor);
  if (staticScale !== undefined)
    return `\`${tensor}\` is ${staticScale}, and scales are taken of each token as it comes`;
  if (OTHER_SCALES.test(tensor)) return `\`${tensor}\` is a scale of another scheme`;
  if (!tensor.endsWith(".weight")) return undefined;
  if (PRODUCT.test(tensor) === (type === "F8_E4M3")) return undefined;
  return PRODUCT.test(tensor) || type.startsWith("F8") || type.startsWith("I")
    ? `\`${tensor}\` is stored as ${type}`
    : undefined;
}

/** Nothing where the file is missing. */
function textOf(path: string): string {
  return existsSync(path) ? orElse("", () => readFileSync(path, "utf8")) : "";
}

/** Tools call their files anything, such as `consolidated` and `gptq_model-4bit-128g`. */
function safetensorsIn(folder: string): readonly string[] {
  const names = orElse([], () => readdirSync(folder));
  return names.filter((name) => name.endsWith(".safetensors")).sort();
}

function markInShards(folder: string, names: Iterable<string>): QuantisedWeights | undefined {
  for (const name of names) {
    const path = join(folder, name);
    const mark = existsSync(path) ? markIn(path, headerText(path)) : undefined;
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Names of files in the index's own folder. */
function shardsOf(index: string): ReadonlySet<string> {
  const map: unknown = orElse({}, () => JSON.parse(index).weight_map);
  const names = Object.values(map ?? {}).filter((name) => typeof name === "string");
  return new Set(names.filter((name) => basename(name) === name));
}

function markIn(path: string, text: string): QuantisedWeights | undefined {
  const name = TENSOR_NAME.exec(text)?.[1];
  if (name !== undefined) {
    return { path, how: `quantised in the way of ${QUANTISED_TENSORS[name]}` };
  }
  for (const [, tensor = "", type] of text.matchAll(NARROW_TENSOR)) {
    if (!MAY_BE_WEIGHT.test(tensor) || HARMLESS.test(tensor)) continue;
    return { path, how: `stored as ${type}, such as ${tensor}` };
  }
  return undefined;
}

/** Weights of llama.cpp, here or in a folder for each kind, where no others lie beside them. */
function ggufIn(folder: string): QuantisedWeights | undefined {
  const entries = orElse([], () => readdirSync(folder, { withFileTypes: true }));
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /\.(safetensors|bin)$/.test(name))) return undefined;
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      orElse([], () => readdirSync(join(folder, name))).map((inner) => join(name, inner)),
    );
  const gguf = [...names.sort(), ...inside.sort()].find((name) => name.endsWith(".gguf"));
  return gguf === undefined
    ? undefined
    : { path: join(folder, gguf), how: "quantised in the way of llama.cpp" };
}

function headerText(path: string): string {
  return orElse("", () => headerOf(path));
}

/** Text of a safetensors header, whose length comes first as a 64-bit number. */
function headerOf(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const length = Buffer.alloc(8);
    readSync(descriptor, length);
    const bytes = length.readBigUInt64LE();
    if (bytes > MOST_HEADER_BYTES) return "";
    const header = Buffer.alloc(Number(bytes));
    readSync(descriptor, header);
    return header.toString("latin1");
  } finally {
    closeSync(descriptor);
  }
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
