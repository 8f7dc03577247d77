/**
 * What of the NanoFlow paper's evaluation is simulated, and what was published about it. Origins, as
 * paths of github.com/efeslab/Nanoflow at a commit:
 *
 * - throughputs: figures/OfflineThroughput.png, 873303d;
 * - the optimum: pipeline/eval/plot_all.py, 23c8046;
 * - dense batches and GPUs: pipeline/config_all, 23c8046 and 01b2ebe; of DeepSeek-67B
 *   pipeline/config/deepseek.json, bf3a6b2, which names no number of GPUs.
 */

/** A model with its GPUs, dense batch and workload. */
export interface ReproductionCase {
  modelId: string;
  gpus: number;
  batchTokens: number;
  /** Tokens in and out of a request: `1024/512`. */
  workload: string;
}

/** Published throughputs at a workload, total tokens/s per GPU. */
export interface Published {
  workload: string;
  nanoFlow: number;
  tensorRtLlm: number;
  deepSpeed: number;
  vllm: number;
}

export interface PublishedCase extends ReproductionCase {
  published: Published;
}

/** Total tokens/s per GPU that no schedule exceeds, LLaMA-2-70B. */
export const PUBLISHED_OPTIMUM = 1857;

/** LLaMA-2-70B on 8 GPUs; figures in total tokens/s per GPU. */
export const MAIN_CASES: readonly PublishedCase[] = [
  { workload: "512/512", nanoFlow: 1286, tensorRtLlm: 735, deepSpeed: 490, vllm: 494 },
  { workload: "1024/512", nanoFlow: 1263, tensorRtLlm: 817, deepSpeed: 513, vllm: 552 },
  { workload: "512/1024", nanoFlow: 1212, tensorRtLlm: 636, deepSpeed: 372, vllm: 410 },
].map((published) => ({
  modelId: "llama-2-70b",
  gpus: 8,
  batchTokens: 2048,
  workload: published.workload,
  published,
}));

/** The other models, with the dense batch of the original's configuration, at 1024/512. */
export const OTHER_CASES: readonly ReproductionCase[] = [
  { modelId: "llama-3-70b", gpus: 8, batchTokens: 2048 },
  { modelId: "qwen2-72b", gpus: 8, batchTokens: 2048 },
  { modelId: "deepseek-llm-67b", gpus: 8, batchTokens: 2048 },
  { modelId: "mixtral-8x7b", gpus: 8, batchTokens: 4096 },
  { modelId: "llama-3-8b", gpus: 1, batchTokens: 1024 },
].map((setup) => ({ ...setup, workload: "1024/512" }));
