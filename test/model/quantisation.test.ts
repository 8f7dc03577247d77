import { writeFileSync } from "node:fs";
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
  ])("refuses %j", (keys) => {
    const error = plannerError(() => parseConfig({ ...LLAMA, ...keys }));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(`\`${Object.keys(keys)[0]}\`: weights are planned as bf16`);
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it.each<Config>([
    { quantization_config: null, load_in_4bit: false },
    { quantization: { quant_algo: null, kv_cache_quant_algo: null } },
    { torch_dtype: "bfloat16" },
    { dtype: "torch.float16" },
    { torch_dtype: "auto", dtype: null },
  ])("accepts %j", (keys) => {
    expect(parseConfig({ ...LLAMA, ...keys })).toEqual(parseConfig(LLAMA));
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

  const header = (names: readonly string[]) => {
    const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, {}])));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return `${length.toString("latin1")}${text}`;
  };
  const index = (name: string) => JSON.stringify({ weight_map: { [name]: "x.safetensors" } });

  it.each([
    ["model.safetensors.index.json", index("model.layers.0.self_attn.q_proj.qweight")],
    ["model.safetensors.index.json", index("model.layers.0.mlp.up_proj.weight_scale_inv")],
    ["model.safetensors", header(["lm_head.weight", "model.layers.0.mlp.up_proj.weight.absmax"])],
    ["model-Q4_K_M.gguf", "GGUF"],
  ])("refuses for the weights of %s (%#)", (name, content) => {
    const error = plannerError(() => resolved(name, content));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain("these are quantised in the way of");
    expect(error.position?.path).toMatch(new RegExp(`${name}$`));
  });

  it.each([
    ["model.safetensors.index.json", index("model.layers.0.self_attn.q_proj.weight")],
    ["model.safetensors", header(["model.layers.0.self_attn.q_proj.weight"])],
    ["model.safetensors", "cut off"],
  ])("accepts %s of weights without a mark (%#)", (name, content) => {
    expect(resolved(name, content).layers).toBe(32);
  });

  it("accepts ModelOpt's file of an unquantised export", () => {
    const content = '{"quantization": {"quant_algo": null, "kv_cache_quant_algo": null}}';
    expect(resolved("hf_quant_config.json", content).layers).toBe(32);
  });

  it("accepts a copy under another name, which belongs to no checkpoint", () => {
    expect(resolved("quantize_config.json", "{}", "mine.json").id).toBe("mine");
  });
});
