import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import { configReader } from "../../src/model/config-reader.ts";
import { parseNumerics } from "../../src/model/numerics.ts";
import { reachedPositions, rotaryOf } from "../../src/model/rotary.ts";
import { plannerError } from "../support/planner-error.ts";

const LLAMA3 = {
  rope_type: "llama3",
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

type Config = Record<string, unknown>;

const documentOf = (config: Config) =>
  parseText("config.json", JSON.stringify(config, undefined, 2));
const readerOf = (config: Config) => configReader(documentOf(config));
const rotary = (config: Config, family: Parameters<typeof rotaryOf>[1] = "llama") =>
  rotaryOf(readerOf(config), family);

describe("rotaryOf", () => {
  it("takes the base of the family where the file names none", () => {
    expect(rotary({})).toEqual({ base: 10_000, scaling: { kind: "default" } });
    expect(rotary({ rope_theta: null }, "mixtral").base).toBe(1_000_000);
  });

  it("reads the notations of transformers 4 and 5 alike", () => {
    const old = rotary({ rope_theta: 500_000, rope_scaling: LLAMA3 });
    expect(rotary({ rope_parameters: { ...LLAMA3, rope_theta: 500_000 } })).toEqual(old);
    expect(old).toEqual({
      base: 500_000,
      scaling: {
        kind: "llama3",
        factor: 8,
        lowFrequencyFactor: 1,
        highFrequencyFactor: 4,
        originalPositions: 8192,
      },
    });
  });

  it.each([
    [{ rope_theta: 1e4, rope_parameters: { rope_theta: 5e5 } }, 5e5],
    [{ rope_theta: 1e4, rope_scaling: { type: "linear", factor: 2, rope_theta: 7 } }, 7],
    [
      { rope_theta: 5e5, rope_scaling: LLAMA3, rope_parameters: { ...LLAMA3, rope_theta: 5e5 } },
      5e5,
    ],
  ])("takes the base from inside before the one at the top (%#)", (config, base) => {
    expect(rotary(config).base).toBe(base);
  });

  it("takes YaRN's numbers from the paper where the file names none", () => {
    const rope_scaling = { type: "yarn", factor: 4, original_max_position_embeddings: 32768 };
    expect(rotary({ rope_scaling }).scaling).toEqual({
      kind: "yarn",
      factor: 4,
      originalPositions: 32768,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: 0.1 * Math.log(4) + 1,
      truncate: true,
    });
    const weighted = { ...rope_scaling, mscale: 1, mscale_all_dim: 1 };
    expect(rotary({ rope_scaling: weighted }).scaling).toMatchObject({ attentionFactor: 1 });
  });

  it.each([
    [{ mscale: 0, mscale_all_dim: 1 }, 0.1 * Math.log(4) + 1],
    [{ mscale: 1, mscale_all_dim: 0 }, 0.1 * Math.log(4) + 1],
    [{ mscale: 2 }, 0.1 * Math.log(4) + 1],
    [{ mscale: 2, mscale_all_dim: 1 }, (0.2 * Math.log(4) + 1) / (0.1 * Math.log(4) + 1)],
  ])("takes YaRN's weights %j as transformers does", (weights, attentionFactor) => {
    const rope_scaling = { type: "yarn", factor: 4, beta_fast: 0, beta_slow: 0, ...weights };
    expect(rotary({ rope_scaling }).scaling).toMatchObject({
      attentionFactor,
      betaFast: 32,
      betaSlow: 1,
    });
  });

  it.each([4, 5])("refuses frequencies of Llama 3 that do not lie below each other (%d)", (low) => {
    const rope_scaling = { ...LLAMA3, low_freq_factor: low };
    const error = plannerError(() => rotary({ rope_scaling }));
    expect(error.message).toContain("`rope_scaling.low_freq_factor`");
  });

  it("refuses YaRN's weights with which no angle is left", () => {
    const rope_scaling = { type: "yarn", factor: 4, mscale: -20, mscale_all_dim: 1 };
    const error = plannerError(() => rotary({ rope_scaling }));
    expect(error.message).toContain("`rope_scaling.mscale`");
  });

  it.each([
    [{ rope_parameters: {}, rope_scaling: { type: "linear", factor: 2 } }, { kind: "linear" }],
    [{ rope_scaling: { type: "dynamic", factor: 2 } }, { kind: "dynamic", positions: 2048 }],
    [
      {
        max_position_embeddings: 131072,
        rope_scaling: {
          rope_type: "longrope",
          original_max_position_embeddings: 4096,
          short_factor: [1, 2],
          long_factor: [3, 4],
        },
      },
      { factor: 32, attentionFactor: Math.sqrt(1 + Math.log(32) / Math.log(4096)) },
    ],
    [
      { original_max_position_embeddings: 4096, rope_scaling: LLAMA3 },
      { kind: "llama3", originalPositions: 4096 },
    ],
    [
      {
        max_position_embeddings: 4096,
        rope_scaling: { ...LLAMA3, original_max_position_embeddings: null },
      },
      { originalPositions: 4096 },
    ],
  ])("reads other scalings (%#)", (config, scaling) => {
    expect(rotary(config).scaling).toMatchObject(scaling);
  });

  it.each([
    [{ rope_scaling: { type: "ntk-by-parts", factor: 2 } }, "rope_scaling.type"],
    [{ rope_parameters: { rope_type: "mrope" } }, "rope_parameters.rope_type"],
    [{ rope_parameters: { rope_type: "constructor" } }, "rope_parameters.rope_type"],
    [{ rope_scaling: { type: "yarn", rope_type: "linear", factor: 2 } }, "rope_scaling.type"],
    [
      { rope_parameters: { full_attention: { rope_theta: 3 }, sliding_attention: {} } },
      "rope_parameters.full_attention",
    ],
    [{ rope_parameters: { sliding_attention: {} } }, "rope_parameters.sliding_attention"],
    [{ partial_rotary_factor: 0.5 }, "partial_rotary_factor"],
    [{ rope_parameters: { partial_rotary_factor: 0.5 } }, "rope_parameters.partial_rotary_factor"],
    [{ rope_scaling: LLAMA3, rope_parameters: { rope_theta: 5e5 } }, "rope_scaling"],
    [
      { rope_theta: 1, rope_scaling: LLAMA3, rope_parameters: { ...LLAMA3, rope_theta: 2 } },
      "rope_scaling",
    ],
  ])("refuses what it cannot honour (%#: %s)", (config, key) => {
    const error = plannerError(() => rotary(config as Config));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(`\`${key}\``);
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it.each([
    [{ rope_theta: "high" }, "rope_theta"],
    [{ rope_theta: 0 }, "rope_theta"],
    [{ rope_parameters: { rope_theta: -1 } }, "rope_parameters.rope_theta"],
    [{ rope_scaling: 8 }, "rope_scaling"],
    [{ rope_scaling: { type: "linear" } }, "rope_scaling.factor"],
    [{ rope_scaling: { ...LLAMA3, low_freq_factor: null } }, "rope_scaling.low_freq_factor"],
    [{ rope_scaling: { type: "longrope", short_factor: [1] } }, "rope_scaling.long_factor"],
  ])("names a number that is missing or wrong (%#: %s)", (config, key) => {
    const error = plannerError(() => rotary(config as Config));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(`\`${key}\``);
  });
});

describe("reachedPositions", () => {
  it.each([
    [{ max_position_embeddings: 4096 }, 4096],
    [{}, 2048],
    [{ max_position_embeddings: 4096, rope_scaling: { type: "linear", factor: 4 } }, 16384],
    [{ max_position_embeddings: 8192, rope_scaling: LLAMA3 }, 8192],
    [
      {
        max_position_embeddings: 32768,
        rope_scaling: { type: "yarn", factor: 4, original_max_position_embeddings: 32768 },
      },
      131072,
    ],
  ])("counts those that the scaling adds (%#)", (config, positions) => {
    expect(reachedPositions(readerOf(config), "llama")).toBe(positions);
  });
});

describe("parseNumerics", () => {
  const numerics = (config: Config) => parseNumerics(documentOf(config));

  it("gives base and epsilon of the family where the file names none", () => {
    expect(numerics({ model_type: "mixtral" })).toMatchObject({
      rotary: { base: 1e6 },
      normEpsilon: 1e-5,
    });
    expect(numerics({ model_type: "qwen3", rms_norm_eps: 1e-5 }).normEpsilon).toBe(1e-5);
  });

  it("reads the language model of a Mistral 3", () => {
    const text_config = { model_type: "mistral", rope_theta: 1e9, rms_norm_eps: 1e-5 };
    const found = numerics({ architectures: ["Mistral3ForConditionalGeneration"], text_config });
    expect(found).toMatchObject({ rotary: { base: 1e9 }, normEpsilon: 1e-5 });
  });

  it("names an epsilon that is no number", () => {
    const error = plannerError(() => numerics({ model_type: "llama", rms_norm_eps: "small" }));
    expect([error.code, error.message]).toEqual([
      "E_INVALID_FILE",
      '`rms_norm_eps` is "small", not a number above 0',
    ]);
  });
});
