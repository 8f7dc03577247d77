import type { ConfigReader } from "./config-reader.ts";
import { FP8_BY_ROWS, type Precision } from "./precision.ts";
import { requireNoCacheScales, staticActivations } from "./static-scales.ts";
import {
  unreadOfAutoFp8,
  unreadOfCompressedTensors,
  unreadOfFbgemm,
} from "./unread-quantisation.ts";

/** Key of transformers that says how a checkpoint is quantised. */
export const QUANTISATION_KEY = "quantization_config";

/** What a checkpoint's own quantisation comes to. */
export interface StoredPrecision {
  precision: Precision;
  /** What a user must know of it. */
  warnings: readonly string[];
}

const PRECISION: Precision = {
  weights: FP8_BY_ROWS,
  activations: FP8_BY_ROWS,
  accumulation: "fast",
};

const INSTEAD =
  "Use the bf16 checkpoint with --precision fp8, or one with a scale for each channel.";

/**
 * The number formats of a checkpoint in FP8 whose weights have a scale for each output channel or for
 * each tensor, which then is that of all its channels, and whose activations get one for each token as
 * they come: `compressed-tensors` in the format `float-quantized`, `fbgemm_fp8`, and `fp8` of AutoFP8.
 *
 * @returns undefined where the file says nothing of the kind: whether it is quantised otherwise is
 *   asked elsewhere
 * @throws PlannerError `E_INVALID_MODEL` at what an FP8 checkpoint has that is not supported
 */
export function storedPrecision(config: ConfigReader): StoredPrecision | undefined {
  const found = config.value(QUANTISATION_KEY);
  if (typeof found !== "object" || found === null) return undefined;
  const quantisation = config.section(QUANTISATION_KEY);
  switch (quantisation?.value("quant_method")) {
    case "compressed-tensors":
      return ofCompressedTensors(quantisation);
    case "fbgemm_fp8":
      return ofFbgemm(quantisation);
    case "fp8":
      return ofAutoFp8(config, quantisation);
    case "modelopt":
      return rejectModelOpt(quantisation);
    default:
      return undefined;
  }
}

/** Of vLLM's first FP8 checkpoints. Those of DeepSeek and Qwen3 have the same name, and name their blocks. */
function ofAutoFp8(config: ConfigReader, quantisation: ConfigReader): StoredPrecision {
  const blocks = quantisation.value("weight_block_size");
  if (blocks !== undefined && blocks !== null)
    throw config.unsupported(
      QUANTISATION_KEY,
      `weights are planned as bf16, or as FP8 with a scale for each channel or tensor, and these have scales for blocks of ${JSON.stringify(blocks)}`,
      INSTEAD,
    );
  if (quantisation.value("activation_scheme") === "static")
    throw staticActivations(quantisation, "activation_scheme");
  require(quantisation, "activation_scheme", ["dynamic"]);
  requireNoCacheScales(quantisation);
  require(quantisation, "fmt", ["e4m3", undefined]);
  requireOnlyHead(quantisation, "ignored_layers");
  return { precision: PRECISION, warnings: unreadOfAutoFp8(quantisation) };
}

/** Its FP8 has a static scale for each tensor of activations; other algorithms are refused as any mark. */
function rejectModelOpt(quantisation: ConfigReader): undefined {
  if (quantisation.value("quant_algo") === "FP8")
    throw staticActivations(quantisation, "quant_algo");
  requireNoCacheScales(quantisation);
}

function ofFbgemm(quantisation: ConfigReader): StoredPrecision {
  // Without a list, transformers leaves the LM head as it is.
  const listed = quantisation.value("modules_to_not_convert") ?? ["lm_head"];
  requireOnlyHead(quantisation, "modules_to_not_convert", listed);
  const bound = quantisation.value("activation_scale_ub");
  const warnings =
    bound === undefined
      ? []
      : [
          `\`activation_scale_ub\` of ${bound} is not applied: activations are scaled by their largest`,
        ];
  return {
    precision: PRECISION,
    warnings: [...warnings, ...unreadOfFbgemm(quantisation)],
  };
}

function ofCompressedTensors(quantisation: ConfigReader): StoredPrecision | undefined {
  // Its weights may be bf16.
  requireNoCacheScales(quantisation);
  const groups = quantisation.section("config_groups");
  const [name = "", ...others] = groups?.keys ?? [];
  const group = groups?.section(name);
  if (group === undefined || !isFloat8(group.section("weights"))) return undefined;
  if (others.length > 0) throw unlike(quantisation, "config_groups", "in several groups");
  require(quantisation, "format", ["float-quantized"]);
  requireOnlyHead(quantisation, "ignore");
  require(group, "targets", [["Linear"]]);
  require(group, "output_activations", [undefined]);
  // Empty where there is none.
  for (const key of ["sparsity_config", "transform_config"])
    require(quantisation, key, [undefined, {}]);
  requireFields(group, "weights", { dynamic: false, symmetric: true });
  require(group.section("weights") ?? group, "strategy", ["channel", "tensor"]);
  const inputs = group.section("input_activations");
  // Static unless said.
  if (inputs !== undefined && (inputs.value("dynamic") ?? false) === false)
    throw staticActivations(inputs, inputs.value("dynamic") === false ? "dynamic" : "strategy");
  const fields = { num_bits: 8, type: "float", strategy: "token", dynamic: true, symmetric: true };
  requireFields(group, "input_activations", fields);
  require(group, "format", ["float-quantized", undefined]);
  // Before these, weights are as they were.
  require(quantisation, "quantization_status", ["compressed", "frozen", undefined]);
  for (const scheme of ["weights", "input_activations"])
    for (const [key, allowed] of OTHER_SCHEMES) requireIn(group.section(scheme), key, allowed);
  return { precision: PRECISION, warnings: unreadOfCompressedTensors(quantisation, group) };
}

