import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

export const HIDDEN = 128;
const CONFIG = {
  architectures: ["Qwen2ForCausalLM"],
  hidden_size: HIDDEN,
  intermediate_size: 64,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  vocab_size: 62,
  rms_norm_eps: 1e-6,
  rope_theta: 10000,
  tie_word_embeddings: false,
};
export const ATTENTION = "model.layers.0.self_attn";
/** Tensors of a small Qwen2. */
export const SHAPES: Record<string, number[]> = {
  "model.embed_tokens.weight": [62, HIDDEN],
  "lm_head.weight": [62, HIDDEN],
  "model.norm.weight": [HIDDEN],
  "model.layers.0.input_layernorm.weight": [HIDDEN],
  "model.layers.0.post_attention_layernorm.weight": [HIDDEN],
  [`${ATTENTION}.q_proj.weight`]: [128, HIDDEN],
  [`${ATTENTION}.k_proj.weight`]: [64, HIDDEN],
  [`${ATTENTION}.v_proj.weight`]: [64, HIDDEN],
  [`${ATTENTION}.q_proj.bias`]: [128],
  [`${ATTENTION}.k_proj.bias`]: [64],
  [`${ATTENTION}.v_proj.bias`]: [64],
  [`${ATTENTION}.o_proj.weight`]: [HIDDEN, 128],
  "model.layers.0.mlp.gate_proj.weight": [64, HIDDEN],
  "model.layers.0.mlp.up_proj.weight": [64, HIDDEN],
  "model.layers.0.mlp.down_proj.weight": [HIDDEN, 64],
};

const ELEMENT_BYTES: Readonly<Record<string, number>> = { F8_E4M3: 1, F32: 4 };

/** The bytes of 1, little-endian. */
const ONE: Readonly<Record<string, readonly number[]>> = {
  F32: [0, 0, 0x80, 0x3f],
  BF16: [0x80, 0x3f],
};

/** A file of the format with zeros for values, and ones for scales. */
export function writeSafetensors(
  path: string,
  names: readonly string[],
  types: string | ((name: string) => string) = "BF16",
  shapes: Readonly<Record<string, number[] | undefined>> = SHAPES,
) {
  let end = 0;
  const entries = names.map((name) => {
    const shape = shapes[name] ?? [];
    const dtype = typeof types === "string" ? types : types(name);
    const start = end;
    end += shape.reduce((product, size) => product * size, ELEMENT_BYTES[dtype] ?? 2);
    return [name, { dtype, shape, data_offsets: [start, end] as const }] as const;
  });
  const header = JSON.stringify({ __metadata__: {}, ...Object.fromEntries(entries) });
  const data = Buffer.alloc(end);
  for (const [name, { dtype, data_offsets }] of entries) {
    if (!name.endsWith("_scale")) continue;
    data.fill(Buffer.from(ONE[dtype] ?? [0]), ...data_offsets);
  }
  writeFileSync(path, Buffer.concat([withHeader(header), data]));
}

/** The start of a file of the format. */
export function withHeader(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header)]);
}

/** A folder with the `config.json` of a small Qwen2. */
export function checkpointFolder(change: Partial<Record<string, unknown>> = {}) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...CONFIG, ...change }));
  return folder;
}
