import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { parseText, readText } from "../files/read-document.ts";
import type { ConfigReader } from "./config-reader.ts";
import { otherThanFp8In, quantisedWeightsIn } from "./quantised-weights.ts";

/**
 * Keys of a `config.json` that mark weights, activations or a KV cache of fewer bits, with the tools
 * that write them.
 */
export const QUANTISATION_MARKS: Readonly<Record<string, string>> = {
  quantization_config: "transformers and most tools",
  compression_config: "compressed-tensors and SparseML",
  quantization: "MLX and TensorRT-LLM",
  quant_config: "AutoAWQ and Quark",
  quantize_config: "AutoGPTQ",
  quant_method: "a quantiser",
  quant_algo: "ModelOpt",
  kv_cache_quant_algo: "ModelOpt",
  kv_cache_scheme: "compressed-tensors",
  sparsity_config: "compressed-tensors",
  load_in_8bit: "bitsandbytes",
  load_in_4bit: "bitsandbytes",
  _load_in_8bit: "bitsandbytes",
  _load_in_4bit: "bitsandbytes",
  bnb_4bit_quant_type: "bitsandbytes",
  quantization_bit: "ChatGLM",
  weight_bits: "a quantiser",
  bits: "a quantiser",
  w_bit: "AutoAWQ and others",
  wbits: "GPTQ-for-LLaMa",
  activation_bits: "a quantiser",
  kv_cache_bits: "a quantiser",
  kv_bits: "MLX",
  quip_params: "QuIP#",
};

/** Files beside a `config.json` that mark its checkpoint, with the tools that write them. */
export const QUANTISATION_SIDECARS: Readonly<Record<string, string>> = {
  "params.json": "Mistral and Meta",
  "hf_quant_config.json": "ModelOpt",
  "quantize_config.json": "AutoGPTQ and GPTQModel",
  "quant_config.json": "AutoAWQ",
  "quantization_config.json": "AutoRound",
  "quanto_qmap.json": "Quanto",
  "quant_model_description.json": "ModelSlim",
  "quant_model_description_w8a8.json": "ModelSlim",
  "qconfig.json": "Intel Neural Compressor",
  "qmodel.pt": "HQQ",
  "mlc-chat-config.json": "MLC",
  "openvino_config.json": "OpenVINO",
  "ort_config.json": "ONNX Runtime",
  "neuron_config.json": "Neuron",
};

/** Keys that name the type of weights, activations or KV cache, in whatever tool. */
export const DTYPE_KEYS: readonly string[] = [
  "torch_dtype",
  "dtype",
  "weight_dtype",
  "weights_dtype",
  "param_dtype",
  "params_dtype",
  "activation_dtype",
  "kv_cache_dtype",
  "kv_cache_torch_dtype",
  "kv_dtype",
  "cache_dtype",
];

/** Stored as they are planned: two bytes an element. */
const PLANNED_DTYPES = ["bfloat16", "bf16", "float16", "fp16", "half", "auto"];

/** What a key of bits says of an element of two bytes. */
const PLANNED_BITS = 16;

/** Stored wider, and often cast by the engine that serves them. */
const WIDER_DTYPES = ["float32", "float", "float64", "double"];

/**
 * Rejects a configuration that marks its checkpoint as one of fewer, or more, than 16 bits an
 * element.
 *
 * @param understood keys whose quantisation is planned
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectOtherBits(config: ConfigReader, understood: readonly string[] = []): void {
  for (const [key, writer] of Object.entries(QUANTISATION_MARKS)) {
    if (understood.includes(key) || !marks(config.value(key))) continue;
    throw config.unsupported(
      key,
      `${subjectOf(key)} planned as bf16, and this marks fewer bits (written by ${writer})`,
      "Use the config.json of the unquantised model.",
    );
  }
  for (const key of DTYPE_KEYS) rejectDtype(config, key);
}

/**
 * Rejects a `config.json` beside which a file marks the checkpoint as quantised, or whose weights
 * themselves are.
 *
 * @param path of the `config.json`
 * @param isUnderstood whether it says how the weights are quantised, and that is planned
 * @throws PlannerError `E_INVALID_MODEL` at the file
 */