/** Ways to share scales, and types of them, that the scheme of channels and tokens does not have. */
const OTHER_SCHEMES = [
  ...["group_size", "block_structure", "actorder"].map((key) => [key, [undefined]] as const),
  ["scale_dtype", ["float32", "torch.float32", "bfloat16", "torch.bfloat16", undefined]],
] as const;

function isFloat8(weights: ConfigReader | undefined): boolean {
  return weights?.value("type") === "float" && weights.value("num_bits") === 8;
}

/** By its name in a layer, or by an expression for those of all layers. */
const ROUTER = /(^|[.*])(mlp|block_sparse_moe)?(\\?\.)?gate\$?$/;

/** Keys under which tools list what is not quantised; each method reads one of them. */
const LEFT_OUT_KEYS = ["ignore", "ignored_layers", "modules_to_not_convert"];

/** The LM head by its name or, in compressed-tensors, by an expression. */
const HEAD = /^(re:(\^|\.\*)?)?lm_head(\.\*)?\$?$/;
/** No product, though some tools list it. */
const EMBEDDING = /^(re:(\^|\.\*)?)?(model\\?\.)?embed_tokens(\.\*)?\$?$/;

/** All products of the layers are quantised; routers and the LM head, which is behind them, are not. */
function requireOnlyHead(
  quantisation: ConfigReader,
  key: string,
  listed: unknown = quantisation.value(key),
): void {
  const names: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const isHead = names.some((name) => isNamed(name, HEAD));
  const other = LEFT_OUT_KEYS.find((each) => each !== key && saysMore(quantisation, each, isHead));
  if (other !== undefined)
    throw quantisation.unsupported(
      other,
      `a checkpoint of the method ${quantisation.text("quant_method")} lists what is not in FP8 under \`${key}\`, and tools differ in whether they read this key`,
      `Write under \`${key}\` what the checkpoint leaves in bf16, and remove \`${other}\`.`,
    );
  const others = names.filter(isInLayers);
  if (others.length > 0)
    throw quantisation.unsupported(
      key,
      `it leaves ${abridged(others)} in bf16, and FP8 is planned for all products of the layers`,
      INSTEAD,
    );
  if (isHead) return;
  throw quantisation.unsupported(
    key,
    `it does not name "lm_head", so the LM head is in FP8, and FP8 is planned for the products of the layers alone`,
    "If the checkpoint's LM head is in bf16, name it there. Else use one whose is.",
  );
}

function isInLayers(name: unknown): boolean {
  return ![HEAD, EMBEDDING, ROUTER].some((pattern) => isNamed(name, pattern));
}

function isNamed(name: unknown, pattern: RegExp): boolean {
  return typeof name === "string" && pattern.test(name);
}

/** @param isHead whether the method's own key names the LM head already */
function saysMore(quantisation: ConfigReader, key: string, isHead: boolean): boolean {
  const listed = quantisation.value(key);
  if (!Array.isArray(listed)) return listed !== undefined;
  return listed.length > 0 && !(isHead && !listed.some(isInLayers));
}

const SHOWN_NAMES = 3;

function abridged(names: readonly unknown[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function requireFields(
  group: ConfigReader,
  key: string,
  fields: Readonly<Record<string, unknown>>,
): void {
  const section = group.section(key);
  if (section === undefined) throw unlike(group, key, "absent");
  for (const [field, wanted] of Object.entries(fields)) {
    // Symmetric and static unless said.
    const isUsual = field === "symmetric" || wanted === false;
    const allowed = isUsual ? [wanted, undefined] : [wanted];
    require(section, field, allowed);
  }
}

function requireIn(
  section: ConfigReader | undefined,
  key: string,
  allowed: readonly unknown[],
): void {
  if (section !== undefined) require(section, key, allowed);
}

function require(section: ConfigReader, key: string, allowed: readonly unknown[]): void {
  const found = section.text(key);
  if (allowed.some((each) => JSON.stringify(each) === found)) return;
  throw unlike(section, key, found ?? "missing");
}

function unlike(section: ConfigReader, key: string, found: string) {
  return section.unsupported(
    key,
    `FP8 checkpoints are read with a scale for each channel or tensor of weights and one for each token as it comes, and this is ${found}`,
    INSTEAD,
  );
}
