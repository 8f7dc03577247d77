import type { ModelShape } from "../generated/plan.ts";
import type { Model } from "./model-shape.ts";

/** A weight, or weights of one kind, of a model. */
export interface WeightTensor {
  name: string;
  elements: number;
  /** Held once per expert, of which a token visits `expertsPerToken`. */
  routed?: true;
  /** Of a product that may be in FP8, with the activations that it multiplies. */
  product?: true;
}

/** Weights of one layer, as in the Hugging Face checkpoints of the families. */
export function layerTensors(shape: ModelShape): WeightTensor[] {
  const { hiddenSize, headSize } = shape;
  const queryWidth = shape.queryHeads * headSize;
  const kvWidth = shape.kvHeads * headSize;
  const tensors: WeightTensor[] = [
    { name: "attention_norm", elements: hiddenSize },
    { name: "q_proj", elements: hiddenSize * queryWidth, product: true },
    { name: "kv_proj", elements: 2 * hiddenSize * kvWidth, product: true },
    { name: "o_proj", elements: queryWidth * hiddenSize, product: true },
    { name: "mlp_norm", elements: hiddenSize },
  ];
  if (shape.qkvBias) {
    tensors.push({ name: "q_bias", elements: queryWidth });
    tensors.push({ name: "kv_bias", elements: 2 * kvWidth });
  }
  if (shape.qkNorm) {
    tensors.push({ name: "qk_norm", elements: 2 * headSize });
  }
  return [...tensors, ...mlpTensors(shape)];
}

/** Weights that a model has once. Tied embeddings are one tensor. */
export function modelTensors({ shape }: Model): WeightTensor[] {
  const { hiddenSize, vocabularySize, tiedEmbeddings } = shape;
  const elements = vocabularySize * hiddenSize;
  const tensors: WeightTensor[] = [
    { name: "embedding", elements },
    { name: "final_norm", elements: hiddenSize },
  ];
  if (!tiedEmbeddings) tensors.push({ name: "lm_head", elements });
  return tensors;
}

function mlpTensors({ hiddenSize, mlp }: ModelShape): WeightTensor[] {
  if (mlp.kind === "dense") {
    const elements = 3 * hiddenSize * mlp.intermediateSize;
    return [{ name: "mlp", elements, product: true }];
  }
  const { experts, expertIntermediateSize, sharedExpertIntermediateSize } = mlp;
  const tensors: WeightTensor[] = [
    { name: "router", elements: hiddenSize * experts },
    {
      name: "experts",
      elements: experts * 3 * hiddenSize * expertIntermediateSize,
      routed: true,
      product: true,
    },
  ];
  if (sharedExpertIntermediateSize > 0) {
    const elements = 3 * hiddenSize * sharedExpertIntermediateSize;
    tensors.push({ name: "shared_expert", elements, product: true });
    tensors.push({ name: "shared_expert_gate", elements: hiddenSize });
  }
  return tensors;
}
