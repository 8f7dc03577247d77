import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { FP8_BY_ROWS, withPrecision } from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { withHeader } from "../support/checkpoint-folder.ts";
import { type Config, configOf, LLAMA, parseConfig } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const WEIGHTS = {
  num_bits: 8,
  type: "float",
  strategy: "channel",
  symmetric: true,
  dynamic: false,
};
const ACTIVATIONS = {
  num_bits: 8,
  type: "float",
  strategy: "token",
  symmetric: true,
  dynamic: true,
};
const GROUP = { targets: ["Linear"], weights: WEIGHTS, input_activations: ACTIVATIONS };

/** As llm-compressor writes it for its scheme FP8_DYNAMIC. */
const compressed = (change: Config = {}, group: Config = {}) => ({
  quant_method: "compressed-tensors",
  format: "float-quantized",
  quantization_status: "compressed",
  global_compression_ratio: 1.4,
  config_groups: { group_0: { ...GROUP, output_activations: null, ...group } },
  ignore: ["lm_head"],
  kv_cache_scheme: null,
  ...change,
});
/** As llm-compressor and ModelOpt write it. */
const KV = { num_bits: 8, type: "float", strategy: "tensor", dynamic: false, symmetric: true };
const FBGEMM = {
  quant_method: "fbgemm_fp8",
  activation_scale_ub: 1200,
  modules_to_not_convert: ["lm_head"],
};
/** As AutoFP8 writes it with dynamic activations. */
const AUTO_FP8 = {
  quant_method: "fp8",
  activation_scheme: "dynamic",
  ignored_layers: ["lm_head"],
};
const PRECISION = { weights: FP8_BY_ROWS, activations: FP8_BY_ROWS, accumulation: "fast" };

const parsed = (quantization_config: Config) => parseConfig({ ...LLAMA, quantization_config });

describe("keys of a quantisation that is planned", () => {
  it.each([
    compressed({}, { weights: { ...WEIGHTS, block_structure: [128, 128] } }),
    compressed({}, { weights: { ...WEIGHTS, group_size: 128 } }),
    compressed({}, { input_activations: { ...ACTIVATIONS, group_size: 128 } }),
    compressed({}, { weights: { ...WEIGHTS, actorder: "group" } }),
    compressed({}, { format: "pack-quantized" }),
    compressed({ quantization_status: "initialized" }),
    compressed({}, { weights: { ...WEIGHTS, scale_dtype: "torch.float8_e8m0fnu" } }),
    { ...AUTO_FP8, fmt: "e5m2" },
  ])("are refused where they are of another scheme: %#", (quantisation) => {
    expect(plannerError(() => parsed(quantisation)).code).toBe("E_INVALID_MODEL");
  });

  it.each([
    [compressed({ rotation: { kind: "hadamard" } }), "rotation"],
    [compressed({}, { pre_scale: "x" }), "pre_scale"],
    [compressed({}, { weights: { ...WEIGHTS, clip: 0.9 } }), "clip"],
    [{ ...FBGEMM, smooth_alpha: 0.5 }, "smooth_alpha"],
    [{ ...AUTO_FP8, rotate: "hadamard" }, "rotate"],
  ])("are named where their meaning is not known: %#", (quantisation, key) => {
    expect(parsed(quantisation).warnings?.join()).toContain(
      `not read in \`quantization_config\`: \`${key}\`.`,
    );
  });

  it("say nothing where they are usual", () => {
    const scheme = {
      observer: "minmax",
      observer_kwargs: {},
      group_size: null,
      actorder: null,
      scale_dtype: null,
    };
    const usual = compressed(
      { version: "0.12.0", sparsity_config: {}, quantization_status: "frozen" },
      { weights: { ...WEIGHTS, ...scheme, block_structure: null }, format: "float-quantized" },
    );
    expect(parsed(usual).warnings).toBeUndefined();
  });
});

