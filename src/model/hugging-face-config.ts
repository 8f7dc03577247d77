import type { Document } from "../files/document.ts";
import type { ModelShape } from "../generated/plan.ts";
import { languageModelOf } from "./architecture.ts";
import type { ConfigReader } from "./config-reader.ts";
import { FAMILIES } from "./families.ts";
import type { ExpertMlp, Model, ModelFamily } from "./model-shape.ts";
import { rejectNestedBits } from "./nested-quantisation.ts";
import { numericsOf } from "./numerics.ts";
import { DTYPE_KEYS, QUANTISATION_MARKS, rejectOtherBits } from "./quantisation.ts";
import { reachedPositions, rejectOtherPairs } from "./rotary.ts";
import { rotaryDoubts } from "./rotary-doubts.ts";
import { rejectWindows } from "./sliding-window.ts";
import { QUANTISATION_KEY, storedPrecision } from "./stored-precision.ts";
import { rejectUnread } from "./unread-keys.ts";
import { rejectUnsupported } from "./unsupported-config.ts";

/** Objects that are read for what they say, and one of exports for browsers beside the weights. */
const READ_OBJECTS: readonly string[] = [
  "transformers.js_config",
  ...["rope_scaling", "rope_parameters", ...DTYPE_KEYS],
  ...Object.keys(QUANTISATION_MARKS),
];

/**
 * Model of a Hugging Face `config.json`, with the defaults of the transformers library where a key
 * may be missing ({@link FAMILIES}).
 *
 * @param document parsed `config.json`
 * @param id name to give to the model
 * @throws PlannerError `E_INVALID_FILE` at a missing key or a wrong value
 * @throws PlannerError `E_INVALID_MODEL` at what makes the model unsupported
 */
