import type { ModelShape } from "../generated/plan.ts";
import type { Model } from "./model-shape.ts";
import type { Shard } from "./tensor-parallel.ts";

/**
 * How a tensor is held by a tensor-parallel group: divided evenly, by KV heads (replicated when
 * they are fewer than the GPUs), by slices of the padded vocabulary, or whole on each GPU.
 */
export type Sharding = "even" | "kv-heads" | "vocabulary" | "replicated";

/** A weight, or weights of one kind, of a model. */
export interface WeightTensor {
  name: string;
  elements: number;
  sharding: Sharding;
  /** Held once per expert, of which a token visits `expertsPerToken`. */
  routed?: true;
}

/** Weights of one layer, as in the Hugging Face checkpoints of the families. */
export function layerTensors(shape: ModelShape): WeightTensor[] {
  const { hiddenSize, headSize } = shape;
  const queryWidth = shape.queryHeads * headSize;
  const kvWidth = shape.kvHeads * headSize;
  const tensors: WeightTensor[] = [
    { name: "attention_norm", elements: hiddenSize, sharding: "replicated" },
    { name: "q_proj", elements: hiddenSize * queryWidth, sharding: "even" },
    { name: "kv_proj", elements: 2 * hiddenSize * kvWidth, sharding: "kv-heads" },
    { name: "o_proj", elements: queryWidth * hiddenSize, sharding: "even" },
    { name: "mlp_norm", elements: hiddenSize, sharding: "replicated" },
  ];
  if (shape.qkvBias) {
    tensors.push({ name: "q_bias", elements: queryWidth, sharding: "even" });
    tensors.push({ name: "kv_bias", elements: 2 * kvWidth, sharding: "kv-heads" });
  }
  if (shape.qkNorm) {
    tensors.push({ name: "qk_norm", elements: 2 * headSize, sharding: "replicated" });
  }
  return [...tensors, ...mlpTensors(shape)];
}

/** Weights that a model has once. Tied embeddings are one tensor. */
export function modelTensors({ shape }: Model): WeightTensor[] {
  const { hiddenSize, vocabularySize, tiedEmbeddings } = shape;
  const elements = vocabularySize * hiddenSize;
  const tensors: WeightTensor[] = [
    { name: "embedding", elements, sharding: "vocabulary" },
    { name: "final_norm", elements: hiddenSize, sharding: "replicated" },
  ];
  if (!tiedEmbeddings) tensors.push({ name: "lm_head", elements, sharding: "vocabulary" });
  return tensors;
}

/** Elements of a tensor that one GPU holds. */
export function elementsPerGpu(
  tensor: WeightTensor,
  shape: ModelShape,
  shard: Shard,
  tensorParallel: number,
): number {
  switch (tensor.sharding) {
    case "even":
      return tensor.elements / tensorParallel;
    case "kv-heads":
      return (tensor.elements / shape.kvHeads) * shard.kvHeads;
    case "vocabulary":
      return (tensor.elements / shape.vocabularySize) * shard.vocabularySize;
    case "replicated":
      return tensor.elements;
  }
}

function mlpTensors({ hiddenSize, mlp }: ModelShape): WeightTensor[] {
  if (mlp.kind === "dense") {
    const elements = 3 * hiddenSize * mlp.intermediateSize;
    return [{ name: "mlp", elements, sharding: "even" }];
  }
  const { experts, expertIntermediateSize, sharedExpertIntermediateSize } = mlp;
  const tensors: WeightTensor[] = [
    { name: "router", elements: hiddenSize * experts, sharding: "replicated" },
    {
      name: "experts",
      elements: experts * 3 * hiddenSize * expertIntermediateSize,
      sharding: "even",
      routed: true,
    },
  ];
  if (sharedExpertIntermediateSize > 0) {
    const elements = 3 * hiddenSize * sharedExpertIntermediateSize;
    tensors.push({ name: "shared_expert", elements, sharding: "even" });
    tensors.push({ name: "shared_expert_gate", elements: hiddenSize, sharding: "replicated" });
  }
  return tensors;
}
