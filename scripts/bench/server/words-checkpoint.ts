import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelShape } from "../../../src/generated/plan.ts";
import { byteCharacters } from "../../../src/tokenizer/decoding/byte-alphabet.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const POSITIONS = 8192;

/**
 * Writes the files of a checkpoint that a server reads beside weights: a configuration of the shape,
 * and a byte-level tokenizer in which every token is a word.
 *
 * @param layers of the model
 */
export function writeWordsCheckpoint(folder: string, shape: ModelShape, layers: number): void {
  const { mlp } = shape;
  if (mlp.kind !== "dense") throw new Error("a dense model");
  const characters = byteCharacters();
  const words = Array.from({ length: shape.vocabularySize - characters.length }, (_, index) =>
    wordOf(index),
  );
  const vocab = Object.fromEntries([...characters, ...words].map((piece, token) => [piece, token]));
  const byteLevel = {
    type: "ByteLevel",
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true,
  };
  const write = (name: string, content: object) =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  write("tokenizer.json", {
    ...{ version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null },
    ...{ pre_tokenizer: byteLevel, post_processor: null, decoder: byteLevel },
    model: {
      ...{ type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: null },
      ...{ end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, vocab, merges: [] },
    },
  });
  write("tokenizer_config.json", { tokenizer_class: "PreTrainedTokenizerFast" });
  write("config.json", {
    ...{ architectures: ["LlamaForCausalLM"], model_type: "llama", hidden_act: "silu" },
    hidden_size: shape.hiddenSize,
    intermediate_size: mlp.intermediateSize,
    num_hidden_layers: layers,
    num_attention_heads: shape.queryHeads,
    num_key_value_heads: shape.kvHeads,
    head_dim: shape.headSize,
    vocab_size: shape.vocabularySize,
    max_position_embeddings: POSITIONS,
    ...{ rms_norm_eps: 1e-5, rope_theta: 500_000, eos_token_id: 0, torch_dtype: "bfloat16" },
    tie_word_embeddings: shape.tiedEmbeddings,
  });
}

/** A space as byte-level vocabularies spell it, and five letters. */
function wordOf(index: number): string {
  let [word, left] = ["\u0120", index];
  for (let count = 0; count < 5; count++) {
    word += LETTERS[left % LETTERS.length];
    left = Math.floor(left / LETTERS.length);
  }
  return word;
}
