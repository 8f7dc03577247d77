import { beforeAll, describe, expect, it } from "@jest/globals";
import { runCli } from "../support/cli.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let profile = "";
/** One nano-batch, or two of 128 tokens. */
const SMALLEST = ["--batch", "256", "--decode", "128", "--context", "512"];
/** Enough for the integer programs to take many seconds on one thread. */
const SLOW = ["--batch", "384", "--decode", "256", "--context", "1024", "--threads", "1"];
const ENDLESS = [...SLOW, "--node-limit", "1000000"];

beforeAll(() => {
  profile = writeProfile(temporaryFolder(), "llama-3-8b");
});

function search(argv: readonly string[], options: Parameters<typeof runCli>[1] = {}) {
  const model = ["--model", "llama-3-8b", "--profile", profile, "--method", "ilp"];
  return runCli(["search", ...model, ...argv], options);
}

describe("search --method ilp", () => {
  it.each(["highs", "glpk"])("bounds and plans with %s, and prints only JSON", async (solver) => {
    const cwd = temporaryFolder();
    const limits = ["--solver", solver, "--node-limit", "1"];
    const { exitCode, stdout, stderr } = await search([...SMALLEST, ...limits, "--json"], { cwd });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const { plan, predicted, search: found } = JSON.parse(stdout);
    expect(found).toMatchObject({ method: "ilp", solver });
    expect(predicted.lowerBoundUs).toBeLessThanOrEqual(predicted.periodUs);
    expect(predicted.periodUs).toBeLessThanOrEqual(predicted.sequentialUs);
    const verified = await runCli(["verify", plan, "--profile", profile], { cwd });
    expect(verified.exitCode).toBe(0);
  });

  it.each(["highs", "glpk"])("leaves an integer program of %s at a signal", async (solver) => {
    let sentAt = 0;
    const { exitCode } = await search([...ENDLESS, "--solver", solver], {
      cwd: temporaryFolder(),
      whileRunning: (child) =>
        setTimeout(() => {
          sentAt = performance.now();
          child.kill("SIGINT");
        }, 5000),
    });
    expect(exitCode).toBe(130);
    expect(performance.now() - sentAt).toBeLessThan(3000);
  });

  it("leaves an integer program when the time ends", async () => {
    const started = performance.now();
    const { exitCode } = await search([...ENDLESS, "--time-limit", "5"], {
      cwd: temporaryFolder(),
    });
    // 6 where the machine is too slow for a first plan by then.
    expect([0, 6]).toContain(exitCode);
    expect(performance.now() - started).toBeLessThan(9000);
  });
});