export function parseHuggingFaceConfig(document: Document, id: string): Model {
  const language = languageModelOf(document);
  const { config, file, family } = language;
  const layers = config.positiveInteger("num_hidden_layers");
  const stored = storedPrecision(file) ?? storedPrecision(config);
  const understood = stored === undefined ? [] : [QUANTISATION_KEY];
  for (const part of new Set([file, config])) {
    rejectOtherBits(part, understood);
    rejectNestedBits(part, [...READ_OBJECTS, ...(part === config ? [] : ["text_config"])]);
  }
  rejectUnsupported(config, family);
  numericsOf(language);
  const warnings = [
    ...language.warnings,
    ...(stored?.warnings ?? []),
    ...rejectWindows(config, family, layers),
    ...rejectUnread(config, family),
    ...rotaryDoubts(config, family),
    ...takenForNull(config),
    ...(file === config ? [] : around(file, config, family)),
  ];
  const attention = attentionSizes(config, family);
  rejectOtherPairs(config, attention.headSize);
  const shape: ModelShape = {
    family,
    ...attention,
    vocabularySize: config.positiveInteger("vocab_size"),
    tiedEmbeddings: config.booleanOr(
      "tie_word_embeddings",
      file.booleanOr("tie_word_embeddings", false),
    ),
    qkvBias: hasQkvBias(config, family),
    qkNorm: FAMILIES[family].qkNorm,
    ...(stored !== undefined && { precision: stored.precision }),
    mlp: mlpOf(config, family),
  };
  return {
    id,
    layers,
    shape,
    maxPositions: reachedPositions(config, family),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** Of a model that takes images, the plan is of the language model. */
function around(file: ConfigReader, config: ConfigReader, family: ModelFamily): string[] {
  return [
    "the plan is of the language model of `text_config`, without images",
    ...tiedOtherwise(file, config),
    ...rejectUnread(file, family, true),
  ];
}

/** transformers 4.57.6 ties by the inner key, 5.24.0 by the outer one. */
function tiedOtherwise(file: ConfigReader, config: ConfigReader): string[] {
  const [outer, inner] = [file, config].map((each) => each.value("tie_word_embeddings"));
  if (outer === undefined || inner === undefined || outer === inner) return [];
  return [
    `\`tie_word_embeddings\` is ${outer}, and ${inner} in \`text_config\`: versions of transformers differ in which they follow, and ${inner} is planned`,
  ];
}

/** Keys for whose null the value of a missing key is taken. */
const NULL_AS_MISSING = [
  "rms_norm_eps",
  "max_position_embeddings",
  "hidden_act",
  "tie_word_embeddings",
] as const;

function takenForNull(config: ConfigReader): string[] {
  return NULL_AS_MISSING.filter((key) => config.has(key) && config.value(key) === undefined).map(
    (key) =>
      `\`${key}\` is null, which transformers 5 refuses: what it takes for a missing key is planned`,
  );
}

function hasQkvBias(config: ConfigReader, family: ModelFamily): boolean {
  const { qkvBias } = FAMILIES[family];
  return qkvBias === "by key" ? config.booleanOr("qkv_bias", true) : qkvBias === "always";
}

function attentionSizes(config: ConfigReader, family: ModelFamily) {
  const hiddenSize = config.positiveInteger("hidden_size");
  const queryHeads = config.positiveInteger("num_attention_heads");
  const kvHeads = kvHeadsOf(config, family, queryHeads);
  const explicit = config.value("head_dim");
  const { headSize: usual } = FAMILIES[family];
  // Libraries differ in what they make of it where the family has a size of its own.
  if (usual !== undefined && explicit === undefined && config.has("head_dim"))
    throw config.invalid("head_dim", "a positive integer");
  if (explicit === undefined && usual === undefined) {
    if (hiddenSize % queryHeads !== 0) {
      throw config.unsupported(
        "num_attention_heads",
        `${queryHeads} heads do not divide the hidden size ${hiddenSize}`,
        "Give `head_dim`, or correct one of the two.",
      );
    }
  }
  const fallback = usual ?? hiddenSize / queryHeads;
  const headSize = config.positiveIntegerOr("head_dim", fallback);
  if (headSize % 2 !== 0) {
    throw config.unsupported(
      explicit === undefined ? "num_attention_heads" : "head_dim",
      `heads of ${headSize} dimensions cannot turn in pairs`,
      "Correct the size of a head to an even one.",
    );
  }
  return { hiddenSize, queryHeads, kvHeads, headSize };
}

function kvHeadsOf(config: ConfigReader, family: ModelFamily, queryHeads: number): number {
  const kvHeads =
    config.value("num_key_value_heads") === undefined
      ? usualKvHeads(config, family, queryHeads)
      : config.positiveInteger("num_key_value_heads");
  if (queryHeads % kvHeads === 0) return kvHeads;
  throw config.unsupported(
    "num_key_value_heads",
    `${kvHeads} KV heads do not divide the ${queryHeads} query heads`,
    "Correct one of the two.",
  );
}

function usualKvHeads(config: ConfigReader, family: ModelFamily, queryHeads: number): number {
  const { kvHeads, kvHeadsMayBeNull } = FAMILIES[family];
  if (!config.has("num_key_value_heads")) return kvHeads === "query heads" ? queryHeads : kvHeads;
  if (kvHeadsMayBeNull) return queryHeads;
  throw config.invalid("num_key_value_heads", "a positive integer");
}

function mlpOf(config: ConfigReader, family: ModelFamily): ModelShape["mlp"] {
  switch (FAMILIES[family].mlp) {
    case "mixtral":
      return moe(config, "num_local_experts", "intermediate_size");
    case "qwen2_moe": {
      const shared = config.count("shared_expert_intermediate_size");
      return { ...qwenMoe(config), sharedExpertIntermediateSize: shared };
    }
    case "qwen3_moe":
      return qwenMoe(config);
    case "dense":
      return { kind: "dense", intermediateSize: config.positiveInteger("intermediate_size") };
  }
}

/** Qwen's routers keep the weights of a softmax over all experts unless told otherwise. */
function qwenMoe(config: ConfigReader): ExpertMlp {
  const mlp = moe(config, "num_experts", "moe_intermediate_size");
  const isRenormalized = config.booleanOr("norm_topk_prob", false);
  return isRenormalized ? mlp : { ...mlp, renormalizedExpertWeights: false };
}

/** Qwen's key and Mixtral's stand for each other; transformers 5 saves Mixtral's for Qwen3-MoE. */
const EXPERTS_KEYS = ["num_experts", "num_local_experts"] as const;

/** @param usual the key to ask for where neither is given */
function expertsKey(config: ConfigReader, usual: (typeof EXPERTS_KEYS)[number]): string {
  const given = EXPERTS_KEYS.filter((key) => config.value(key) !== undefined);
  const [one = usual, other] = given;
  if (other === undefined || config.value(one) === config.value(other)) return one;
  throw config.unsupported(
    one,
    `\`${other}\` beside it says ${config.text(other)}`,
    "Keep the one of the two that is right.",
  );
}

function moe(
  config: ConfigReader,
  usualKey: (typeof EXPERTS_KEYS)[number],
  sizeKey: string,
): ExpertMlp {
  const key = expertsKey(config, usualKey);
  const experts = config.positiveInteger(key);
  const expertsPerToken = config.positiveInteger("num_experts_per_tok");
  if (expertsPerToken > experts) {
    throw config.unsupported(
      "num_experts_per_tok",
      `a token cannot visit ${expertsPerToken} of ${experts} experts`,
      `Use at most \`${key}\`.`,
    );
  }
  const expertIntermediateSize = config.positiveInteger(sizeKey);
  return {
    kind: "moe",
    experts,
    expertsPerToken,
    expertIntermediateSize,
    sharedExpertIntermediateSize: 0,
  };
}
