import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { verifyPlanFile } from "../../src/setup/verify-plan-file.ts";
import { type CliOptions, runCli } from "../support/cli.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let profile = "";
/** One nano-batch, or two of 128 tokens. */
const SMALLEST = ["--batch", "256", "--decode", "128", "--context", "512"];
/** Too many structures for two nodes. */
const SMALL = ["--batch", "512", "--decode", "192", "--context", "1280", "--gap", "0"];
/** With a second thread a test would only burn as much again. */
const ONE_THREAD = ["--threads", "1"];
/** The first program of three lanes does not end within the time of a test. */
const ENDLESS_MODEL = ["--model", "llama-2-70b", "--gpu", "a100-sxm", "--tp", "8"];
const ENDLESS = [...SMALL, "--splits", "aligned", "--node-limit", "100000000"];

beforeAll(() => {
  profile = writeProfile(temporaryFolder(), "llama-3-8b");
});

describe.each(["highs", "glpk"])("search --method ilp --solver %s", (solver) => {
  const method = ["--method", "ilp", "--solver", solver, "--out", "plan.yaml", ...ONE_THREAD];
  const search = (options: CliOptions, ...argv: string[]) =>
    runCli(["search", "--model", "llama-3-8b", "--profile", profile, ...method, ...argv], options);
  const searchWithoutEnd = (options: CliOptions, ...argv: string[]) =>
    runCli(["search", ...ENDLESS_MODEL, ...method, ...ENDLESS, ...argv], options);
  const expectSound = (cwd: string, ...own: string[]) => {
    expect(verifyPlanFile(join(cwd, "plan.yaml"), ...own)).toMatchObject({ sound: true });
  };

  it("bounds and plans, and prints only JSON", async () => {
    const cwd = temporaryFolder();
    const limit = ["--node-limit", "1"];
    const { exitCode, stdout, stderr } = await search({ cwd }, ...SMALLEST, ...limit, "--json");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const { predicted, search: found } = JSON.parse(stdout);
    expect(found).toMatchObject({ method: "ilp", solver });
    expect(predicted.lowerBoundUs).toBeLessThanOrEqual(predicted.periodUs);
    expect(predicted.periodUs).toBeLessThanOrEqual(predicted.sequentialUs);
    expectSound(cwd, profile);
  });

  it("ends in the middle of a program on Ctrl-C, with exit code 130 and the best plan so far", async () => {
    const cwd = temporaryFolder();
    let signalled = 0;
    const whileRunning: CliOptions["whileRunning"] = (child) =>
      // A first schedule comes before the program, and takes half a second.
      setTimeout(() => {
        signalled = performance.now();
        child.kill("SIGINT");
      }, 1000);
    const { exitCode } = await searchWithoutEnd({ cwd, whileRunning, atWork: "solving" });
    expect(exitCode).toBe(130);
    expect(performance.now() - signalled).toBeLessThan(5000);
    expect(readdirSync(cwd)).toEqual(["plan.yaml"]);
    expectSound(cwd);
  });

  it("takes the best plan when the time ends, and says so", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout } = await searchWithoutEnd({ cwd }, "--time-limit", "1", "--json");
    expect(exitCode).toBe(0);
    const { search: found } = JSON.parse(stdout);
    expect(found.complete).toBe(false);
    expect(found.seconds).toBeLessThan(10);
    expect(found.certificate).toContain("time limit");
    expectSound(cwd);
  });

  it("takes the best plan when the nodes are spent, and says so", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout } = await search(
      { cwd },
      ...SMALL,
      ...["--node-limit", "2", "--json"],
    );
    expect(exitCode).toBe(0);
    const { search: found } = JSON.parse(stdout);
    expect(found.nodes).toBeGreaterThan(0);
    expect(found.nodes).toBeLessThanOrEqual(2);
    expect(found.complete).toBe(false);
    expect(found.certificate).toContain("node limit");
    expect(readFileSync(join(cwd, "plan.yaml"), "utf8")).toContain("method: ilp");
    expectSound(cwd, profile);
  });
});
