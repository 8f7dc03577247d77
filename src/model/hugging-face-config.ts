import type { Document } from "../files/read-document.ts";
import type { ModelShape } from "../generated/plan.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { type ConfigReader, configReader } from "./config-reader.ts";
import { maxPositions } from "./max-positions.ts";
import type { ExpertMlp, Model, ModelFamily } from "./model-shape.ts";
import { rejectUnsupported } from "./unsupported-config.ts";

const ARCHITECTURES: Readonly<Record<string, ModelFamily>> = {
  LlamaForCausalLM: "llama",
  MistralForCausalLM: "mistral",
  Qwen2ForCausalLM: "qwen2",
  Qwen3ForCausalLM: "qwen3",
  MixtralForCausalLM: "mixtral",
  Qwen2MoeForCausalLM: "qwen2_moe",
  Qwen3MoeForCausalLM: "qwen3_moe",
};

/** Head size where the family's configuration class does not derive it from the hidden size. */
const DEFAULT_HEAD_SIZE: Partial<Record<ModelFamily, number>> = { qwen3: 128 };

/**
 * Model of a Hugging Face `config.json`, with the defaults of the transformers library where a key
 * may be missing.
 *
 * @param document parsed `config.json`
 * @param id name to give to the model
 * @throws PlannerError `E_INVALID_FILE` at a missing key or a wrong value
 * @throws PlannerError `E_INVALID_MODEL` at what makes the model unsupported
 */
export function parseHuggingFaceConfig(document: Document, id: string): Model {
  const config = configReader(document);
  const family = familyOf(config);
  const layers = config.positiveInteger("num_hidden_layers");
  rejectUnsupported(config, family, layers);
  const shape: ModelShape = {
    family,
    ...attentionSizes(config, family),
    vocabularySize: config.positiveInteger("vocab_size"),
    tiedEmbeddings: config.booleanOr("tie_word_embeddings", false),
    qkvBias: family === "qwen2" || (family === "qwen2_moe" && config.booleanOr("qkv_bias", true)),
    qkNorm: family === "qwen3" || family === "qwen3_moe",
    mlp: mlpOf(config, family),
  };
  return { id, layers, shape, maxPositions: maxPositions(config, family) };
}

function familyOf(config: ConfigReader): ModelFamily {
  const architectures = config.value("architectures");
  const named: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  if (typeof named === "string") {
    const family = Object.hasOwn(ARCHITECTURES, named) ? ARCHITECTURES[named] : undefined;
    if (family !== undefined) return family;
    throw unknownArchitecture(config, "architectures", named, Object.keys(ARCHITECTURES));
  }
  const families = Object.values(ARCHITECTURES);
  const modelType = config.value("model_type");
  const family = families.find((known) => known === modelType);
  if (family !== undefined) return family;
  if (modelType === undefined) {
    throw config.unsupported(
      "architectures",
      "the key is missing, so the architecture is not known",
      `Name one of: ${Object.keys(ARCHITECTURES).join(", ")}.`,
    );
  }
  throw unknownArchitecture(config, "model_type", String(modelType), families);
}

function unknownArchitecture(config: ConfigReader, key: string, found: string, known: string[]) {
  const nearest = nearestNames(found, known, 1);
  const hint = nearest.length > 0 ? `The nearest known one is ${nearest[0]}. ` : "";
  return config.unsupported(
    key,
    `"${found}" is no architecture known here`,
    `${hint}Supported: ${known.join(", ")}.`,
  );
}

function attentionSizes(config: ConfigReader, family: ModelFamily) {
  const hiddenSize = config.positiveInteger("hidden_size");
  const queryHeads = config.positiveInteger("num_attention_heads");
  const kvHeads = kvHeadsOf(config, family, queryHeads);
  const explicit = config.value("head_dim");
  if (explicit === undefined && DEFAULT_HEAD_SIZE[family] === undefined) {
    if (hiddenSize % queryHeads !== 0) {
      throw config.unsupported(
        "num_attention_heads",
        `${queryHeads} heads do not divide the hidden size ${hiddenSize}`,
        "Give `head_dim`, or correct one of the two.",
      );
    }
  }
  const fallback = DEFAULT_HEAD_SIZE[family] ?? hiddenSize / queryHeads;
  const headSize = config.positiveIntegerOr("head_dim", fallback);
  return { hiddenSize, queryHeads, kvHeads, headSize };
}

function kvHeadsOf(config: ConfigReader, family: ModelFamily, queryHeads: number): number {
  // Only Llama's first generation leaves the key out; elsewhere its default differs by family.
  const kvHeads =
    family === "llama"
      ? config.positiveIntegerOr("num_key_value_heads", queryHeads)
      : config.positiveInteger("num_key_value_heads");
  if (queryHeads % kvHeads === 0) return kvHeads;
  throw config.unsupported(
    "num_key_value_heads",
    `${kvHeads} KV heads do not divide the ${queryHeads} query heads`,
    "Correct one of the two.",
  );
}

function mlpOf(config: ConfigReader, family: ModelFamily): ModelShape["mlp"] {
  switch (family) {
    case "mixtral":
      return moe(config, "num_local_experts", "intermediate_size");
    case "qwen2_moe": {
      const shared = config.count("shared_expert_intermediate_size");
      return { ...qwenMoe(config), sharedExpertIntermediateSize: shared };
    }
    case "qwen3_moe":
      return qwenMoe(config);
    default:
      return { kind: "dense", intermediateSize: config.positiveInteger("intermediate_size") };
  }
}

/** Qwen's routers keep the weights of a softmax over all experts unless told otherwise. */
function qwenMoe(config: ConfigReader): ExpertMlp {
  const mlp = moe(config, expertsKey(config), "moe_intermediate_size");
  const isRenormalized = config.booleanOr("norm_topk_prob", false);
  return isRenormalized ? mlp : { ...mlp, renormalizedExpertWeights: false };
}

/** Qwen's key; transformers 5 saves Mixtral's instead. */
function expertsKey(config: ConfigReader): string {
  return config.value("num_experts") === undefined &&
    config.value("num_local_experts") !== undefined
    ? "num_local_experts"
    : "num_experts";
}

function moe(config: ConfigReader, expertsKey: string, sizeKey: string): ExpertMlp {
  const experts = config.positiveInteger(expertsKey);
  const expertsPerToken = config.positiveInteger("num_experts_per_tok");
  if (expertsPerToken > experts) {
    throw config.unsupported(
      "num_experts_per_tok",
      `a token cannot visit ${expertsPerToken} of ${experts} experts`,
      `Use at most \`${expertsKey}\`.`,
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
