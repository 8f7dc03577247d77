import type { ModelShape } from "../../../generated/plan.ts";
import type { WeightPart, WeightSource } from "../../../model/weight-shards.ts";

/** Of weights outside of the MLP; those of a layer come after its prefix. */
const NAMES: Readonly<Partial<Record<WeightPart, string>>> = {
  embedding: "model.embed_tokens.weight",
  lm_head: "lm_head.weight",
  final_norm: "model.norm.weight",
  attention_norm: "input_layernorm.weight",
  mlp_norm: "post_attention_layernorm.weight",
  query: "self_attn.q_proj.weight",
  key: "self_attn.k_proj.weight",
  value: "self_attn.v_proj.weight",
  query_bias: "self_attn.q_proj.bias",
  key_bias: "self_attn.k_proj.bias",
  value_bias: "self_attn.v_proj.bias",
  query_norm: "self_attn.q_norm.weight",
  key_norm: "self_attn.k_norm.weight",
  output: "self_attn.o_proj.weight",
};

const PROJECTIONS: Readonly<Partial<Record<WeightPart, string>>> = {
  gate: "gate_proj",
  up: "up_proj",
  down: "down_proj",
};
/** Mixtral's experts, by the paper's names. */
const MIXTRAL_PROJECTIONS: typeof PROJECTIONS = { gate: "w1", up: "w3", down: "w2" };

/**
 * Name of a tensor in the Hugging Face checkpoints of a family.
 *
 * @param layer undefined for weights that a model has once
 */
export function checkpointName(
  { part, expert }: WeightSource,
  layer: number | undefined,
  { family }: ModelShape,
): string {
  const prefix = layer === undefined ? "" : `model.layers.${layer}.`;
  const name = NAMES[part];
  if (name !== undefined) return prefix + name;
  const isMixtral = family === "mixtral";
  const block = `${prefix}${isMixtral ? "block_sparse_moe" : "mlp"}.`;
  if (part === "router") return `${block}gate.weight`;
  if (part === "shared_expert_gate") return `${block}shared_expert_gate.weight`;
  const projection = (isMixtral ? MIXTRAL_PROJECTIONS : PROJECTIONS)[part];
  if (expert === undefined) return `${block}${projection}.weight`;
  const owner = expert === "shared" ? "shared_expert" : `experts.${expert}`;
  return `${block}${owner}.${projection}.weight`;
}

/** Name of the scales of a quantised weight, one for each output channel: [channels, 1]. */
export function scalesNameOf(weight: string): string {
  return `${weight}_scale`;
}
