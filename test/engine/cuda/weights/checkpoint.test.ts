import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../../../src/engine/cuda/process/executor-process.ts";
import { openCheckpoint } from "../../../../src/engine/cuda/weights/checkpoint.ts";
import { layOutWeights } from "../../../../src/engine/cuda/weights/device-weights.ts";
import { readStoredTensors } from "../../../../src/engine/cuda/weights/stored-tensors.ts";
import { fakeExecutor } from "../../../support/fake-executor.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const HIDDEN = 128;
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
const ATTENTION = "model.layers.0.self_attn";
const SHAPES: Record<string, number[]> = {
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

/** A file of the format with zeros for values. */
function writeSafetensors(
  path: string,
  names: readonly string[],
  dtype = "BF16",
  shapes: Readonly<Record<string, number[] | undefined>> = SHAPES,
) {
  let end = 0;
  const entries = names.map((name) => {
    const shape = shapes[name] ?? [];
    const start = end;
    end += shape.reduce((product, size) => product * size, 2);
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const header = JSON.stringify({ __metadata__: {}, ...Object.fromEntries(entries) });
  writeFileSync(path, Buffer.concat([withHeader(header), Buffer.alloc(end)]));
}

/** The start of a file of the format. */
function withHeader(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header)]);
}

function checkpointFolder(change: Partial<Record<string, unknown>> = {}) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...CONFIG, ...change }));
  return folder;
}

/** Loads it into an executor that writes down what it is asked. */
async function loadedLines(folder: string) {
  const { model, weights } = openCheckpoint(folder);
  const device = layOutWeights(model.shape, model.layers);
  const log = join(folder, "log");
  const { executor } = await ExecutorProcess.start({
    binary: fakeExecutor(folder, `--log=${log}`, "--log-payloads"),
    devices: [0],
    signal: new AbortController().signal,
  });
  try {
    await weights(executor, device);
  } finally {
    await executor.close();
  }
  const pieces = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("from="))
    .map((line) =>
      Object.fromEntries(line.split(" ").map((word) => word.split("=") as [string, string])),
    );
  const at = (name: string) => device.tensors.get(name)?.offset ?? -1;
  return { pieces, at, device };
}

