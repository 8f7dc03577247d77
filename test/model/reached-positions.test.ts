import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import { configReader } from "../../src/model/config-reader.ts";
import type { ModelFamily } from "../../src/model/model-shape.ts";
import { reachedPositions } from "../../src/model/rotary.ts";

function positions(config: object, family: ModelFamily = "llama"): number {
  return reachedPositions(configReader(parseText("config.json", JSON.stringify(config))), family);
}

describe("positions of a model", () => {
  it.each([
    ["as they are", { max_position_embeddings: 4096 }, 4096],
    ["without scaling", { max_position_embeddings: 4096, rope_scaling: null }, 4096],
    [
      "linear",
      { max_position_embeddings: 4096, rope_scaling: { type: "linear", factor: 8 } },
      32768,
    ],
    [
      "dynamic",
      { max_position_embeddings: 4096, rope_scaling: { rope_type: "dynamic", factor: 2.5 } },
      10240,
    ],
    [
      "YaRN from the original positions",
      {
        max_position_embeddings: 131072,
        rope_scaling: { type: "yarn", factor: 4, original_max_position_embeddings: 32768 },
      },
      131072,
    ],
    [
      "YaRN from the original positions at the top, which come first",
      {
        max_position_embeddings: 131072,
        original_max_position_embeddings: 32768,
        rope_scaling: { type: "yarn", factor: 4, original_max_position_embeddings: 131072 },
      },
      131072,
    ],
    [
      "YaRN alone",
      { max_position_embeddings: 32768, rope_scaling: { rope_type: "yarn", factor: 4 } },
      131072,
    ],
    [
      "Llama 3.1, whose positions are scaled ones",
      {
        max_position_embeddings: 131072,
        rope_scaling: {
          rope_type: "llama3",
          factor: 8,
          low_freq_factor: 1,
          high_freq_factor: 4,
          original_max_position_embeddings: 8192,
        },
      },
      131072,
    ],
    [
      "the key of transformers 5",
      { max_position_embeddings: 4096, rope_parameters: { rope_type: "linear", factor: 2 } },
      8192,
    ],
    [
      "no scaling under the key of transformers 5",
      { max_position_embeddings: 4096, rope_parameters: { rope_type: "default" } },
      4096,
    ],
  ])("%s", (_, config, expected) => {
    expect(positions(config)).toBe(expected);
  });

  it("are the family's where the key is missing", () => {
    expect(positions({}, "llama")).toBe(2048);
    expect(positions({}, "qwen2")).toBe(32768);
  });
});
