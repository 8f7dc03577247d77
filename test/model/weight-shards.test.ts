import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ModelShape } from "../../src/generated/plan.ts";
import { BUILT_IN_MODELS as MODELS } from "../../src/model/catalog.ts";
import { divides } from "../../src/model/tensor-parallel.ts";
import {
  bytesOfShards,
  layerWeightShards,
  modelWeightShards,
  type WeightShard,
  type WeightSlice,
} from "../../src/model/weight-shards.ts";
import { layerTensors, modelTensors } from "../../src/model/weight-tensors.ts";

const SHAPES = MODELS.map(({ shape }) => shape);
const sourceName = ({ source: { part, expert } }: WeightSlice) => `${expert ?? ""}.${part}`;

/** The slices of each tensor, in the order of the ranks. */
function slicesByTensor(shards: readonly (readonly WeightShard[])[]): Map<string, WeightSlice[]> {
  const slices = new Map<string, WeightSlice[]>();
  for (const slice of shards.flat().flatMap((shard) => shard.slices)) {
    slices.set(sourceName(slice), [...(slices.get(sourceName(slice)) ?? []), slice]);
  }
  return slices;
}

/** Whether slices lie one behind the other, from 0 on, along one side. */
function tile(slices: readonly WeightSlice[], side: "rows" | "columns"): boolean {
  let end = 0;
  for (const slice of slices) {
    if (slice[side][0] !== end) return false;
    end = slice[side][1];
  }
  return true;
}

const copies = ({ kvHeads }: ModelShape, tensorParallel: number, name: string) => {
  if (/norm|router|shared_expert_gate/.test(name)) return tensorParallel;
  return /key|value/.test(name) ? Math.max(1, tensorParallel / kvHeads) : 1;
};

describe("what ranks hold of weights", () => {
  it("makes up each tensor once, and whole copies of what is replicated", () => {
    const shapes = fc.constantFrom(...SHAPES);
    const sizes = fc.constantFrom(1, 2, 4, 8, 16);
    fc.assert(
      fc.property(shapes, sizes, (shape, tensorParallel) => {
        fc.pre(divides(shape, tensorParallel));
        const ranks = Array.from({ length: tensorParallel }, (_, rank) => [
          ...layerWeightShards(shape, tensorParallel, rank),
          ...modelWeightShards(shape, tensorParallel, rank),
        ]);
        for (const [name, slices] of slicesByTensor(ranks)) {
          const times = copies(shape, tensorParallel, name);
          // Copies of a slice are on neighbouring ranks.
          const distinct = slices.filter((_, index) => index % times === 0);
          for (let copy = 1; copy < times; copy++) {
            const others = slices.filter((_, index) => index % times === copy);
            expect(others).toEqual(distinct);
          }
          expect(tile(distinct, "rows") || tile(distinct, "columns")).toBe(true);
        }
      }),
    );
  });

  it("holds all elements that models have, when there is one rank", () => {
    for (const model of MODELS) {
      const unpadded = (shards: readonly WeightShard[]) =>
        shards
          .flatMap(({ slices }) => slices)
          .reduce((sum, { rows, columns }) => {
            return sum + (rows[1] - rows[0]) * (columns[1] - columns[0]);
          }, 0);
      const count = (tensors: readonly { elements: number }[]) =>
        tensors.reduce((sum, { elements }) => sum + elements, 0);
      expect(unpadded(layerWeightShards(model.shape, 1, 0))).toBe(count(layerTensors(model.shape)));
      expect(unpadded(modelWeightShards(model.shape, 1, 0))).toBe(count(modelTensors(model)));
    }
  });

  it("gives every rank as much, padding included", () => {
    for (const shape of SHAPES) {
      const bytes = [0, 1].map(
        (rank) =>
          bytesOfShards(layerWeightShards(shape, 2, rank)) +
          bytesOfShards(modelWeightShards(shape, 2, rank)),
      );
      expect(bytes[1]).toBe(bytes[0]);
    }
  });

  it("stacks query over key over value, and gate over up, of the same heads and columns", () => {
    const llama = MODELS.find(({ id }) => id === "llama-3-8b");
    const shards = layerWeightShards(llama?.shape as ModelShape, 4, 3);
    const shard = (name: string) => shards.find((each) => each.name === name);
    expect(shard("qkv_proj")).toMatchObject({
      rows: (8 + 2 * 2) * 128,
      columns: 4096,
      slices: [
        { source: { part: "query" }, rows: [3072, 4096] },
        { source: { part: "key" }, rows: [768, 1024] },
        { source: { part: "value" }, rows: [768, 1024] },
      ],
    });
    expect(shard("o_proj")).toMatchObject({
      rows: 4096,
      columns: 1024,
      slices: [{ source: { part: "output" }, rows: [0, 4096], columns: [3072, 4096] }],
    });
    expect(shard("gate_up_proj")?.slices.map(({ source, rows }) => [source.part, rows])).toEqual([
      ["gate", [10_752, 14_336]],
      ["up", [10_752, 14_336]],
    ]);
  });

  it("cuts a vocabulary into equal slices, the last ones padded", () => {
    const [shape] = SHAPES.map((each) => ({ ...each, vocabularySize: 130 }));
    const held = [0, 1, 2, 3].map((rank) => {
      const [embedding] = modelWeightShards(shape as ModelShape, 4, rank);
      return [embedding?.rows, embedding?.slices[0]?.rows];
    });
    expect(held).toEqual([
      [48, [0, 48]],
      [48, [48, 96]],
      [48, [96, 130]],
      [48, [130, 130]],
    ]);
  });
});
