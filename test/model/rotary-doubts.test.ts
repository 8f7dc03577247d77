import { describe, expect, it } from "@jest/globals";
import { type Config, configOf, parseConfig } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";

const LLAMA3 = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
const YARN = { rope_type: "yarn", factor: 4, original_max_position_embeddings: 8192 };

const warningsOf = (keys: Config) =>
  parseConfig(configOf("llama", { max_position_embeddings: 32768, ...keys })).warnings;

describe("numbers of a rotary embedding that nobody means", () => {
  it.each<[Config, string]>([
    [{ rope_scaling: { type: "linear", factor: 0.5 } }, "`factor` of the rotary embedding is 0.5"],
    [{ rope_scaling: { ...YARN, factor: 0.25, original_max_position_embeddings: 131072 } }, "0.25"],
    [{ rope_scaling: { rope_type: "default", factor: 8 } }, "kind default does not read `factor`"],
    [
      { rope_scaling: { type: "linear", factor: 2, low_freq_factor: 1 } },
      "kind linear does not read `low_freq_factor`",
    ],
    [
      { rope_scaling: { ...LLAMA3, original_max_position_embeddings: 131072 } },
      "is 131072, not below `max_position_embeddings`, 32768",
    ],
    [
      { rope_scaling: { ...YARN, factor: 2 } },
      "`max_position_embeddings`, 32768, is 4 times `original_max_position_embeddings`",
    ],
    [{ rope_scaling: { ...YARN, beta_fast: 1, beta_slow: 32 } }, "below `beta_slow`, 32"],
    [{ rope_theta: 1e-4 }, "`rope_theta`, is 0.0001"],
    [{ rope_theta: 5e12 }, "`rope_theta`, is 5000000000000"],
  ])("are warned of: %j", (keys, message) => {
    expect(warningsOf(keys)).toEqual([expect.stringContaining(message)]);
  });

  it.each<Config>([
    { rope_scaling: { type: "linear", factor: 1 } },
    { rope_scaling: { rope_type: "default" }, rope_theta: 500_000 },
    { rope_scaling: { ...LLAMA3, original_max_position_embeddings: 8192 } },
    { rope_scaling: YARN },
    { max_position_embeddings: 8192, rope_scaling: YARN },
    { rope_scaling: { ...YARN, beta_fast: 32, beta_slow: 1, attention_factor: 1 } },
    { rope_theta: 1e7 },
  ])("are none of %j", (keys) => {
    expect(warningsOf(keys)).toBeUndefined();
  });
});

describe("the epsilon of the norms", () => {
  it.each([1e5, 0.1, 1])("is refused where a sign of its exponent is lost: %d", (epsilon) => {
    const error = plannerError(() => warningsOf({ rms_norm_eps: epsilon }));
    expect(error).toMatchObject({ code: "E_INVALID_FILE" });
    expect(error.message).toContain("`rms_norm_eps` is");
    expect(error.remedy).toContain("1e-5");
  });
});