describe("a checkpoint", () => {
  it("fills every byte of the weights once, from one file", async () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const { pieces, device } = await loadedLines(folder);
    const filled = pieces
      .map(({ to, size }) => ({ start: Number(to?.split("+")[1]), bytes: Number(size) }))
      .sort((a, b) => a.start - b.start);
    const tensors = [...device.tensors.values()].sort((a, b) => a.offset - b.offset);
    for (const { offset, rows, columns } of tensors) {
      let next = offset;
      for (const { start, bytes } of filled.filter((piece) => piece.start >= offset)) {
        if (next === offset + rows * columns * 2) break;
        expect(start).toBe(next);
        next += bytes;
      }
      expect(next).toBe(offset + rows * columns * 2);
    }
  });

  it("puts query, key and value below one another, and up below gate", async () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const stored = readStoredTensors(folder);
    const { pieces, at } = await loadedLines(folder);
    const from = (name: string, to: number) =>
      pieces.some(
        (piece) => Number(piece.from) === stored.get(name)?.offset && piece.to === `weights+${to}`,
      );
    expect(from(`${ATTENTION}.q_proj.weight`, at("0.qkv_proj"))).toBe(true);
    expect(from(`${ATTENTION}.k_proj.weight`, at("0.qkv_proj") + 128 * HIDDEN * 2)).toBe(true);
    expect(from(`${ATTENTION}.v_proj.bias`, at("0.qkv_bias") + (128 + 64) * 2)).toBe(true);
    expect(from("model.layers.0.mlp.up_proj.weight", at("0.gate_up_proj") + 64 * HIDDEN * 2)).toBe(
      true,
    );
  });

  it("pads the vocabulary with rows that tie with the first token", async () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const stored = readStoredTensors(folder);
    const { pieces, at } = await loadedLines(folder);
    for (const row of [62, 63]) {
      const piece = pieces.find(({ to }) => to === `weights+${at("lm_head") + row * HIDDEN * 2}`);
      expect(Number(piece?.from)).toBe(stored.get("lm_head.weight")?.offset);
    }
  });

  it("may lie in several files", async () => {
    const folder = checkpointFolder();
    const names = Object.keys(SHAPES);
    const shards = { "a.safetensors": names.slice(0, 5), "b.safetensors": names.slice(5) };
    const weight_map: Record<string, string> = {};
    for (const [file, part] of Object.entries(shards)) {
      writeSafetensors(join(folder, file), part);
      for (const name of part) weight_map[name] = file;
    }
    writeFileSync(join(folder, "model.safetensors.index.json"), JSON.stringify({ weight_map }));
    const stored = readStoredTensors(folder);
    expect([...stored.keys()].sort()).toEqual(names.sort());
    const { pieces } = await loadedLines(folder);
    expect(pieces.length).toBeGreaterThanOrEqual(names.length);
  });

  it("puts the gate of a shared expert below the router, and the expert where a dense MLP is", async () => {
    const folder = checkpointFolder({
      architectures: ["Qwen2MoeForCausalLM"],
      num_experts: 2,
      num_experts_per_tok: 1,
      moe_intermediate_size: 64,
      shared_expert_intermediate_size: 64,
    });
    const mlp = "model.layers.0.mlp";
    const experts = ["experts.0", "experts.1", "shared_expert"].flatMap((expert) =>
      ["gate_proj", "up_proj", "down_proj"].map((name) => [
        `${mlp}.${expert}.${name}.weight`,
        SHAPES[`${mlp}.${name}.weight`],
      ]),
    );
    const names = Object.keys(SHAPES).filter((name) => !name.startsWith(mlp));
    const shapes = {
      ...Object.fromEntries(names.map((name) => [name, SHAPES[name]])),
      ...Object.fromEntries(experts),
      [`${mlp}.gate.weight`]: [2, HIDDEN],
      [`${mlp}.shared_expert_gate.weight`]: [1, HIDDEN],
    };
    const path = join(folder, "model.safetensors");
    writeSafetensors(path, Object.keys(shapes), "BF16", shapes);
    const stored = readStoredTensors(folder);
    const { pieces, at } = await loadedLines(folder);
    const from = (name: string, to: number) =>
      pieces.some(
        (piece) => Number(piece.from) === stored.get(name)?.offset && piece.to === `weights+${to}`,
      );
    expect(from(`${mlp}.gate.weight`, at("0.router"))).toBe(true);
    expect(from(`${mlp}.shared_expert_gate.weight`, at("0.router") + 2 * HIDDEN * 2)).toBe(true);
    const shared = `${mlp}.shared_expert`;
    const below = at("0.shared_gate_up_proj") + 64 * HIDDEN * 2;
    expect(from(`${shared}.gate_proj.weight`, at("0.shared_gate_up_proj"))).toBe(true);
    expect(from(`${shared}.up_proj.weight`, below)).toBe(true);
    expect(from(`${shared}.down_proj.weight`, at("0.shared_down_proj"))).toBe(true);
  });

  it("is refused when a tensor is missing or of another type", async () => {
    const lacking = checkpointFolder();
    const names = Object.keys(SHAPES);
    writeSafetensors(join(lacking, "model.safetensors"), names.slice(1));
    await expect(loadedLines(lacking)).rejects.toThrow(/lacks the tensor model\.embed_tokens/);
    const other = checkpointFolder();
    writeSafetensors(join(other, "model.safetensors"), names, "F16");
    await expect(loadedLines(other)).rejects.toThrow(/is F16 of 62 x 128/);
  });

  it.each([
    ["something else", Buffer.from("a picture of a cat, not tensors")],
    ["cut off in its header", withHeader('{"tensor": {"dtype": "BF16", "sha')],
    ["of no tensors", withHeader('{"tensor": null}')],
    ["of tensors without a type", withHeader('{"tensor": {"shape": [1], "data_offsets": [0, 2]}}')],
  ])("is refused when the file is %s", (_, bytes) => {
    const folder = checkpointFolder();
    writeFileSync(join(folder, "model.safetensors"), bytes);
    expect(plannerError(() => openCheckpoint(folder)).code).toBe("E_INVALID_FILE");
  });
});
