import type { ModelShape } from "../../generated/plan.ts";
import type { ExpertMlp } from "../../model/model-shape.ts";
import { shardOf } from "../../model/tensor-parallel.ts";

/** Rows of a device tensor that one tensor of a checkpoint fills. */
export interface Part {
  /** In the checkpoint. */
  name: string;
  firstRow: number;
  rows: number;
  /** The first rows of the tensor once more, where there are no others. */
  padding?: true;
}

/**
 * The tensors of a Hugging Face checkpoint that make up a device tensor (`layOutWeights`), by its
 * name. Rows that pad the vocabulary repeat the first one: they tie with it, and the lower token wins.
 */
export function checkpointParts(deviceName: string, shape: ModelShape): Part[] {
  const [layer, name] = deviceName.split(".");
  if (name !== undefined) return layerParts(`model.layers.${layer}.`, name, shape);
  switch (deviceName) {
    case "embedding":
      return vocabularyParts("model.embed_tokens.weight", shape);
    case "lm_head":
      return vocabularyParts(
        shape.tiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight",
        shape,
      );
    default:
      return stacked(["model.norm.weight", 1]);
  }
}

function vocabularyParts(name: string, shape: ModelShape): Part[] {
  const { vocabularySize } = shape;
  const padding = shardOf(shape, 1).vocabularySize - vocabularySize;
  return [
    ...stacked([name, vocabularySize]),
    ...Array.from({ length: padding }, (_, index) => ({
      name,
      firstRow: vocabularySize + index,
      rows: 1,
      padding: true as const,
    })),
  ];
}

function layerParts(prefix: string, name: string, shape: ModelShape): Part[] {
  const { headSize, mlp } = shape;
  const [queries, keys] = [shape.queryHeads * headSize, shape.kvHeads * headSize];
  const attention = `${prefix}self_attn.`;
  switch (name) {
    case "attention_norm":
      return stacked([`${prefix}input_layernorm.weight`, 1]);
    case "mlp_norm":
      return stacked([`${prefix}post_attention_layernorm.weight`, 1]);
    case "qkv_proj":
      return stacked(
        [`${attention}q_proj.weight`, queries],
        [`${attention}k_proj.weight`, keys],
        [`${attention}v_proj.weight`, keys],
      );
    case "qkv_bias":
      return stacked(
        [`${attention}q_proj.bias`, queries],
        [`${attention}k_proj.bias`, keys],
        [`${attention}v_proj.bias`, keys],
      );
    case "query_norm":
      return stacked([`${attention}q_norm.weight`, 1]);
    case "key_norm":
      return stacked([`${attention}k_norm.weight`, 1]);
    case "o_proj":
      return stacked([`${attention}o_proj.weight`, shape.hiddenSize]);
    default:
      return mlp.kind === "dense"
        ? denseParts(`${prefix}mlp.`, name, shape.hiddenSize, mlp.intermediateSize)
        : expertParts(prefix, name, shape, mlp);
  }
}

function denseParts(mlp: string, name: string, hidden: number, width: number): Part[] {
  return name === "gate_up_proj"
    ? stacked([`${mlp}gate_proj.weight`, width], [`${mlp}up_proj.weight`, width])
    : stacked([`${mlp}down_proj.weight`, hidden]);
}

/**
 * Mixtral calls gate, up and down w1, w3 and w2. Qwen2-MoE's shared expert lies beside the others; its gate is one more
 * row of the router.
 */
function expertParts(
  prefix: string,
  name: string,
  { family, hiddenSize }: ModelShape,
  mlp: ExpertMlp,
): Part[] {
  const { experts, expertIntermediateSize: width, sharedExpertIntermediateSize: shared } = mlp;
  const isMixtral = family === "mixtral";
  const block = `${prefix}${isMixtral ? "block_sparse_moe" : "mlp"}.`;
  const [gate, up, down] = isMixtral ? ["w1", "w3", "w2"] : ["gate_proj", "up_proj", "down_proj"];
  if (name === "router") {
    const gate: [string, number][] = shared > 0 ? [[`${block}shared_expert_gate.weight`, 1]] : [];
    return stacked([`${block}gate.weight`, experts], ...gate);
  }
  if (name.startsWith("shared_")) {
    return denseParts(`${block}shared_expert.`, name.slice("shared_".length), hiddenSize, shared);
  }
  return stacked(
    ...Array.from({ length: experts }, (_, expert): [string, number][] => {
      const of = (projection: string | undefined) =>
        `${block}experts.${expert}.${projection}.weight`;
      if (name === "moe_down") return [[of(down), hiddenSize]];
      return [
        [of(gate), width],
        [of(up), width],
      ];
    }).flat(),
  );
}

/** One tensor below the other. */
function stacked(...tensors: [name: string, rows: number][]): Part[] {
  let firstRow = 0;
  return tensors.map(([name, rows]) => {
    firstRow += rows;
    return { name, firstRow: firstRow - rows, rows };
  });
}
