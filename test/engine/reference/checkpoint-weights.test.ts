import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { writeSafetensors } from "../../../src/demo/write-safetensors.ts";
import { readModelWeights } from "../../../src/engine/reference/memory/checkpoint-weights.ts";
import { unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { checkpointFolder, SHAPES } from "../../support/checkpoint-folder.ts";

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
