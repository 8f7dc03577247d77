import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { configOf } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("a file that is no configuration of a model", () => {
  it.each([
    ["x.gguf", "GGUF\u0003\0\0\0"],
    ["model.safetensors", "\u0010\0\0\0\0\0\0\0{}"],
    ["pytorch_model.bin", "PK\u0003\u0004"],
    ["tokenizer.model", "\n\u000e"],
  ])("is called weights by its name: %s", (name, content) => {
    const path = written(`weights/${name}`, content);
    const error = plannerError(() => resolveModel(path));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toBe(`${path}: a file of weights, and no configuration`);
    expect(error.remedy).toContain("path of a config.json");
  });

  it("is followed by the configuration beside it", () => {
    const config = written("beside/config.json", JSON.stringify(configOf("llama", {})));
    const error = plannerError(() => resolveModel(written("beside/model.safetensors", "{}")));
    expect(error.remedy).toBe(`Did you mean ${config}?`);
  });

  it("is called GGUF by its first bytes", () => {
    const path = written("llama", "GGUF\u0003\0\0\0");
    const error = plannerError(() => resolveModel(path));
    expect(error.message).toContain("it is a GGUF file");
    expect(error.remedy).toContain("config.json of the checkpoint");
  });

  it.each<[object, string]>([
    [{ schema: "nanoflow-plan/plan/1", kind: "sequential" }, "a plan of nanoflow-plan"],
    [{ schema: "nanoflow-plan/gpu-spec/1" }, "a gpu-spec of nanoflow-plan"],
    [{ producer: { name: "modelopt" }, quantization: {} }, "hf_quant_config.json"],
    [{ bos_token: "<s>", eos_token: "</s>" }, "special_tokens_map.json"],
    [{ image_processor_type: "Pixtral" }, "preprocessor_config.json"],
    [{ bos_token_id: 1, transformers_version: "4.57.6" }, "generation_config.json"],
    [{ a: 0, b: 1 }, "no configuration of one"],
  ])("is called by what it is: %j", (content, name) => {
    const path = written("other.json", JSON.stringify(content));
    const error = plannerError(() => resolveModel(path));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(name);
    expect(error.remedy).toContain("config.json of the model");
  });
});

describe("a folder without a configuration", () => {
  it.each(["models--a--b", "models--a--b/snapshots", "."])(
    "is followed by those of a cache below it: %s",
    (name) => {
      const root = `hub-${name.length}`;
      const config = written(`${root}/models--a--b/snapshots/0123/config.json`, "{}");
      const error = plannerError(() => resolveModel(join(folder, root, name)));
      expect(error.code).toBe("E_UNREADABLE");
      expect(error.message).toContain("config.json: no such file");
      expect(error.remedy).toBe(`Did you mean ${config}?`);
    },
  );

  it("is refused where nothing is below it", () => {
    mkdirSync(join(folder, "empty"));
    const error = plannerError(() => resolveModel(join(folder, "empty")));
    expect(error.remedy).toContain("path of a config.json");
  });
});
