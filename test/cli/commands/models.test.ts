import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";

describe("models", () => {
  it("lists every built-in model as JSON with exact counts", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["models", "--json"]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    const models = JSON.parse(stdout) as { id: string }[];
    expect(models).toHaveLength(16);
    const mixtral = models.find(({ id }) => id === "mixtral-8x7b");
    expect(mixtral).toEqual({
      id: "mixtral-8x7b",
      family: "mixtral",
      layers: 32,
      parameters: 46_702_792_704,
      activeParameters: 12_879_925_248,
      searchable: [1, 2].map((tensorParallel) => ({
        ...{ gpu: "h200-sxm", tensorParallel, source: "measured", scaled: false },
      })),
    });
  });

  it("prints a table with one row for each model", async () => {
    const { exitCode, stdout } = await runProgram(["models"]);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1 + 16);
    expect(stdout).toMatch(
      /^llama-3-8b +llama +32 +8\.03 B +8\.03 B +h100-sxm tp1, h200-sxm tp1$/m,
    );
    expect(stdout).toMatch(
      /^llama-2-70b .* h200-sxm tp2 \(scaled\), h200-sxm tp4, a100-sxm tp8 \(published\)$/m,
    );
    expect(stdout).toMatch(/^mistral-7b .* h200-sxm tp1 \(scaled\)$/m);
    expect(stdout).toMatch(/^qwen3-30b-a3b .* nothing that ships$/m);
  });
});
