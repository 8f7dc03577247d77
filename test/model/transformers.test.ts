import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { PlannerError } from "../../src/errors.ts";
import { parseText } from "../../src/files/read-document.ts";
import { configReader } from "../../src/model/config-reader.ts";
import type { ModelFamily } from "../../src/model/model-shape.ts";
import { parseNumerics } from "../../src/model/numerics.ts";
import { reachedPositions } from "../../src/model/rotary.ts";
import { type Config, configOf, parseConfig } from "../support/model-config.ts";

/** What `transformers-defaults.py` prints of a configuration. */
interface Found {
  refused?: string;
  kvHeads: number;
  headSize: number;
  positions: number;
  normEpsilon: number;
  tiedEmbeddings: boolean;
  rotary: { base: number; kind: string };
  windows: (number | null)[];
}

const FAMILIES: readonly ModelFamily[] = [
  "llama",
  "mistral",
  "mixtral",
  "qwen2",
  "qwen2_moe",
  "qwen3",
  "qwen3_moe",
];

const MAY_BE_NULL: readonly ModelFamily[] = ["llama", "mistral", "mixtral", "qwen2", "qwen3"];

/** Sizes without which a file is refused, and nothing that has a default. */
const SIZES = {
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  vocab_size: 32000,
};

const MIXTURE: Partial<Record<ModelFamily, Config>> = {
  mixtral: { num_local_experts: 8, num_experts_per_tok: 2 },
  qwen2_moe: {
    num_experts: 60,
    num_experts_per_tok: 4,
    moe_intermediate_size: 1408,
    shared_expert_intermediate_size: 5632,
  },
  qwen3_moe: { num_experts: 128, num_experts_per_tok: 8, moe_intermediate_size: 768 },
};

const FULL = Array(32).fill("full_attention");

const LLAMA3 = {
  rope_type: "llama3",
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

/** Each is tried in every family. */
const VARIATIONS: readonly Config[] = [
  {},
  { head_dim: 64, num_key_value_heads: 2, rms_norm_eps: 1e-3, tie_word_embeddings: true },
  { sliding_window: null },
  { sliding_window: 4096, max_position_embeddings: 4096 },
  { sliding_window: 4096, max_position_embeddings: 8192 },
  { use_sliding_window: true, max_position_embeddings: 8192 },
  { use_sliding_window: true, max_window_layers: 0, max_position_embeddings: 8192 },
  { use_sliding_window: true, max_window_layers: 32, max_position_embeddings: 8192 },
  { use_sliding_window: true, num_hidden_layers: 28, max_position_embeddings: 8192 },
  { use_sliding_window: true, sliding_window: null, max_window_layers: 0 },
  { use_sliding_window: true, layer_types: FULL, max_position_embeddings: 8192 },
  { rope_theta: 500_000, rope_scaling: LLAMA3 },
  { rope_theta: 7, rope_scaling: { type: "linear", factor: 2 } },
];

/** Keys that version 5 brought, or reads by another precedence. */
const OF_VERSION_5: readonly Config[] = [
  { rope_parameters: { ...LLAMA3, rope_theta: 500_000 } },
  { rope_theta: 10_000, rope_parameters: { rope_type: "default", rope_theta: 500_000 } },
  { rope_theta: 10_000, rope_parameters: { rope_type: "linear", factor: 2 } },
  { rope_theta: 123, rope_scaling: { type: "linear", factor: 2, rope_theta: 7 } },
];

const CASES: readonly [family: ModelFamily, keys: Config][] = FAMILIES.flatMap((family) =>
  [
    ...VARIATIONS,
    ...OF_VERSION_5,
    ...(MAY_BE_NULL.includes(family) ? [{ num_key_value_heads: null }] : []),
  ].map((keys): [ModelFamily, Config] => [family, keys]),
);

const sized = ([family, keys]: (typeof CASES)[number]): Config => ({
  ...SIZES,
  ...MIXTURE[family],
  ...keys,
});

/** Exit status of the script where this machine's Python has no transformers. */
const MISSING = 3;

/**
 * @returns undefined where there is no transformers to ask
 * @throws Error when there is one, and the script fails
 */
function askTransformers(): { version: string; found: Found[] } | undefined {
  const script = fileURLToPath(new URL("transformers-defaults.py", import.meta.url));
  const { error, status, stdout, stderr } = spawnSync(process.env.PYTHON ?? "python3", [script], {
    input: JSON.stringify(CASES.map((each) => [each[0], sized(each)])),
    encoding: "utf8",
  });
  if (error !== undefined || status === MISSING) return undefined;
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const answer = askTransformers();
const title = `the rules of families${answer === undefined ? " (skipped: Python has no transformers)" : `, beside transformers ${answer.version}`}`;
if (answer === undefined) process.stderr.write(`${title}\n`);

(answer === undefined ? describe.skip : describe)(title, () => {
  const { version = "", found = [] } = answer ?? {};
  const isOld = version.startsWith("4.");
  const isComparable = (family: ModelFamily, keys: Config) =>
    !isOld ||
    !(
      "rope_parameters" in keys ||
      hasInnerBase(keys) ||
      (family === "qwen2_moe" && "use_sliding_window" in keys)
    );

  it.each(CASES.map(([family, keys], at) => [family, JSON.stringify(keys), keys, at] as const))(
    "%s with %s",
    (family, _, keys, at) => {
      const theirs = found[at] as Found;
      if (!isComparable(family, keys)) return;
      if (theirs.refused !== undefined) {
        // Mistral and Mixtral read null until version 5, whose classes refuse it.
        expect([keys.num_key_value_heads, isOld]).toEqual([null, false]);
        return;
      }
      const own = { ...configOf(family), ...dropped(family), ...sized([family, keys]) };
      const document = parseText("config.json", JSON.stringify(own));
      const { rotary, normEpsilon } = parseNumerics(document);
      expect({ base: rotary.base, kind: rotary.scaling.kind, normEpsilon }).toEqual({
        ...theirs.rotary,
        normEpsilon: theirs.normEpsilon,
      });

      const reached = reachedPositions(configReader(document), family);
      expect(reached).toBeGreaterThanOrEqual(theirs.positions);
      const isLimited = theirs.windows.some((window) => window !== null && window < reached);
      const refusal = refusalOf(own);
      expect(refusal === undefined ? "accepted" : "refused").toBe(
        isLimited ? "refused" : "accepted",
      );
      if (refusal !== undefined) return;

      const { kvHeads, headSize, tiedEmbeddings } = parseConfig(own).shape;
      expect({ kvHeads, headSize, tiedEmbeddings }).toEqual({
        kvHeads: theirs.kvHeads,
        headSize: theirs.headSize,
        tiedEmbeddings: theirs.tiedEmbeddings,
      });
    },
  );
});

function hasInnerBase({ rope_scaling }: Config): boolean {
  return typeof rope_scaling === "object" && rope_scaling !== null && "rope_theta" in rope_scaling;
}

/** Removes what {@link configOf} sets, so that defaults show. */
function dropped(family: ModelFamily): Config {
  return Object.fromEntries(
    Object.keys(configOf(family))
      .filter((key) => key !== "architectures")
      .map((key) => [key, undefined]),
  );
}

/** @returns the message where the window is refused */
function refusalOf(config: Config): string | undefined {
  try {
    parseConfig(config);
    return undefined;
  } catch (error) {
    if (error instanceof PlannerError && /window|layer_types/.test(error.message))
      return error.message;
    throw error;
  }
}
