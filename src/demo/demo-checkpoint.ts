import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NORM_EPSILON, ROPE_BASE } from "../engine/reference/memory/model-weights.ts";
import type { ModelShape } from "../generated/plan.ts";
import { DEMO_LAYERS, type DemoPlans, demoPlans } from "./demo-plans.ts";
import { demoTokenizer, MESSAGE_END, TEXT_END } from "./demo-tokenizer.ts";
import { demoTensors } from "./demo-weights.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/** Prompt and output together. */
export const DEMO_POSITIONS = 4096;

/**
 * Writes a small checkpoint that a CPU serves. Its model says words, but no sense.
 *
 * @returns plans that serve it
 */
export function writeDemoCheckpoint(folder: string): DemoPlans {
  const plans = demoPlans(demoTokenizer().ids.size);
  writeDemoFiles(folder, plans.model.shape);
  return plans;
}

/** The files of a Llama with random weights and of its tokenizer: always the same ones. */
export function writeDemoFiles(folder: string, shape: ModelShape): void {
  const { tokenizer, config, ids, words } = demoTokenizer();
  const idOf = (piece: string) => ids.get(piece) as number;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
  write("config.json", modelConfig(shape));
  write("generation_config.json", { eos_token_id: [MESSAGE_END, TEXT_END].map(idOf) });
  write("tokenizer.json", tokenizer);
  write("tokenizer_config.json", config);
  const tensors = demoTensors(shape, DEMO_LAYERS, { words, end: idOf(MESSAGE_END) });
  writeSafetensors(join(folder, "model.safetensors"), tensors);
}

function modelConfig({ mlp, ...shape }: ModelShape): object {
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    hidden_act: "silu",
    hidden_size: shape.hiddenSize,
    intermediate_size: mlp.kind === "dense" ? mlp.intermediateSize : undefined,
    num_hidden_layers: DEMO_LAYERS,
    num_attention_heads: shape.queryHeads,
    num_key_value_heads: shape.kvHeads,
    head_dim: shape.headSize,
    vocab_size: shape.vocabularySize,
    max_position_embeddings: DEMO_POSITIONS,
    rms_norm_eps: NORM_EPSILON,
    rope_theta: ROPE_BASE,
    tie_word_embeddings: shape.tiedEmbeddings,
    torch_dtype: "bfloat16",
  };
}
