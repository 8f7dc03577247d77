import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";
import type { Config } from "../../support/model-config.ts";
import { NOT_PLANNED, PUBLISHED } from "../../support/published-configs.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

/** By the ceilings of a GPU that nobody measured, so that any shape will do. */
async function analysisOf(config: Config) {
  const path = join(mkdtempSync(join(folder, "model-")), "config.json");
  writeFileSync(path, JSON.stringify(config, undefined, 2));
  const result = await runProgram(["analyze", "--model", path, "--gpu", "b200", "--json"]);
  return { path, exitCode: result.exitCode, document: JSON.parse(result.stdout) };
}

/** What makes kernels: the sizes of a configuration without its name. */
function shapeOf({ architectures: _, ...config }: Config): string {
  return JSON.stringify(config);
}

describe("analyze, of a config.json", () => {
  it("is asked about twenty shapes and more", () => {
    expect(new Set(PUBLISHED.map(([, config]) => shapeOf(config))).size).toBeGreaterThanOrEqual(20);
  });

  it.each(PUBLISHED)("answers: %s", async (_, config, parameters) => {
    const { exitCode, document } = await analysisOf(config);
    expect(exitCode).toBe(0);
    expect(document.parameters.total).toBe(parameters);
    const { tensorParallel, memory, operations, layer, step } = document;
    const bytes = 2 * parameters;
    // Each rank holds its share, and norms whole.
    expect(memory.weightBytes * tensorParallel).toBeGreaterThanOrEqual(bytes);
    expect(memory.weightBytes * tensorParallel).toBeLessThan(1.01 * bytes);
    const head = Number(
      config.head_dim ?? Number(config.hidden_size) / Number(config.num_attention_heads),
    );
    const kvBytes =
      4 * head * Number(config.num_key_value_heads) * Number(config.num_hidden_layers);
    expect(memory.kvBytesPerToken * tensorParallel).toBe(kvBytes);
    expect(document.bound).toMatch(/^(compute|memory|network)$/);
    for (const row of [...operations, layer, step]) expect(row.source).toBe("datasheet");
  });

  it.each(NOT_PLANNED)("refuses by name what it does not plan: %s", async (_, config, key) => {
    const { path, exitCode, document } = await analysisOf(config);
    expect(exitCode).toBe(2);
    expect(document.error.message).toContain(`\`${key}\``);
    expect(document.error.position.path).toBe(path);
  });
});
