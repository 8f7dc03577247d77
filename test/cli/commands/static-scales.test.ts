import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";
import { LLAMA } from "../../support/model-config.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
const STATIC = { quant_method: "fp8", activation_scheme: "static", ignored_layers: ["lm_head"] };
writeFileSync(
  join(FOLDER, "config.json"),
  JSON.stringify({ ...LLAMA, quantization_config: STATIC }, undefined, 2),
);

/** Nothing may take them for scales of tokens, whatever is asked of it. */
describe("a checkpoint with static scales of activations", () => {
  it.each([
    ["analyze", "--model", FOLDER],
    ["analyze", "--model", FOLDER, "--precision", "fp8"],
    ["search", "--model", FOLDER, "--precision", "bf16"],
    ["profile", "--model", FOLDER],
    ["quantize", FOLDER, "--out", join(FOLDER, "out")],
  ])("is refused by %s, at the key, with a remedy (%#)", async (...words) => {
    const { exitCode, stderr } = await runProgram(words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/config\.json:\d+:\d+: .*activation_scheme`: activations have static/);
    expect(stderr).toContain("Use the bf16 checkpoint with --precision fp8");
  });
});
