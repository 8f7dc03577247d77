import { describe, expect, it } from "@jest/globals";
import type { ModelFamily } from "../../src/model/model-shape.ts";
import { type Config, configOf, parseConfig } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";

const FULL = "full_attention";
const SLIDING = "sliding_attention";
const LONG = { max_position_embeddings: 65536 };
const YARN = { rope_scaling: { type: "yarn", factor: 4, original_max_position_embeddings: 32768 } };

const SHORT_WINDOW = { ...LONG, use_sliding_window: true, sliding_window: 4096 };

const types = (layers: number, last = FULL) => [...Array(layers - 1).fill(FULL), last];

/** As JSON has it: a key that is undefined is missing. */
const parse = (family: ModelFamily, keys: Config) => parseConfig(configOf(family, keys));

describe("windows by family", () => {
  it.each<[ModelFamily, Config]>([
    ["mistral", { sliding_window: null }],
    ["mistral", { ...LONG, sliding_window: 65536 }],
    ["mixtral", { sliding_window: undefined }],
    ["qwen2", { ...LONG, sliding_window: 4096, max_window_layers: 0 }],
    ["qwen2", { ...SHORT_WINDOW, max_window_layers: 32 }],
    ["qwen2", { ...SHORT_WINDOW, num_hidden_layers: 28 }],
    ["qwen2", { ...SHORT_WINDOW, sliding_window: null, max_window_layers: 0 }],
    ["qwen2", { ...SHORT_WINDOW, max_window_layers: 0, layer_types: types(32) }],
    ["qwen3", { ...SHORT_WINDOW, max_window_layers: 0, layer_types: types(32, "attention") }],
    ["qwen2_moe", { ...SHORT_WINDOW, layer_types: types(24) }],
    ["qwen3_moe", { ...LONG, sliding_window: 4096, max_window_layers: 0 }],
    ["llama", { layer_types: types(32) }],
  ])("%s attends to the whole context with %j", (family, keys) => {
    expect(parse(family, keys).warnings).toBeUndefined();
  });

  it.each<[ModelFamily, Config, string]>([
    ["mistral", { ...LONG, sliding_window: undefined }, "sliding_window"],
    ["mistral", { sliding_window: 4096 }, "sliding_window"],
    ["mistral", { sliding_window: [4096, null] }, "sliding_window"],
    ["mistral", { sliding_window: 4096, layer_types: types(32) }, "sliding_window"],
    ["mixtral", { sliding_window: 4096 }, "sliding_window"],
    ["qwen2", { ...SHORT_WINDOW, max_window_layers: 31 }, "sliding_window"],
    ["qwen2", { ...SHORT_WINDOW, sliding_window: undefined }, "sliding_window"],
    [
      "qwen2",
      { use_sliding_window: true, max_window_layers: 0, sliding_window: 32768, ...YARN },
      "sliding_window",
    ],
    ["qwen3", { ...SHORT_WINDOW, max_window_layers: 28 }, "sliding_window"],
    ["qwen2_moe", { ...SHORT_WINDOW, max_window_layers: 28 }, "sliding_window"],
    ["qwen2_moe", { ...SHORT_WINDOW, max_window_layers: 1 }, "sliding_window"],
    ["qwen3_moe", { ...SHORT_WINDOW, max_window_layers: 48 }, "sliding_window"],
    ["qwen2", { ...SHORT_WINDOW, layer_types: types(32, SLIDING) }, "layer_types"],
    ["qwen2", { sliding_window: null, layer_types: types(32, SLIDING) }, "layer_types"],
    ["llama", { layer_types: types(32, SLIDING) }, "layer_types"],
    ["llama", { layer_types: types(32, "chunked_attention") }, "layer_types"],
    ["llama", { layer_types: types(16) }, "layer_types"],
    ["mistral", { layer_types: [] }, "layer_types"],
  ])("refuses %s with %j", (family, keys, key) => {
    const error = plannerError(() => parse(family, keys));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(`\`${key}\``);
    expect(error.remedy).not.toContain("positive integer");
  });

  it.each([0, -1, "4096", true, 0.5])("refuses a window of %j, and null helps", (window) => {
    const error = plannerError(() => parse("mistral", { sliding_window: window }));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.remedy).toContain("set `sliding_window` to null");
  });

  it.each<[ModelFamily, Config, Config]>([
    ["mistral", { sliding_window: 4096 }, { sliding_window: null }],
    ["mixtral", { sliding_window: [1, 2] }, { sliding_window: null }],
    ["qwen2", { ...SHORT_WINDOW, max_window_layers: 0 }, { use_sliding_window: false }],
    [
      "qwen3",
      { ...SHORT_WINDOW, layer_types: types(32, SLIDING) },
      { layer_types: undefined, use_sliding_window: false },
    ],
    [
      "llama",
      { sliding_window: 512, layer_types: types(32, SLIDING) },
      { layer_types: undefined, sliding_window: null },
    ],
  ])("accepts %s once its remedy was followed", (family, keys, remedied) => {
    const { remedy } = plannerError(() => parse(family, keys));
    for (const key of Object.keys(remedied)) expect(remedy).toContain(`\`${key}\``);
    expect(parse(family, { ...keys, ...remedied }).warnings).toBeUndefined();
  });

  it("warns of a window that Llama does not read", () => {
    const { warnings } = parse("llama", { sliding_window: 4096 });
    expect(warnings).toEqual([expect.stringContaining("`sliding_window` is not read")]);
  });

  it("warns where versions of transformers differ", () => {
    const { warnings } = parse("qwen2_moe", { ...SHORT_WINDOW, max_window_layers: 0 });
    expect(warnings).toEqual([expect.stringContaining("every layer had one in version 4")]);
  });
});
