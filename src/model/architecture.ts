import type { Document } from "../files/read-document.ts";
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
 * @throws PlannerError `E_INVALID_MODEL` when it is none of the supported ones, or when the two keys
 *   contradict each other
 */
export function languageModelOf(document: Document): LanguageModel {
  const file = configReader(document);
  const architecture = architectureOf(file);
  if (architecture === MISTRAL3.architecture) return textModelOf(file);
  // The architecture is one of the map's: `architectureOf` refuses any other.
  const family = FAMILY_OF_ARCHITECTURE.get(architecture) as ModelFamily;
  return { family, config: file, file };
}

function architectureOf(file: ConfigReader): string {
  const modelType = file.value("model_type");
  const byType = typeof modelType === "string" ? architectureOfType(modelType) : undefined;
  const architectures = file.value("architectures");
  const named: unknown = Array.isArray(architectures) ? architectures[0] : architectures;
  if (named === undefined) {
    if (byType !== undefined) return byType;
    throw modelType === undefined ? nameless(file) : unknown(file, "model_type", MODEL_TYPES);
  }
  if (typeof named !== "string" || !ARCHITECTURES.includes(named)) {
    throw unknown(file, "architectures", ARCHITECTURES);
  }
  if (modelType === undefined || byType === named) return named;
  throw file.unsupported(
    "model_type",
    `${file.text("model_type")} does not belong to the architecture ${named}`,
    "Correct the one of the two that is wrong.",
  );
}

function textModelOf(file: ConfigReader): LanguageModel {
  const config = file.section("text_config");
  if (config === undefined) throw file.invalid("text_config", "the language model's configuration");
  const modelType = config.value("model_type") ?? "mistral";
  const families = Object.keys(FAMILIES);
  const family = families.find((known) => known === modelType) as ModelFamily | undefined;
  if (family === undefined) throw unknown(config, "model_type", families);
  return { family, config, file };
}

function architectureOfType(modelType: string): string | undefined {
  if (modelType === MISTRAL3.modelType) return MISTRAL3.architecture;
  return Object.hasOwn(FAMILIES, modelType)
    ? FAMILIES[modelType as ModelFamily].architecture
    : undefined;
}

function nameless(file: ConfigReader) {
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
