import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { BUILT_IN_MODELS } from "../../src/model/catalog.ts";
import { listModels, resolveModel } from "../../src/model/resolve-model.ts";
import { plannerError } from "../support/planner-error.ts";

describe("resolveModel with the id of a checkpoint", () => {
  it.each([
    ["meta-llama/Llama-3.1-8B", "llama-3.1-8b"],
    ["meta-llama/Meta-Llama-3-8B-Instruct", "llama-3-8b"],
    ["qwen/qwen3-30b-a3b", "qwen3-30b-a3b"],
    ["mistralai/Mistral-7B-v0.3", "mistral-7b"],
  ])("%s names the built-in %s", (checkpoint, id) => {
    expect(resolveModel(checkpoint)).toBe(resolveModel(id));
  });

  it("knows a checkpoint of every built-in model", () => {
    const source = readFileSync(new URL("../../src/model/catalog.ts", import.meta.url), "utf8");
    const published = [...source.matchAll(/^ {2}\/\/ ([\w-]+\/[\w.-]+)/gm)].map(([, id]) => id);
    expect(published.map((id = "") => resolveModel(id).id)).toEqual(
      BUILT_IN_MODELS.map(({ id }) => id),
    );
  });

  it("says of another that none is downloaded", () => {
    const error = plannerError(() => resolveModel("mistralai/Mistral-7B-v0.1"));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.remedy).toContain("none is downloaded");
  });
});

describe("listModels", () => {
  it("lists the built-in models of the contract", () => {
    expect(listModels().map(({ id }) => id)).toEqual([
      "llama-2-7b",
      "llama-2-13b",
      "llama-2-70b",
      "llama-3-8b",
      "llama-3-70b",
      "llama-3.1-8b",
      "llama-3.1-70b",
      "qwen2-7b",
      "qwen2-72b",
      "deepseek-llm-67b",
      "mistral-7b",
      "mixtral-8x7b",
      "mixtral-8x22b",
      "qwen3-8b",
      "qwen3-32b",
      "qwen3-30b-a3b",
    ]);
  });

  it("gives family, layers and both parameter counts", () => {
    expect(listModels().find(({ id }) => id === "qwen3-30b-a3b")).toEqual({
      id: "qwen3-30b-a3b",
      family: "qwen3_moe",
      layers: 48,
      parameters: 30_532_122_624,
      activeParameters: 30_532_122_624 - 48 * 120 * 3 * 2048 * 768,
    });
  });
});

describe("resolveModel", () => {
  it.each(BUILT_IN_MODELS.map((model) => [model.id, model] as const))("knows %s", (id, model) => {
    expect(resolveModel(id)).toBe(model);
  });

  it("names the nearest id for an unknown one", () => {
    const error = plannerError(() => resolveModel("llama3-8b"));
    expect(error.code).toBe("E_UNKNOWN_NAME");
    expect(error.message).toContain("llama3-8b");
    expect(error.remedy).toContain("llama-3-8b");
  });

  it("lists all ids when none is near", () => {
    const { remedy } = plannerError(() => resolveModel("a-wholly-different-thing"));
    expect(remedy).toContain("mixtral-8x7b");
    expect(remedy).toContain("qwen2-72b");
  });

  it("answers a path that does not exist with the path", () => {
    const error = plannerError(() => resolveModel("no/such/config.json"));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain("no/such/config.json");
  });
});
