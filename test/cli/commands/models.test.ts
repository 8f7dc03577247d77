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

  it("says how each fits a GPU that was named, and by what that is known", async () => {
    const { stdout } = await runProgram(["models", "--gpu", "l40s", "--json"]);
    const models = JSON.parse(stdout) as { id: string; room: object | null }[];
    expect(models.find(({ id }) => id === "llama-3-8b")?.room).toEqual({
      ...{ gpu: "l40s", tensorParallel: 1, weightBytes: 16_060_522_496 },
      ...{ kvBytesPerToken: 131_072, kvCapacityTokens: 198_953, source: "datasheet" },
    });
    const table = (await runProgram(["models", "--gpu", "l40s"])).stdout;
    expect(table.match(/l40s tp\d: .* \(source: datasheet\)/g)).toHaveLength(16);
    const unknown = await runProgram(["models", "--gpu", "a30"]);
    expect(unknown.exitCode).toBe(2);
    const near = await runProgram(["models", "--gpu", "h200"]);
    expect(near.stderr).toContain("Did you mean h200-sxm?");
    expect(unknown.stderr).toContain("--gpu-spec reads the ceilings of any other from a file");
  });

  it("prints a table with one row for each model", async () => {
    const { exitCode, stdout } = await runProgram(["models"]);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1 + 16);
    expect(stdout).toMatch(
      /^llama-3-8b +llama +32 +8\.03 B +8\.03 B +h100-sxm tp1, h200-sxm tp1, h200-sxm tp2 \(scaled\)$/m,
    );
    expect(stdout).toMatch(
      /^llama-2-70b .* h200-sxm tp2 \(scaled\), h200-sxm tp4, a100-sxm tp8 \(published\)$/m,
    );
    expect(stdout).toMatch(/^mistral-7b .* h200-sxm tp1 \(scaled\), h200-sxm tp2 \(scaled\)$/m);
    expect(stdout).toMatch(/^qwen3-30b-a3b .* h200-sxm tp1, h200-sxm tp2 \(scaled\)$/m);
  });
});