export function rejectQuantisedFolder(path: string, isUnderstood = false): void {
  for (const [name, writer] of Object.entries(QUANTISATION_SIDECARS)) {
    const sidecar = join(dirname(path), name);
    if (!existsSync(sidecar) || saysUnquantised(sidecar, name)) continue;
    throw quantisedFile(sidecar, `this file of ${writer} marks those beside it as quantised`);
  }
  const weights = isUnderstood ? otherThanFp8In(dirname(path)) : quantisedWeightsIn(dirname(path));
  if (weights === undefined) return;
  if (!isUnderstood) throw quantisedFile(weights.path, `these are ${weights.how}`);
  throw new PlannerError("E_INVALID_MODEL", `its configuration says FP8, and ${weights.how}`, {
    position: { path: weights.path },
    remedy:
      "Use a checkpoint whose layers are all in FP8, with a scale for each channel or tensor and no static ones: make one of the bf16 one with `nanoflow-plan quantize`.",
  });
}

function quantisedFile(path: string, what: string): PlannerError {
  return new PlannerError("E_INVALID_MODEL", `weights are planned as bf16, and ${what}`, {
    position: { path },
    remedy: "Use the folder of the unquantised model, or a copy of its config.json alone.",
  });
}

/** A mark with nothing but null, false and 16 bits says that nothing is quantised. */
function marks(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (value === PLANNED_BITS) return false;
  if (typeof value !== "object") return true;
  const inner = Object.values(value);
  return inner.length === 0 || inner.some(marks);
}

/** Files of many settings, of which these alone mark fewer bits where they are not empty. */
const MARKING_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  "params.json": ["quantization", "quantization_args"],
  "ort_config.json": ["quantization"],
  "neuron_config.json": ["quantized", "kv_cache_quant"],
};

/** ModelOpt writes its file for unquantised weights as well. */
function saysUnquantised(sidecar: string, name: string): boolean {
  const { value } = parsedOrEmpty(sidecar);
  const settings = (value ?? {}) as Record<string, unknown>;
  const marking = MARKING_SETTINGS[name];
  if (marking !== undefined)
    return !marking.some((key) => marks(settings[key]) && !isEmpty(settings[key]));
  const { quantization } = settings;
  if (typeof quantization !== "object" || quantization === null) return false;
  const { quant_algo, kv_cache_quant_algo } = quantization as Record<string, unknown>;
  return !marks(quant_algo) && !marks(kv_cache_quant_algo);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function parsedOrEmpty(path: string): Pick<Document, "value"> {
  try {
    return parseText(path, readText(path));
  } catch {
    // A file that cannot be read marks by its name.
    return { value: undefined };
  }
}

function rejectDtype(config: ConfigReader, key: string): void {
  const found = config.value(key);
  // One of a composite model is an object with a dtype for each part.
  const named = typeof found === "object" && found !== null ? Object.values(found) : [found];
  const dtypes = named.filter((dtype) => dtype !== undefined && dtype !== null);
  const other = dtypes.find((dtype) => !PLANNED_DTYPES.includes(plainName(dtype)));
  if (other === undefined) return;
  const name = plainName(other);
  throw config.unsupported(
    key,
    `${subjectOf(key)} planned as bf16, and the key says ${name}`,
    WIDER_DTYPES.includes(name)
      ? "If they are cast when the model is loaded, set it to bfloat16; else use a bf16 checkpoint."
      : "Use the config.json of a bf16 checkpoint, or remove the key if it is served without.",
  );
}

function subjectOf(key: string): string {
  if (key.includes("cache") || key.startsWith("kv")) return "the KV cache is";
  return key.startsWith("activation") ? "activations are" : "weights are";
}

function plainName(dtype: unknown): string {
  return String(dtype).replace(/^torch\./, "");
}
