import type { ConfigReader } from "./config-reader.ts";

/** Keys of compressed-tensors that are read, or of which nothing depends: statistics and how scales were found. */
const KNOWN = {
  quantisation: [
    ...["quant_method", "format", "quantization_status", "config_groups", "ignore", "version"],
    ...["kv_cache_scheme", "sparsity_config", "transform_config", "global_compression_ratio"],
  ],
  group: ["targets", "weights", "input_activations", "output_activations", "format"],
  scheme: [
    ...["num_bits", "type", "symmetric", "strategy", "dynamic", "observer", "observer_kwargs"],
    ...["group_size", "block_structure", "actorder", "scale_dtype", "zp_dtype"],
  ],
} as const;
const KNOWN_OF_AUTO_FP8 = [
  ...["quant_method", "activation_scheme", "ignored_layers", "kv_cache_scheme", "fmt"],
  "weight_block_size",
];
const KNOWN_OF_FBGEMM = ["quant_method", "activation_scale_ub", "modules_to_not_convert"];

/** @returns warnings of keys whose meaning is not known */
export function unreadOfCompressedTensors(
  quantisation: ConfigReader,
  group: ConfigReader,
): string[] {
  const schemes = ["weights", "input_activations"].map((key) => group.section(key));
  return warningsOf([
    ...unknownIn(quantisation, KNOWN.quantisation),
    ...unknownIn(group, KNOWN.group),
    ...schemes.flatMap((scheme) => unknownIn(scheme, KNOWN.scheme)),
  ]);
}

/** @returns warnings of keys whose meaning is not known */
export function unreadOfAutoFp8(quantisation: ConfigReader): string[] {
  return warningsOf(unknownIn(quantisation, KNOWN_OF_AUTO_FP8));
}

/** @returns warnings of keys whose meaning is not known */
export function unreadOfFbgemm(quantisation: ConfigReader): string[] {
  return warningsOf(unknownIn(quantisation, KNOWN_OF_FBGEMM));
}

function unknownIn(section: ConfigReader | undefined, known: readonly string[]): string[] {
  const keys = section?.keys ?? [];
  return keys.filter((key) => !known.includes(key) && saysSomething(section?.text(key)));
}

function saysSomething(value: string | undefined): boolean {
  return ![undefined, "{}", "[]", "false"].includes(value);
}

function warningsOf(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const listed = [...new Set(names)].map((name) => `\`${name}\``).join(", ");
  return [
    `not read in \`quantization_config\`: ${listed}. If they change the formats, the model planned is another`,
  ];
}
