import type { ModelShape } from "../generated/plan.ts";
import type { Model } from "./model-shape.ts";

/** Facts of the published configurations; the comment names the checkpoint on Hugging Face. */
export const BUILT_IN_MODELS: readonly Model[] = [
  // meta-llama/Llama-2-7b-hf
  dense("llama-2-7b", "llama", 32, [4096, 32, 32, 128, 11008], 32000, 4096),
  // meta-llama/Llama-2-13b-hf
  dense("llama-2-13b", "llama", 40, [5120, 40, 40, 128, 13824], 32000, 4096),
  // meta-llama/Llama-2-70b-hf
  dense("llama-2-70b", "llama", 80, [8192, 64, 8, 128, 28672], 32000, 4096),
  // meta-llama/Meta-Llama-3-8B
  dense("llama-3-8b", "llama", 32, [4096, 32, 8, 128, 14336], 128256, 8192),
  // meta-llama/Meta-Llama-3-70B
  dense("llama-3-70b", "llama", 80, [8192, 64, 8, 128, 28672], 128256, 8192),
  // meta-llama/Llama-3.1-8B
  dense("llama-3.1-8b", "llama", 32, [4096, 32, 8, 128, 14336], 128256, 131072),
  // meta-llama/Llama-3.1-70B
  dense("llama-3.1-70b", "llama", 80, [8192, 64, 8, 128, 28672], 128256, 131072),
  // Qwen/Qwen2-7B
  dense("qwen2-7b", "qwen2", 28, [3584, 28, 4, 128, 18944], 152064, 131072),
  // Qwen/Qwen2-72B
  dense("qwen2-72b", "qwen2", 80, [8192, 64, 8, 128, 29568], 152064, 131072),
  // deepseek-ai/deepseek-llm-67b-base
  dense("deepseek-llm-67b", "llama", 95, [8192, 64, 8, 128, 22016], 102400, 4096),
  // mistralai/Mistral-7B-v0.3, the first without a sliding window and with the wider vocabulary
  dense("mistral-7b", "mistral", 32, [4096, 32, 8, 128, 14336], 32768, 32768),
  // mistralai/Mixtral-8x7B-v0.1
  moe("mixtral-8x7b", "mixtral", 32, [4096, 32, 8, 128], [8, 2, 14336], 32000, 32768),
  // mistralai/Mixtral-8x22B-v0.1
  moe("mixtral-8x22b", "mixtral", 56, [6144, 48, 8, 128], [8, 2, 16384], 32000, 65536),
  // Qwen/Qwen3-8B
  dense("qwen3-8b", "qwen3", 36, [4096, 32, 8, 128, 12288], 151936, 40960),
  // Qwen/Qwen3-32B
  dense("qwen3-32b", "qwen3", 64, [5120, 64, 8, 128, 25600], 151936, 40960),
  // Qwen/Qwen3-30B-A3B
  moe("qwen3-30b-a3b", "qwen3_moe", 48, [2048, 32, 4, 128], [128, 8, 768], 151936, 40960),
];

type Attention = [hiddenSize: number, queryHeads: number, kvHeads: number, headSize: number];

function dense(
  id: string,
  family: ModelShape["family"],
  layers: number,
  sizes: [...Attention, intermediateSize: number],
  vocabularySize: number,
  maxPositions: number,
): Model {
  const [hiddenSize, queryHeads, kvHeads, headSize, intermediateSize] = sizes;
  const attention: Attention = [hiddenSize, queryHeads, kvHeads, headSize];
  return build(
    id,
    family,
    layers,
    attention,
    { kind: "dense", intermediateSize },
    vocabularySize,
    maxPositions,
  );
}

function moe(
  id: string,
  family: ModelShape["family"],
  layers: number,
  attention: Attention,
  experts: [count: number, perToken: number, intermediateSize: number],
  vocabularySize: number,
  maxPositions: number,
): Model {
  const mlp: ModelShape["mlp"] = {
    kind: "moe",
    experts: experts[0],
    expertsPerToken: experts[1],
    expertIntermediateSize: experts[2],
    sharedExpertIntermediateSize: 0,
  };
  return build(id, family, layers, attention, mlp, vocabularySize, maxPositions);
}

function build(
  id: string,
  family: ModelShape["family"],
  layers: number,
  [hiddenSize, queryHeads, kvHeads, headSize]: Attention,
  mlp: ModelShape["mlp"],
  vocabularySize: number,
  maxPositions: number,
): Model {
  const shape: ModelShape = {
    family,
    hiddenSize,
    queryHeads,
    kvHeads,
    headSize,
    vocabularySize,
    tiedEmbeddings: false,
    qkvBias: family === "qwen2",
    qkNorm: family === "qwen3" || family === "qwen3_moe",
    mlp,
  };
  return { id, layers, shape, maxPositions };
}
