import type { Document } from "../files/document.ts";
import { type ConfigReader, configReader } from "./config-reader.ts";
import { FAMILIES } from "./families.ts";
import type { ModelFamily } from "./model-shape.ts";

/** The part of a `config.json` that describes a language model. */
export interface LanguageModel {
  family: ModelFamily;
  /** Its keys: the whole file, or `text_config` of a model that also takes images. */
  config: ConfigReader;
  /** The whole file. */
  file: ConfigReader;
  warnings: readonly string[];
}

const FAMILY_OF_ARCHITECTURE: ReadonlyMap<string, ModelFamily> = new Map(
  Object.entries(FAMILIES).map(([family, rules]) => [rules.architecture, family as ModelFamily]),
);

/** Takes images too. Its language model is that of `text_config`, by default a Mistral. */
const MISTRAL3 = { architecture: "Mistral3ForConditionalGeneration", modelType: "mistral3" };

const ARCHITECTURES = [...FAMILY_OF_ARCHITECTURE.keys(), MISTRAL3.architecture];
const MODEL_TYPES = [...Object.keys(FAMILIES), MISTRAL3.modelType];

/**
 * Finds the language model of a `config.json` by `architectures`, or by `model_type` where no
 * architecture is named.
 *
 * @throws PlannerError `E_INVALID_MODEL` when it is none of the supported ones
 */
export function languageModelOf(document: Document): LanguageModel {
  const file = configReader(document);
  const architecture = architectureOf(file);
  const warnings = [
    ...otherArchitectures(file, architecture),
    ...contradiction(file, architecture),
    ...ownCode(file, architecture),
  ];
  if (architecture === MISTRAL3.architecture) return { ...textModelOf(file), warnings };
  // The architecture is one of the map's: `architectureOf` refuses any other.
  const family = FAMILY_OF_ARCHITECTURE.get(architecture) as ModelFamily;
  return { family, config: file, file, warnings };
}

function architectureOf(file: ConfigReader): string {
  const architectures = file.value("architectures");
  const named: unknown = Array.isArray(architectures) ? architectures[0] : architectures;
  if (typeof named === "string" && ARCHITECTURES.includes(named)) return named;
  if (named !== undefined) throw unknown(file, "architectures", ARCHITECTURES);
  const modelType = file.value("model_type");
  if (modelType === undefined) throw nameless(file);
  const architecture = architectureOfType(modelType);
  if (architecture === undefined) throw unknown(file, "model_type", MODEL_TYPES);
  return architecture;
}

/** Engines take the first that they know, so that others may serve another one. */
function otherArchitectures(file: ConfigReader, architecture: string): string[] {
  const architectures = file.value("architectures");
  const named: unknown[] = Array.isArray(architectures) ? architectures.slice(1) : [];
  const others = named.filter((each) => each !== architecture);
  if (others.length === 0) return [];
  const names = others.map((each) => JSON.stringify(each)).join(", ");
  return [`\`architectures\` also names ${names}: the plan is of the first, ${architecture}`];
}

/** Engines differ in which of the two keys they go by. */
function contradiction(file: ConfigReader, architecture: string): string[] {
  const modelType = file.value("model_type");
  if (modelType === undefined || architectureOfType(modelType) === architecture) return [];
  return [
    `\`model_type\` ${file.text("model_type")} does not belong to ${architecture}, by which the model is planned`,
  ];
}

/** A checkpoint may bring a model of its own under the name of one in transformers. */
function ownCode(file: ConfigReader, architecture: string): string[] {
  const classes = Object.entries(file.value("auto_map") ?? {});
  const [, code] = classes.find(([auto]) => auto.startsWith("AutoModel")) ?? [];
  if (code === undefined) return [];
  return [
    `\`auto_map\` names code of the checkpoint's own, ${JSON.stringify(code)}, which is not read: the plan is of ${architecture} as transformers has it`,
  ];
}

function textModelOf(file: ConfigReader): Omit<LanguageModel, "warnings"> {
  const config = file.section("text_config");
  if (config === undefined) throw file.invalid("text_config", "the language model's configuration");
  const modelType = config.value("model_type") ?? "mistral";
  const families = Object.keys(FAMILIES);
  const family = families.find((known) => known === modelType) as ModelFamily | undefined;
  if (family === undefined) throw unknown(config, "model_type", families);
  return { family, config, file };
}

function architectureOfType(modelType: unknown): string | undefined {
  if (modelType === MISTRAL3.modelType) return MISTRAL3.architecture;
  const family = Object.keys(FAMILIES).find((known) => known === modelType);
  return family === undefined ? undefined : FAMILIES[family as ModelFamily].architecture;
}

/** Other files of a checkpoint, by keys that they have. */
const OTHER_FILES: readonly (readonly [keys: readonly string[], name: string])[] = [
  [["peft_type"], "the adapter_config.json of an adapter"],
  [["weight_map"], "the index of a checkpoint's weights"],
  [["dim", "n_layers"], "a params.json, in a format of Mistral's and Meta's own"],
  [["tokenizer_class"], "the tokenizer_config.json of a tokenizer"],
  [["model", "added_tokens"], "the tokenizer.json of a tokenizer"],
  [["_from_model_config"], "a generation_config.json"],
  [["temperature"], "a generation_config.json"],
  [["do_sample"], "a generation_config.json"],
  [["bos_token_id", "transformers_version"], "a generation_config.json"],
  [["_class_name", "_diffusers_version"], "the model_index.json of a diffusion pipeline"],
  [["producer", "quantization"], "the hf_quant_config.json of a quantised checkpoint"],
  [["bos_token"], "the special_tokens_map.json of a tokenizer"],
  [["eos_token"], "the special_tokens_map.json of a tokenizer"],
  [["image_processor_type"], "the preprocessor_config.json of images"],
  [["feature_extractor_type"], "the preprocessor_config.json of sounds"],
];

/** One at least is in any configuration. */
const SIZES = [
  "hidden_size",
  "num_hidden_layers",
  "num_attention_heads",
  "vocab_size",
  "text_config",
];

/** A file of this program's own. */
const OWN_SCHEMA = /^nanoflow-plan\/([a-z-]+)\//;

function nameless(file: ConfigReader) {
  const own = OWN_SCHEMA.exec(String(file.value("schema")))?.[1];
  if (own !== undefined) {
    return file.unsupported(
      "schema",
      `the file is a ${own} of nanoflow-plan, and no model`,
      "Name the config.json of the model, or a built-in id.",
    );
  }
  const other = OTHER_FILES.find(([keys]) => keys.every((key) => file.has(key)));
  if (other !== undefined && !file.has("hidden_size")) {
    return file.unsupported(
      "architectures",
      `the key is missing: the file looks like ${other[1]}`,
      "Name the config.json of the model itself, in transformers' format.",
    );
  }
  if (!SIZES.some((key) => file.has(key))) {
    return file.unsupported(
      "architectures",
      "the key is missing, and so is every size of a model: the file is no configuration of one",
      "Name the config.json of the model itself, in transformers' format.",
    );
  }
  return file.unsupported(
    "architectures",
    "the key is missing, so the architecture is not known",
    `Name one of: ${ARCHITECTURES.join(", ")}.`,
  );
}

/** Suggests none by its name: names that differ in few letters stand for other arithmetic. */
function unknown(config: ConfigReader, key: string, known: readonly string[]) {
  return config.unsupported(
    key,
    `${config.text(key)} is no architecture known here`,
    `Supported: ${known.join(", ")}.`,
  );
}
