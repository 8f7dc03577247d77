import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { verifyPlanFile } from "../../src/setup/verify-plan-file.ts";
import { runCli } from "../support/cli.ts";
import { type RunResult, runProgram } from "../support/fake-process.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let profile = "";
/** Small enough to be searched in a second or two. */
const SMALL = ["--batch", "384", "--decode", "256", "--context", "1024"];
/** Only half as many structures. */
const SMALLER = ["--batch", "256", "--decode", "128", "--context", "1024"];

beforeAll(() => {
  profile = writeProfile(temporaryFolder(), "llama-3-8b");
});

const OWN = () => ["search", "--model", "llama-3-8b", "--profile", profile];

/** In this process: a start of the program takes as long as a small search. */
function search(cwd: string, ...argv: string[]) {
  return runProgram([...OWN(), ...argv], { cwd });
}

describe("search", () => {
  it("carries the fields of the contract in JSON and nothing else on standard output", async () => {
    const cwd = temporaryFolder();
    const argv = [...OWN(), ...SMALL, "--json", "--threads", "1"];
    const { exitCode, stdout, stderr } = await runCli(argv, { cwd });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const { plan, predicted, search: found } = JSON.parse(stdout);
    expect(readdirSync(cwd)).toEqual([plan]);
    expect(predicted).toMatchObject({
      periodUs: expect.any(Number),
      sequentialUs: expect.any(Number),
      nanoBatchOnlyUs: expect.any(Number),
      lowerBoundUs: expect.any(Number),
      gap: expect.any(Number),
      speedup: expect.any(Number),
      tokensPerSecondPerGpu: expect.any(Number),
      optimalFraction: expect.any(Number),
    });
    expect(predicted.lowerBoundUs).toBeLessThanOrEqual(predicted.periodUs);
    expect(predicted.periodUs).toBeLessThanOrEqual(predicted.sequentialUs);
    expect(found).toMatchObject({
      structures: 8,
      nodes: expect.any(Number),
      seconds: expect.any(Number),
      solver: "highs",
      method: "branch",
      certificate: expect.any(String),
    });
  });

  describe("of a small batch", () => {
    const cwd = temporaryFolder();
    const PLAN = join("new", "small.yaml");
    const COMMAND = [...SMALLER, "--threads", "1", "--explain", "--out", PLAN];
    let made: RunResult;

    beforeAll(async () => {
      made = await runCli([...OWN(), ...COMMAND], { cwd });
    });

    it("writes a plan that verifies, shows and runs at the period predicted", async () => {
      expect(made.exitCode).toBe(0);
      expect(made.stdout).toMatch(/^Overlap pays: [\d.]+ µs per layer, /);
      expect(made.stdout).toMatch(/^bound +[\d.]+ µs, gap [\d.]+%$/m);
      expect(made.stdout).toMatch(/^compute /m);
      expect(made.stdout).toMatch(/^Plan: new\/small\.yaml$/m);

      // The profile lies outside of the plan's folder, so that it must be named.
      const path = join(cwd, PLAN);
      const own = [path, "--profile", profile];
      const verified = await runProgram(["verify", ...own]);
      expect(verified).toMatchObject({ exitCode: 0, stdout: `${path}: sound\n` });
      const ran = await runProgram(["run", ...own, "--json", "--compare"]);
      const { predicted, simulated, sequential } = JSON.parse(ran.stdout);
      expect(simulated.periodUs / predicted.periodUs).toBeCloseTo(1, 2);
      expect(sequential.periodUs).toBeGreaterThanOrEqual(simulated.periodUs * (1 - 1e-6));
    });

    it("makes the same plan again, byte for byte", async () => {
      const elsewhere = temporaryFolder();
      await search(elsewhere, ...COMMAND);
      const [one, other] = [cwd, elsewhere].map((each) => readFileSync(join(each, PLAN), "utf8"));
      expect(other).toBe(one);
    });
  });

  it("names the plan after model, GPU, parallelism and workload", async () => {
    const cwd = temporaryFolder();
    const { exitCode } = await search(cwd, ...["--workload", "512/64", "--method", "none"]);
    expect(exitCode).toBe(0);
    expect(readdirSync(cwd)).toEqual(["llama-3-8b-h100-sxm-tp1-512-64.plan.yaml"]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "ends on %s with exit code %i and leaves a sound plan or none",
    async (signal, code) => {
      const cwd = temporaryFolder();
      // The search must not end before the signal comes.
      const slow = ["--parts", "4", "--gap", "0", "--node-limit", "1000000", "--threads", "1"];
      const { exitCode } = await runCli(
        ["search", "--model", "llama-3-8b", "--profile", profile, ...slow],
        {
          cwd,
          whileRunning: (child) => setTimeout(() => child.kill(signal), 300),
          atWork: "solving",
        },
      );
      expect(exitCode).toBe(code);
      const left = readdirSync(cwd, { withFileTypes: true }).map(({ name }) => name);
      expect(left.filter((name) => !name.endsWith(".plan.yaml"))).toEqual([]);
      for (const plan of left)
        expect(verifyPlanFile(join(cwd, plan), profile)).toMatchObject({ sound: true });
    },
  );

  it("ends on a signal before the first plan without a file", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await runCli(
      ["search", "--model", "llama-3-8b", "--profile", profile],
      { cwd, whileRunning: (child) => child.kill("SIGINT") },
    );
    expect(exitCode).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error: .*interrupted/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("refuses an output that cannot be written before it searches", async () => {
    const cwd = temporaryFolder();
    // A search of so many nodes would not end within the time of this test.
    const endless = ["--node-limit", "100000000"];
    const { exitCode, stderr } = await search(cwd, ...endless, "--out", join(profile, "x.yaml"));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: cannot write .*\n {2}Choose another file, or make its folder writable/,
    );
  });

  it("writes the sequential plan when the time ends before any search", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await search(cwd, "--time-limit", "0.001");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("too early to tell whether overlap pays");
    expect(stderr).toContain("the time limit ended the search early");
    const [file = ""] = readdirSync(cwd);
    expect(readFileSync(join(cwd, file), "utf8")).toContain("kind: sequential");
  });

  it("exits 3 when the model does not fit", async () => {
    const big = writeProfile(temporaryFolder(), "llama-3-70b");
    const { exitCode, stderr } = await runProgram([
      ...["search", "--model", "llama-3-70b", "--profile", big],
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("does not fit");
  });

  it.each([
    ["--node-limit 0", ["--node-limit", "0"]],
    ["--time-limit NaN", ["--time-limit", "NaN"]],
    ["--threads -1", ["--threads", "-1"]],
    ["an unknown solver", ["--solver", "cplex"]],
  ])("rejects %s with one JSON document", async (_, options) => {
    const { exitCode, stdout, stderr } = await runProgram([
      ...["search", "--model", "llama-3-8b", "--profile", profile, ...options, "--json"],
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).error.code).toBe("E_USAGE");
  });
});
