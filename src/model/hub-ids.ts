/** Checkpoints on Hugging Face whose configuration has the shape of a built-in model, by its id. */
const CHECKPOINTS: Readonly<Record<string, readonly string[]>> = {
  "llama-2-7b": ["meta-llama/Llama-2-7b-hf", "meta-llama/Llama-2-7b-chat-hf"],
  "llama-2-13b": ["meta-llama/Llama-2-13b-hf", "meta-llama/Llama-2-13b-chat-hf"],
  "llama-2-70b": ["meta-llama/Llama-2-70b-hf", "meta-llama/Llama-2-70b-chat-hf"],
  "llama-3-8b": ["meta-llama/Meta-Llama-3-8B", "meta-llama/Meta-Llama-3-8B-Instruct"],
  "llama-3-70b": ["meta-llama/Meta-Llama-3-70B", "meta-llama/Meta-Llama-3-70B-Instruct"],
  "llama-3.1-8b": [
    "meta-llama/Llama-3.1-8B",
    "meta-llama/Llama-3.1-8B-Instruct",
    "meta-llama/Meta-Llama-3.1-8B",
    "meta-llama/Meta-Llama-3.1-8B-Instruct",
  ],
  "llama-3.1-70b": [
    "meta-llama/Llama-3.1-70B",
    "meta-llama/Llama-3.1-70B-Instruct",
    "meta-llama/Meta-Llama-3.1-70B",
    "meta-llama/Meta-Llama-3.1-70B-Instruct",
  ],
  "qwen2-7b": ["Qwen/Qwen2-7B", "Qwen/Qwen2-7B-Instruct"],
  "qwen2-72b": ["Qwen/Qwen2-72B", "Qwen/Qwen2-72B-Instruct"],
  "deepseek-llm-67b": ["deepseek-ai/deepseek-llm-67b-base", "deepseek-ai/deepseek-llm-67b-chat"],
  "mistral-7b": ["mistralai/Mistral-7B-v0.3", "mistralai/Mistral-7B-Instruct-v0.3"],
  "mixtral-8x7b": ["mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1"],
  // The instructed one has another vocabulary.
  "mixtral-8x22b": ["mistralai/Mixtral-8x22B-v0.1"],
  "qwen3-8b": ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B-Base"],
  "qwen3-32b": ["Qwen/Qwen3-32B"],
  "qwen3-30b-a3b": ["Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-30B-A3B-Base"],
};

const BUILT_IN_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(CHECKPOINTS).flatMap(([builtIn, ids]) =>
    ids.map((id) => [id.toLowerCase(), builtIn] as const),
  ),
);

/** Id of the built-in model with the shape of a checkpoint, whose id may be in any case. */
export function builtInOfCheckpoint(checkpointId: string): string | undefined {
  return BUILT_IN_OF.get(checkpointId.toLowerCase());
}
