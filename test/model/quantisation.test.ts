import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { type Config, configOf, LLAMA, parseConfig } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("marks of quantised checkpoints", () => {
  it.each<Config>([
    { quantization_config: { quant_method: "awq", bits: 4 } },
    { quantization_config: {} },
    { compression_config: { quant_method: "compressed-tensors" } },
    { quantization: { group_size: 64, bits: 4 } },
    { quantization: { quant_algo: null, kv_cache_quant_algo: "FP8" } },
    { quant_config: { w_bit: 4 } },
    { quant_method: "gptq" },
    { load_in_8bit: true },
    { _load_in_4bit: true },
    { bnb_4bit_quant_type: "nf4" },
    { quantization_bit: 4 },
    { weight_bits: 4 },
    { quip_params: { codebook: "E8P12", codesz: 8 } },
    { dtype: "float8_e4m3fn" },
    { torch_dtype: "float32" },
    { torch_dtype: "torch.float32", dtype: "bfloat16" },
    { dtype: { text_config: "bfloat16", vision_config: "float32" } },
    { dtype: "int8" },
    { bits: 4 },
    { w_bit: 4 },
    { kv_cache_bits: 8 },
    { weight_dtype: "int8" },
    { kv_cache_dtype: "fp8_e4m3" },
    { cache_dtype: "fp8" },
    { activation_dtype: "float8_e4m3fn" },
  ])("refuses %j", (keys) => {
    const error = plannerError(() => parseConfig({ ...LLAMA, ...keys }));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toMatch(
      new RegExp(
        `\`${Object.keys(keys)[0]}\`: (weights|activations|the KV cache) (is|are) planned`,
      ),
    );
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it.each<Config>([
    { quantization_config: null, load_in_4bit: false },
    { quantization: { quant_algo: null, kv_cache_quant_algo: null } },
    { torch_dtype: "bfloat16" },
    { dtype: "torch.float16" },
    { torch_dtype: "auto", dtype: null },
    { kv_cache_dtype: "auto", weight_dtype: "bf16", activation_dtype: "fp16" },
    { bits: 16, kv_bits: null },
  ])("accepts %j", (keys) => {
    expect(parseConfig({ ...LLAMA, ...keys })).toEqual(parseConfig(LLAMA));
  });

  it.each<Config>([
    { text_config: { quantization_config: { quant_method: "compressed-tensors" } } },
    { language_config: { bits: 4 } },
    { text_config: { torch_dtype: "float8_e4m3fn" } },
    { draft: { model: { kv_cache_quant_algo: "FP8" } } },
    { rope_extra: { load_in_4bit: true } },
  ])("refuses %j, inside an object that is not read", (keys) => {
    const error = plannerError(() => parseConfig({ ...LLAMA, ...keys }));
    expect(error).toMatchObject({ code: "E_INVALID_MODEL" });
    expect(error.message).toMatch(/^`(\w+\.)+\w+`: .* planned as bf16/);
  });

  it.each<Config>([
    { text_config: { quantization_config: null, torch_dtype: "bfloat16" } },
    { vision_config: { torch_dtype: "float32" } },
    { rope_scaling: { rope_type: "linear", factor: 2 } },
  ])("finds none in %j", (keys) => {
    expect(() => parseConfig({ ...LLAMA, ...keys })).not.toThrow();
  });

  it("looks around the language model of a Mistral 3 too", () => {
    const config = {
      architectures: ["Mistral3ForConditionalGeneration"],
      text_config: configOf("mistral", { architectures: undefined }),
      quantization_config: { quant_method: "fp8" },
    };
    expect(plannerError(() => parseConfig(config)).message).toContain("quantization_config");
  });
});

describe("files beside a config.json", () => {
  const resolved = (name: string, content: string, configName = "config.json") => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, configName), JSON.stringify(LLAMA));
    writeFileSync(join(folder, name), content);
    return resolveModel(join(folder, configName));
  };

  it.each([
    ["hf_quant_config.json", '{"quantization": {"quant_algo": "FP8"}}'],
    ["hf_quant_config.json", '{"quantization": {"kv_cache_quant_algo": "FP8"}}'],
    ["hf_quant_config.json", "no JSON: ["],
    ["quantize_config.json", '{"bits": 4, "group_size": 128}'],
    ["quant_config.json", '{"zero_point": true, "w_bit": 4}'],
    ["quantization_config.json", "{}"],
  ])("refuses for %s with %s", (name, content) => {
    const error = plannerError(() => resolved(name, content));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.position?.path).toMatch(new RegExp(`${name}$`));
  });

  const header = (tensors: object) => {
    const text = JSON.stringify(tensors);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return `${length.toString("latin1")}${text}`;
  };
  const index = (name: string) => JSON.stringify({ weight_map: { [name]: "x.safetensors" } });

  it.each([
    ["model.safetensors.index.json", index("model.layers.0.self_attn.q_proj.qweight")],
    ["model.safetensors.index.json", index("model.layers.0.mlp.up_proj.weight_scale_inv")],
    [
      "model.safetensors",
      header({ "lm_head.weight": {}, "model.layers.0.mlp.up_proj.weight.absmax": {} }),
    ],
    ["model.safetensors", header({ "model.layers.0.mlp.up_proj.SCB": {} })],
    ["model.safetensors", header({ "model.layers.0.self_attn.k_scale": { dtype: "F32" } })],
    ["model.safetensors.index.json", index("model.layers.0.self_attn.kv_scale")],
    ["model.safetensors.index.json", index("model.layers.0.mlp.up_proj.input_scale")],
    ["model-Q4_K_M.gguf", "GGUF"],
    ["pytorch_model.bin.index.json", index("model.layers.0.mlp.down_proj.qweight")],
    [
      "gptq_model-4bit-128g.safetensors",
      header({ "model.layers.0.mlp.down_proj.qweight": { dtype: "I32" } }),
    ],
  ])("refuses for the weights of %s (%#)", (name, content) => {
    const error = plannerError(() => resolved(name, content));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain("these are quantised in the way of");
    expect(error.position?.path).toMatch(new RegExp(`${name}$`));
  });

  const typed = (dtype: string) =>
    header({ "a.weight": { shape: [2, 2], dtype, data_offsets: [0, 4] } });

  it.each(["F8_E4M3", "F8_E5M2", "F4", "I8", "U8", "I32"])(
    "refuses for weights stored as %s, whatever the configuration says",
    (dtype) => {
      const error = plannerError(() => resolved("model.safetensors", typed(dtype)));
      expect(error.message).toContain(`these are stored as ${dtype}`);
      const folder = temporaryFolder();
      writeFileSync(join(folder, "config.json"), JSON.stringify(LLAMA));
      writeFileSync(join(folder, "model.safetensors.index.json"), index("a.weight"));
      expect(resolveModel(folder).layers).toBe(32);
      writeFileSync(join(folder, "x.safetensors"), typed(dtype));
      expect(plannerError(() => resolveModel(folder)).position?.path).toMatch(/x\.safetensors$/);
    },
  );

  it.each(["consolidated.safetensors", "output.safetensors", "model-00001-of-00004.safetensors"])(
    "refuses for weights of 8 bits in %s, where no index is",
    (name) => {
      const error = plannerError(() => resolved(name, typed("F8_E4M3")));
      expect(error.message).toContain("these are stored as F8_E4M3");
      expect(error.position?.path).toMatch(new RegExp(`${name}$`));
    },
  );

  it("warns of a recipe of llm-compressor", () => {
    const { warnings } = resolved("recipe.yaml", "quant_stage: {}");
    expect(warnings).toEqual([expect.stringContaining("(recipe.yaml)")]);
  });

  const entry = (name: string, dtype: string) =>
    header({ __metadata__: { format: "pt" }, [name]: { dtype, shape: [2], data_offsets: [0, 2] } });

  it.each([
    ["self_attn.q_proj.W_q", "U8", "quantised in the way of HQQ"],
    ["self_attn.q_proj._weight_qdata", "I8", "quantised in the way of torchao"],
    ["self_attn.q_proj.weight._data", "I8", "quantised in the way of Quanto"],
    ["mlp.experts.gate_up_proj_blocks", "U8", "quantised in the way of MXFP4"],
    ["mlp.experts.w1_mxfp4", "U8", "stored as U8, such as model.layers.0.mlp.experts.w1_mxfp4"],
    ["self_attn.q_proj.packed", "I32", "stored as I32"],
    ["mlp.experts.gate_up_proj_scales", "F8_E8M0", "stored as F8_E8M0"],
  ])("refuses for %s stored as %s in a layer", (name, dtype, how) => {
    const content = entry(`model.layers.0.${name}`, dtype);
    expect(plannerError(() => resolved("model.safetensors", content)).message).toContain(how);
  });

  it.each([
    ["model.layers.0.self_attn.rotary_emb.position_ids", "I64"],
    ["vision.layers.0.embeddings.token_type_ids", "I64"],
    ["model.layers.0.mlp.gate.tokens_per_expert", "I64"],
    ["transformer.h.0.attn.bias", "U8"],
    ["gpt_neox.layers.0.attention.bias", "BOOL"],
    ["model.embed_tokens.ids", "I64"],
  ])("accepts the buffer %s stored as %s", (name, dtype) => {
    expect(resolved("model.safetensors", entry(name, dtype)).layers).toBe(32);
  });

  it.each(["BF16", "F16", "F32"])("accepts weights stored as %s, which are cast", (dtype) => {
    const inputIds = { "a.position_ids": { dtype: "I64", shape: [1], data_offsets: [0, 8] } };
    const weight = { "a.weight": { dtype, shape: [1], data_offsets: [8, 12] } };
    expect(resolved("model.safetensors", header({ ...inputIds, ...weight })).layers).toBe(32);
  });

  it.each([
    ["model.safetensors.index.json", index("model.layers.0.self_attn.q_proj.weight")],
    ["model.safetensors", header({ "model.layers.0.self_attn.q_proj.weight": {} })],
    ["model.safetensors", "cut off"],
  ])("accepts %s of weights without a mark (%#)", (name, content) => {
    expect(resolved(name, content).layers).toBe(32);
  });

  it.each([
    ["fp8", { dim: 8, quantization: { qformat_weight: "fp8_e4m3", qscheme_act: "TENSOR" } }, true],
    ["Meta's", { dim: 8, quantization_args: { scheme: "int8", group_size: 32 } }, true],
    ["no", { dim: 8, quantization_args: null }, false],
  ])("heeds a params.json with %s quantization", (_, params, isRefused) => {
    const resolve = () => resolved("params.json", JSON.stringify(params));
    if (isRefused) expect(plannerError(resolve).message).toContain("this file of Mistral");
    else expect(resolve().layers).toBe(32);
  });

  it.each([
    ["ort_config.json", { quantization: { weights_dtype: "QInt8" } }, true],
    ["ort_config.json", { optimization: {}, quantization: {} }, false],
    ["ort_config.json", { optimization: { level: 2 } }, false],
    ["neuron_config.json", { quantized: true, tp_degree: 8 }, true],
    ["neuron_config.json", { quantized: false, kv_cache_quant: true }, true],
    ["neuron_config.json", { quantized: false, tp_degree: 8 }, false],
  ])("heeds what %s says of fewer bits: %j", (name, settings, isRefused) => {
    const resolve = () => resolved(name, JSON.stringify(settings));
    if (isRefused) expect(plannerError(resolve).code).toBe("E_INVALID_MODEL");
    else expect(resolve().layers).toBe(32);
  });

  it.each(["model.onnx", "weights.npz", "ggml-model-q4_0.bin"])("warns of %s", (name) => {
    expect(resolved(name, "").warnings).toEqual([expect.stringContaining(`${name} lies beside`)]);
  });

  it("looks for weights of llama.cpp one folder deep, where there are no others", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "Q4_K_M"));
    writeFileSync(join(folder, "Q4_K_M", "a-00001-of-00002.gguf"), "GGUF");
    writeFileSync(join(folder, "config.json"), JSON.stringify(LLAMA));
    expect(plannerError(() => resolveModel(folder)).message).toContain("llama.cpp");
    writeFileSync(join(folder, "model-00001-of-00002.safetensors"), "");
    expect(resolveModel(folder).layers).toBe(32);
  });

  it("passes over the index of other weights than the one file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "config.json"), JSON.stringify(LLAMA));
    writeFileSync(join(folder, "model.safetensors.index.json"), index("a.weight_scale"));
    expect(plannerError(() => resolveModel(folder)).code).toBe("E_INVALID_MODEL");
    writeFileSync(join(folder, "model.safetensors"), header({ "a.weight": {} }));
    expect(resolveModel(folder).layers).toBe(32);
  });

  it("accepts ModelOpt's file of an unquantised export", () => {
    const content = '{"quantization": {"quant_algo": null, "kv_cache_quant_algo": null}}';
    expect(resolved("hf_quant_config.json", content).layers).toBe(32);
  });

  it("accepts a copy under another name, which belongs to no checkpoint", () => {
    expect(resolved("quantize_config.json", "{}", "mine.json").id).toBe("mine");
  });
});