describe("a checkpoint in FP8", () => {
  it("decides the number formats where channels or tensors, and tokens, have scales", () => {
    expect(parsed(compressed()).shape.precision).toEqual(PRECISION);
    expect(parsed(compressed()).warnings).toBeUndefined();
    const byTensor = { weights: { ...WEIGHTS, strategy: "tensor" } };
    expect(parsed(compressed({}, byTensor)).shape.precision).toEqual(PRECISION);
    expect(parsed(AUTO_FP8).shape.precision).toEqual(PRECISION);
    expect(parsed(FBGEMM).shape.precision).toEqual(PRECISION);
    expect(parsed(FBGEMM).warnings).toEqual([
      expect.stringContaining("`activation_scale_ub` of 1200"),
    ]);
    for (const router of [
      "re:.*\\.gate$",
      "re:.*mlp.gate$",
      "re:.*block_sparse_moe\\.gate$",
      "model.layers.3.mlp.gate",
      "model.layers.0.block_sparse_moe.gate",
    ])
      expect(parsed(compressed({ ignore: ["lm_head", router] })).shape.precision).toEqual(
        PRECISION,
      );
    for (const head of ["re:.*lm_head", "re:^lm_head$", "re:lm_head", "re:.*lm_head.*"])
      expect(parsed(compressed({ ignore: [head] })).shape.precision).toEqual(PRECISION);
    for (const embedding of ["model.embed_tokens", "re:.*embed_tokens", "embed_tokens"])
      expect(parsed(compressed({ ignore: ["lm_head", embedding] })).shape.precision).toEqual(
        PRECISION,
      );
    expect(parsed({ ...FBGEMM, modules_to_not_convert: null }).shape.precision).toEqual(PRECISION);
    const { precision: _, ...sizes } = parsed(compressed()).shape;
    expect(sizes).toEqual(parseConfig(LLAMA).shape);
  });

  it("decides unless the user asks for something else", () => {
    const model = parsed(compressed());
    expect(withPrecision(model, {})).toEqual(model);
    expect(withPrecision(model, { kvCache: "fp8" }).shape.precision).toEqual({
      ...PRECISION,
      kv: FP8_BY_ROWS,
    });
    expect(withPrecision(model, { precision: "bf16" }).shape).not.toHaveProperty("precision");
  });

  it.each<[what: string, config: Config, message: RegExp]>([
    [
      "static activations",
      { quant_method: "fp8", activation_scheme: "static", ignored_layers: ["lm_head"] },
      /activation_scheme`: activations have static scales.*this is "static"/,
    ],
    [
      "a head in FP8",
      { quant_method: "fp8", activation_scheme: "dynamic" },
      /does not name "lm_head", so the LM head is in FP8/,
    ],
    [
      "blocks",
      { quant_method: "fp8", fmt: "e4m3", weight_block_size: [128, 128] },
      /scales for blocks of \[128,128\]/,
    ],
    [
      "one scale for all activations",
      compressed({}, { input_activations: { ...ACTIVATIONS, strategy: "tensor" } }),
      /strategy`: .*this is "tensor"/,
    ],
    ["blocks", compressed({}, { weights: { ...WEIGHTS, strategy: "block" } }), /"block"/],
    [
      "static activations",
      compressed({}, { input_activations: { ...ACTIVATIONS, dynamic: false } }),
      /input_activations\.dynamic`: activations have static scales.*this is false/,
    ],
    [
      "static activations where nothing is said of them",
      compressed({}, { input_activations: { num_bits: 8, type: "float", strategy: "tensor" } }),
      /input_activations\.strategy`: activations have static scales.*this is "tensor"/,
    ],
    [
      "static activations of ModelOpt",
      { quant_method: "modelopt", quant_algo: "FP8", kv_cache_scheme: KV, ignore: ["lm_head"] },
      /quant_algo`: activations have static scales.*this is "FP8"/,
    ],
    [
      "another algorithm of ModelOpt",
      { quant_method: "modelopt", quant_algo: "NVFP4" },
      /`quantization_config`: weights are planned as bf16/,
    ],
    [
      "the cache of ModelOpt",
      { quant_method: "modelopt", quant_algo: "NVFP4", kv_cache_quant_algo: "FP8" },
      /kv_cache_quant_algo`: the KV cache has static scales/,
    ],
    [
      "its own cache behind AutoFP8",
      { ...AUTO_FP8, kv_cache_scheme: "static" },
      /kv_cache_scheme`: the KV cache has static scales/,
    ],
    [
      "its own cache alone, beside weights in bf16",
      compressed({ config_groups: {}, kv_cache_scheme: KV }),
      /kv_cache_scheme`: the KV cache has static scales/,
    ],
    ["activations in 16 bits", compressed({}, { input_activations: null }), /input_activations`/],
    ["two groups", compressed({ config_groups: { a: GROUP, b: GROUP } }), /several groups/],
    [
      "parts left out",
      compressed({ ignore: ["lm_head", "re:.*down_proj"] }),
      /leaves .*down_proj.* in bf16/,
    ],
    [
      "parts left out",
      { ...FBGEMM, modules_to_not_convert: [] },
      /does not name "lm_head", so the LM head is in FP8/,
    ],
    [
      "its own cache",
      compressed({ kv_cache_scheme: KV }),
      /kv_cache_scheme`: the KV cache has static scales/,
    ],
    [
      "parts left out under another method's key",
      {
        quant_method: "fp8",
        activation_scheme: "dynamic",
        modules_to_not_convert: ["model.layers.1.mlp"],
      },
      /modules_to_not_convert`: .* lists what is not in FP8 under `ignored_layers`/,
    ],
    [
      "parts left out under another method's key beside its own",
      compressed({ modules_to_not_convert: ["lm_head", "model.layers.1.mlp"] }),
      /modules_to_not_convert`/,
    ],
    [
      "the head and a part left out by one expression",
      compressed({ ignore: ["re:.*(lm_head|down_proj)"] }),
      /leaves .*down_proj.* in bf16/,
    ],
    [
      "norms left out",
      compressed({ ignore: ["lm_head", "re:.*_norm$"] }),
      /leaves .*_norm.* in bf16/,
    ],
    ["another format", compressed({ format: "marlin-24" }), /marlin-24/],
    ["gaps", compressed({ sparsity_config: { format: "sparse-24-bitmask" } }), /sparse-24-bitmask/],
    ["rotations", compressed({ transform_config: { config_groups: { R1: {} } } }), /R1/],
    [
      "INT8",
      compressed({}, { weights: { ...WEIGHTS, type: "int" } }),
      /`quantization_config`: weights are planned as bf16/,
    ],
    ["AWQ", { quant_method: "awq", bits: 4 }, /`quantization_config`: weights are planned as bf16/],
  ])("with %s is refused: %j", (_, config, message) => {
    const error = plannerError(() => parsed(config));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toMatch(message);
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it("may name the head under another method's key, too", () => {
    const both = compressed({ modules_to_not_convert: ["lm_head"] });
    expect(parsed(both).shape.precision).toBeDefined();
  });

  it("of a shared expert is refused when it is to be planned", () => {
    const config = configOf("qwen2_moe", { quantization_config: compressed() });
    const model = parseConfig(config);
    expect(plannerError(() => withPrecision(model, {})).message).toContain("shared expert in FP8");
  });

  it("is not refused for the marks that its own tensors are", () => {
    const folder = temporaryFolder();
    const write = (config: Config) =>
      writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const weight_map = { "model.layers.0.mlp.up_proj.weight_scale": "x.safetensors" };
    writeFileSync(join(folder, "model.safetensors.index.json"), JSON.stringify({ weight_map }));
    write(LLAMA);
    expect(plannerError(() => resolveModel(folder)).message).toContain("quantised");
    write({ ...LLAMA, quantization_config: compressed() });
    expect(resolveModel(folder).shape.precision).toEqual(PRECISION);
  });

  const PRODUCT = "model.layers.0.self_attn.o_proj";

  it.each([
    [`${PRODUCT}.weight`, "BF16", "is stored as BF16"],
    [`${PRODUCT}.weight`, "F8_E5M2", "is stored as F8_E5M2"],
    ["lm_head.weight", "F8_E4M3", "is stored as F8_E4M3"],
    [`${PRODUCT}.weight_scale_inv`, "F32", "is a scale of another scheme"],
    [`${PRODUCT}.weight_scale_2`, "F32", "is a scale of another scheme"],
    [`${PRODUCT}.input_scale`, "F32", "is a static scale of activations"],
    [`${PRODUCT}.activation_scale`, "F32", "is a static scale of activations"],
    [`${PRODUCT}.act_scale`, "F32", "is a static scale of activations"],
    ["model.layers.0.self_attn.k_proj.output_scale", "F32", "is a static scale of activations"],
    ["model.layers.0.self_attn.k_scale", "F32", "is a static scale of attention"],
    ["model.layers.0.self_attn.v_scale", "BF16", "is a static scale of attention"],
    ["model.layers.0.self_attn.kv_scale", "F32", "is a static scale of attention"],
  ])("is refused for a tensor that it cannot have: %s of %s", (name, dtype, message) => {
    const folder = temporaryFolder();
    const config = { ...LLAMA, quantization_config: compressed() };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const known = { "model.layers.0.mlp.up_proj.weight": tensorOf("F8_E4M3") };
    const header = Buffer.from(JSON.stringify({ ...known, [name]: tensorOf(dtype) }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, "model.safetensors"), Buffer.concat([length, header]));
    const error = plannerError(() => resolveModel(folder));
    expect(error.message).toContain(`its configuration says FP8, and \`${name}\` ${message}`);
  });

  it.each<[shape: number[], dtype: string, isRead: boolean]>([
    [[8, 1], "F32", true],
    [[8, 1], "BF16", true],
    [[1], "F32", true],
    [[], "F32", true],
    [[8], "F32", false],
    [[1, 8], "F32", false],
    [[4, 1], "F32", false],
    [[1, 1], "F32", false],
    [[8, 2], "BF16", false],
    [[8, 1], "F16", false],
    [[8, 1], "F8_E8M0", false],
  ])("is read with scales of %j in %s: %j", (shape, dtype, isRead) => {
    const folder = temporaryFolder();
    const config = { ...LLAMA, quantization_config: compressed() };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const scale = `${PRODUCT}.weight_scale`;
    // In two files, as an index may say.
    const files = {
      "a.safetensors": { [`${PRODUCT}.weight`]: { ...tensorOf("F8_E4M3"), shape: [8, 4] } },
      "b.safetensors": { [scale]: { ...tensorOf(dtype), shape } },
    };
    for (const [file, tensors] of Object.entries(files))
      writeFileSync(join(folder, file), withHeader(JSON.stringify(tensors)));
    if (isRead) {
      expect(resolveModel(folder).shape.precision).toEqual(PRECISION);
      return;
    }
    const error = plannerError(() => resolveModel(folder));
    expect(error.message).toContain(
      `\`${scale}\` is ${dtype} of [${shape.join(", ")}], where [8, 1]`,
    );
    expect(error.position?.path).toBe(join(folder, "b.safetensors"));
  });
});

const tensorOf = (dtype: string) => ({ dtype, shape: [1], data_offsets: [0, 1] });
