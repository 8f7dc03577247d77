import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { writeSafetensors } from "../../../src/demo/write-safetensors.ts";
import { readModelWeights } from "../../../src/engine/reference/memory/checkpoint-weights.ts";
import { unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
import { withPrecision } from "../../../src/model/precision.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { checkpointFolder, SHAPES, withHeader } from "../../support/checkpoint-folder.ts";
import { plannerError } from "../../support/planner-error.ts";

/** Each tensor holds its own number, and then numbers that bf16 has to round. */
function writeNumbered(folder: string): string[] {
  const tensors = Object.entries(SHAPES).map(([name, shape], index) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const values = Float32Array.from({ length: size }, (_, at) =>
      at === 0 ? index : 1 / (at + 2),
    );
    return { name, shape, values };
  });
  writeSafetensors(join(folder, "model.safetensors"), tensors);
  return tensors.map(({ name }) => name);
}

/** As compressed-tensors has it, scales by channel or by tensor. */
const FP8 = {
  ...{ quant_method: "compressed-tensors", format: "float-quantized", ignore: ["lm_head"] },
  config_groups: {
    group_0: {
      targets: ["Linear"],
      weights: { num_bits: 8, type: "float", strategy: "channel" },
      input_activations: { num_bits: 8, type: "float", strategy: "token", dynamic: true },
    },
  },
};
const DOWN = "model.layers.0.mlp.down_proj.weight";
/** Of OFP8: 1, -1.5, 448, the smallest subnormal 2^-9, and nothing. */
const CODES = [0x38, 0xbc, 0x7e, 0x01, 0x80];
const VALUES = [1, -1.5, 448, 2 ** -9, 0];

const isProduct = (name: string) => name.endsWith("_proj.weight");

/** Codes turn in each product's rows; scales are 0.5 and 3 by turns, or 0.75 for a whole tensor. */
function writeFp8(folder: string, scaling: "channel" | "tensor"): void {
  let end = 0;
  const chunks: Buffer[] = [];
  const entries: [string, object][] = [];
  const add = (name: string, dtype: string, shape: number[], bytes: Buffer) => {
    entries.push([name, { dtype, shape, data_offsets: [end, end + bytes.length] }]);
    chunks.push(bytes);
    end += bytes.length;
  };
  const floats = (values: number[]) => Buffer.from(new Float32Array(values).buffer);
  for (const [name, shape] of Object.entries(SHAPES)) {
    const size = shape.reduce((product, each) => product * each, 1);
    if (!isProduct(name)) {
      add(name, "BF16", shape, Buffer.alloc(2 * size, 0x3c));
      continue;
    }
    const codes = Uint8Array.from({ length: size }, (_, at) => CODES[at % CODES.length] as number);
    add(name, "F8_E4M3", shape, Buffer.from(codes));
    const [rows = 0] = shape;
    const byRow = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 0.5 : 3));
    if (scaling === "channel") add(`${name}_scale`, "F32", [rows, 1], floats(byRow));
    else add(`${name}_scale`, "F32", [], floats([0.75]));
  }
  const header = withHeader(JSON.stringify(Object.fromEntries(entries)));
  writeFileSync(join(folder, "model.safetensors"), Buffer.concat([header, ...chunks]));
}

describe("weights of a small checkpoint in FP8", () => {
  it.each([
    ["channel", (row: number) => (row % 2 === 0 ? 0.5 : 3)],
    ["tensor", () => 0.75],
  ] as const)("are its codes times its scales: one a %s", (scaling, scaleOf) => {
    const folder = checkpointFolder({ quantization_config: FP8 });
    writeFp8(folder, scaling);
    const weights = readModelWeights(folder, resolveModel(folder));
    const down = weights.layers[0]?.mlp?.down;
    const [rows = 0, columns = 0] = SHAPES[DOWN] ?? [];
    expect(down).toMatchObject({ rows, columns });
    for (let at = 0; at < rows * columns; at++) {
      const value = (VALUES[at % VALUES.length] as number) * scaleOf(Math.floor(at / columns));
      // Of zeros, either sign.
      expect((down?.values[at] as number) + 0).toBe(value);
    }
    expect([...(down?.scales ?? [])]).toEqual(
      Array.from({ length: rows }, (_, row) => scaleOf(row)),
    );
    expect(weights.embedding.scales).toBeUndefined();
    expect(unsplitLogits(weights, [1, 2]).flat().every(Number.isFinite)).toBe(true);
  });

  it("are not for a plan in bf16", () => {
    const folder = checkpointFolder({ quantization_config: FP8 });
    writeFp8(folder, "channel");
    const bf16 = withPrecision(resolveModel(folder), { precision: "bf16" });
    const error = plannerError(() => readModelWeights(folder, bf16));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain("its precision is");
    expect(error.position?.path).toBe(join(folder, "config.json"));
  });
});

describe("weights of a small checkpoint", () => {
  it("are its tensors, each in its place", () => {
    const folder = checkpointFolder({ rms_norm_eps: 1e-5 });
    const names = writeNumbered(folder);
    const weights = readModelWeights(folder, resolveModel(folder));
    const [layer] = weights.layers;
    const found = {
      "model.embed_tokens.weight": weights.embedding.values,
      "lm_head.weight": weights.lmHead.values,
      "model.norm.weight": weights.finalNorm,
      "model.layers.0.self_attn.k_proj.weight": layer?.key.values,
      "model.layers.0.self_attn.v_proj.bias": layer?.valueBias,
      "model.layers.0.mlp.down_proj.weight": layer?.mlp?.down.values,
    };
    for (const [name, values] of Object.entries(found))
      expect(values?.[0]).toBe(names.indexOf(name));
    expect(layer?.mlp?.down).toMatchObject({ rows: 128, columns: 64 });
    expect(weights.embedding.values[1]).toBeCloseTo(1 / 3, 2);
    expect(unsplitLogits(weights, [1, 2]).flat().every(Number.isFinite)).toBe(true);
  });

  it("come with what the model computes with beside them", () => {
    const numericsOf = (change: object) => {
      const folder = checkpointFolder({ rms_norm_eps: 1e-6, ...change });
      writeNumbered(folder);
      return readModelWeights(folder, resolveModel(folder)).numerics;
    };
    const { normEpsilon, frequencies } = numericsOf({});
    expect(normEpsilon).toBe(1e-6);
    const halved = numericsOf({ rope_scaling: { rope_type: "linear", factor: 2 } });
    expect(halved.frequencies[1]).toBeCloseTo((frequencies[1] as number) / 2, 6);
    const slower = numericsOf({ rope_theta: 1_000_000 });
    expect(slower.frequencies.at(-1)).toBeLessThan(frequencies.at(-1) as number);
  });
});
