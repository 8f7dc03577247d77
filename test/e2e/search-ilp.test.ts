import { beforeAll, describe, expect, it } from "@jest/globals";
import { runCli } from "../support/cli.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let profile = "";
/** One nano-batch, or two of 128 tokens. */
const SMALLEST = ["--batch", "256", "--decode", "128", "--context", "512"];

beforeAll(() => {
  profile = writeProfile(temporaryFolder(), "llama-3-8b");
});

describe("search --method ilp", () => {
  it.each(["highs", "glpk"])("bounds and plans with %s, and prints only JSON", async (solver) => {
    const cwd = temporaryFolder();
    const model = ["--model", "llama-3-8b", "--profile", profile, ...SMALLEST];
    const method = ["--method", "ilp", "--solver", solver, "--node-limit", "1"];
    const { exitCode, stdout, stderr } = await runCli(["search", ...model, ...method, "--json"], {
      cwd,
    });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const { plan, predicted, search: found } = JSON.parse(stdout);
    expect(found).toMatchObject({ method: "ilp", solver });
    expect(predicted.lowerBoundUs).toBeLessThanOrEqual(predicted.periodUs);
    expect(predicted.periodUs).toBeLessThanOrEqual(predicted.sequentialUs);
    const verified = await runCli(["verify", plan, "--profile", profile], { cwd });
    expect(verified.exitCode).toBe(0);
  });
});
