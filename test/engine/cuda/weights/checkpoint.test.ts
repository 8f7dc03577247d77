import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../../../src/engine/cuda/process/executor-process.ts";
import { openCheckpoint } from "../../../../src/engine/cuda/weights/checkpoint.ts";
import { layOutWeights } from "../../../../src/engine/cuda/weights/device-weights.ts";
import { readStoredTensors } from "../../../../src/engine/cuda/weights/stored-tensors.ts";
import { resolveModel } from "../../../../src/model/resolve-model.ts";
import {
  ATTENTION,
  checkpointFolder,
  HIDDEN,
  SHAPES,
  writeSafetensors,
} from "../../../support/checkpoint-folder.ts";
import { fakeExecutor } from "../../../support/fake-executor.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const DOWN = "model.layers.0.mlp.down_proj.weight";
const NORM = "model.norm.weight";
const SECOND = "model.layers.1.input_layernorm.weight";

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

  it.each<[what: string, change: Record<string, number[] | undefined>, message: RegExp]>([
    ["transposed", { [DOWN]: [64, HIDDEN] }, /down_proj\.weight is BF16 of 64 x 128, and 128 x 64/],
    ["flattened", { [DOWN]: [HIDDEN * 64] }, /down_proj\.weight is BF16 of 8192/],
    ["a vector with a second dimension", { [NORM]: [1, HIDDEN] }, /1 x 128, and 128 in BF16/],
    ["longer", { [NORM]: [HIDDEN + 1] }, /model\.norm\.weight is BF16 of 129/],
    ["a scalar", { [NORM]: [] }, /model\.norm\.weight is BF16 of no dimensions/],
    ["empty", { [NORM]: [0] }, /model\.norm\.weight is BF16 of 0/],
    ["missing", { [NORM]: undefined }, /lacks the tensor model\.norm\.weight/],
    ["not of the model", { [`${ATTENTION}.q_norm.weight`]: [64] }, /q_norm\.weight is in the/],
    ["of a layer too many", { [SECOND]: [HIDDEN] }, /layers\.1\.input_layernorm\.weight is in the/],
  ])("is refused at once when a tensor is %s", (_, change, message) => {
    const folder = checkpointFolder();
    const shapes = { ...SHAPES, ...change };
    const names = Object.keys(shapes).filter((name) => shapes[name] !== undefined);
    writeSafetensors(join(folder, "model.safetensors"), names, "BF16", shapes);
    const error = plannerError(() => openCheckpoint(folder));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(message);
    expect(error.position?.path).toContain(folder);
  });

  it("is refused at once when its tensors are not bf16", () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES), "F16");
    const error = plannerError(() => openCheckpoint(folder));
    expect(error.message).toMatch(/is F16 of 62 x 128/);
    expect(error.remedy).toContain("dtype=torch.bfloat16");
  });

  it("says how a head may be found, and which names it has in the place of a model's", () => {
    const written = (rename: (name: string) => string | undefined) => {
      const folder = checkpointFolder();
      const shapes = Object.fromEntries(
        Object.entries(SHAPES).flatMap(([name, shape]) => {
          const renamed = rename(name);
          return renamed === undefined ? [] : [[renamed, shape]];
        }),
      );
      const path = join(folder, "model.safetensors");
      writeSafetensors(path, Object.keys(shapes), "BF16", shapes);
      return plannerError(() => openCheckpoint(folder));
    };
    const headless = written((name) => (name === "lm_head.weight" ? undefined : name));
    expect(headless.remedy).toContain("set `tie_word_embeddings` to true");
    const inside = written((name) => `language_model.${name}`);
    expect(inside.remedy).toContain("It has language_model.model.embed_tokens.weight");
    const bare = written((name) => name.replace(/^model\./, ""));
    expect(bare.remedy).toContain("It has embed_tokens.weight");
  });

  it("notes that others would compute in float16, by its config.json", () => {
    const folder = checkpointFolder({ torch_dtype: "float16" });
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    expect(openCheckpoint(folder).notes).toEqual([
      expect.stringContaining("`torch_dtype` of config.json is float16, and the weights are bf16"),
    ]);
  });

  it("computes with the numbers of its config.json, those inside `rope_parameters` first", () => {
    const folder = checkpointFolder({
      rms_norm_eps: 1e-5,
      rope_parameters: { rope_type: "default", rope_theta: 500_000 },
    });
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    expect(openCheckpoint(folder)).toMatchObject({ epsilon: 1e-5, rotary: { base: 500_000 } });
  });

  it.each<[what: string, change: Record<string, unknown>, code: string, message: RegExp]>([
    ["no epsilon", { rms_norm_eps: "small" }, "E_INVALID_FILE", /`rms_norm_eps` is "small"/],
    ["an epsilon in quotes", { rms_norm_eps: "1e-5" }, "E_INVALID_FILE", /`rms_norm_eps`/],
    ["an epsilon below zero", { rms_norm_eps: -1e-5 }, "E_INVALID_FILE", /`rms_norm_eps`/],
    ["a base in quotes", { rope_theta: "10000" }, "E_INVALID_FILE", /`rope_theta`/],
    ["half a head turning", { partial_rotary_factor: 0.5 }, "E_INVALID_MODEL", /partial_rotary/],
    [
      "half a head turning, in the newer notation",
      { rope_parameters: { rope_type: "default", rope_theta: 1e4, partial_rotary_factor: 0.5 } },
      "E_INVALID_MODEL",
      /partial_rotary_factor/,
    ],
    [
      "a scaling that the engine cannot run",
      { rope_scaling: { rope_type: "dynamic", factor: 2 } },
      "E_INVALID_MODEL",
      /of the kind dynamic/,
    ],
    [
      "weights in a file of another name",
      { transformers_weights: "other.safetensors" },
      "E_INVALID_MODEL",
      /`transformers_weights`: weights are read from model\.safetensors/,
    ],
    ["heads without a kernel", { head_dim: 96 }, "E_INVALID_MODEL", /heads of 96/],
  ])("is refused at once with %s", (_, change, code, message) => {
    const folder = checkpointFolder(change);
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const error = plannerError(() => openCheckpoint(folder));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it("says that the index beside the one file is passed over", () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    expect(openCheckpoint(folder).notes).toEqual([]);
    writeFileSync(join(folder, "model.safetensors.index.json"), '{"weight_map": {"a": "b"}}');
    expect(openCheckpoint(folder).notes).toEqual([expect.stringContaining("and not b, which")]);
  });

  it("is refused with a broken index beside the one file", () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    writeFileSync(join(folder, "model.safetensors.index.json"), "null");
    expect(plannerError(() => openCheckpoint(folder)).code).toBe("E_INVALID_FILE");
  });

  it("passes over what is computed again, and names what is not computed", () => {
    const folder = checkpointFolder();
    const shapes = { ...SHAPES, [`${ATTENTION}.rotary_emb.inv_freq`]: [32], "v_head.weight": [0] };
    const path = join(folder, "model.safetensors");
    writeSafetensors(path, Object.keys(shapes), "BF16", shapes);
    expect(openCheckpoint(folder).unread).toEqual(["v_head.weight"]);
  });

  it("needs only the layers that run, and has no others", () => {
    const folder = checkpointFolder({ num_hidden_layers: 3 });
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const model = resolveModel(folder);
    expect(openCheckpoint(folder, { ...model, layers: 1 }).model.layers).toBe(3);
    expect(() => openCheckpoint(folder, { ...model, layers: 2 })).toThrow(
      /lacks the tensor model\.layers\.1\./,
    );
    expect(() => openCheckpoint(folder, { ...model, layers: 4 })).toThrow(
      /has 3 layers, and 4 were asked for/,
    );
  });

  it("may save tied embeddings twice, if they are the same", () => {
    const folder = checkpointFolder({ tie_word_embeddings: true });
    const path = join(folder, "model.safetensors");
    writeSafetensors(path, Object.keys(SHAPES));
    expect(openCheckpoint(folder).model.shape.tiedEmbeddings).toBe(true);
    const bytes = readFileSync(path);
    bytes[readStoredTensors(folder).get("lm_head.weight")?.offset ?? -1] = 1;
    writeFileSync(path, bytes);
    expect(() => openCheckpoint(folder)).toThrow(/lm_head\.weight is not the embedding/);
  });

  it("is read from its folder even where a built-in model has the folder's name", () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const before = process.cwd();
    const parent = temporaryFolder();
    symlinkSync(folder, join(parent, "llama-3-8b"));
    process.chdir(parent);
    try {
      expect(openCheckpoint("llama-3-8b").model.shape.hiddenSize).toBe(HIDDEN);
    } finally {
      process.chdir(before);
    }
  });
});
