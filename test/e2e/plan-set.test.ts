import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { planSetHash, readPlanSet, writePlanSet } from "../../src/plan-set/plan-set-file.ts";
import { CACHE, runCli } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SET = "small.plan-set.yaml";
/** Hardly any search, so that a set takes seconds. */
const QUICK = ["--parts", "1", "--batches", "1", "--node-limit", "1", "--threads", "1"];

let folder = "";
let profile = "";
let made: Awaited<ReturnType<typeof runCli>>;

function search(cwd: string, ...argv: string[]) {
  return runCli(["search", "--model", "llama-3-8b", "--profile", profile, "--set", ...argv], {
    cwd,
  });
}

/** In this process; those that make programs again are of the built program. */
function gate(cwd: string, ...argv: string[]) {
  const env = { XDG_CACHE_HOME: CACHE };
  return runProgram(["gate", SET, "--no-cache", "--json", ...argv], { cwd, env });
}

/** A copy of the set in a folder of its own, with its text changed. */
function changed(change: (text: string) => string): string {
  const cwd = temporaryFolder();
  copyFileSync(join(folder, profile), join(cwd, profile));
  const text = change(readFileSync(join(folder, SET), "utf8"));
  expect(text).not.toBe(readFileSync(join(folder, SET), "utf8"));
  writeFileSync(join(cwd, SET), text);
  return cwd;
}

beforeAll(async () => {
  folder = temporaryFolder();
  const path = writeProfile(folder, "llama-3-8b");
  profile = path.slice(folder.length + 1);
  made = await search(folder, ...QUICK, "--workload", "512/16", "--out", SET);
});

describe("a plan set", () => {
  it("is made with one request alone, a full batch of prompts and the steady state, and says what the profile does not cover", () => {
    expect(made.exitCode).toBe(0);
    const { set } = readPlanSet(join(folder, SET));
    const { workload, programs, search: budget } = set;
    const steady = programs.find(({ phase }) => phase === "steady");
    expect(steady?.plan.workload).toMatchObject({
      denseBatchTokens: workload.denseBatchTokens,
      decodeTokens: workload.decodeTokens,
      decodeContext: 520,
    });
    const names = programs.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["d1", "d2", "d4", "d8", "p2048"]));
    expect(programs.length).toBeLessThanOrEqual(24);
    // The command of each step could be run: it is one batch, of which there is nothing to choose.
    for (const { plan } of programs) {
      const { command } = plan.provenance;
      expect(command.includes(" --batch ")).toBe(!command.includes(" --batches "));
    }
    expect(budget).toMatchObject({ nodesEach: 1, gap: 0.005, timeEachSeconds: null });
    expect(set.coverage).toMatchObject({ leastTokens: 128, mostTokens: 2048 });
    expect(made.stderr).toMatch(
      /^note: the profile measured batches from 128 tokens .*: d1, d2, /m,
    );
    const one = programs.find(({ name }) => name === "d1");
    expect(one?.smallerThanMeasured).toContainEqual({ kind: "gemm", tokens: 128, context: 0 });
    expect(one?.plan).toMatchObject({ kind: "sequential", search: { method: "none" } });
    expect(made.stdout).toMatch(/^A {2}d1 +drain +sequential +1 +1 +<= /m);
  });

  it("is proved sound among the plans of a folder", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["verify", "."], { cwd: folder });
    expect(stdout).toBe(`${SET}: sound\n`);
    expect(stderr.match(/upper bounds/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  it("is found unsound when it was changed, with the command that makes it again", async () => {
    const cwd = changed((text) => text.replace("name: d2\n", "name: d3\n"));
    const path = join(cwd, SET);
    const { exitCode, stderr, stdout } = await runProgram(["verify", path]);
    expect(stdout).toBe(`${path}: not sound\n`);
    expect(stderr).toMatch(/\.yaml:\d+:\d+: the plan of d3 is for d2/);
    expect(stderr).toMatch(/Make it again: nanoflow-plan search .*--set/);
    expect(exitCode).toBe(2);
  });

  it("is shown as a map of programs, in text and as a picture, and as nothing else", async () => {
    const show = (...argv: string[]) => runProgram(["show", join(folder, SET), ...argv]);
    const text = await show();
    expect(text.stdout).toMatch(/^ +100% A+B.*\n/m);
    const map = join(temporaryFolder(), "map.svg");
    const picture = await show("--out", map);
    expect(picture.exitCode).toBe(0);
    expect(readFileSync(map, "utf8")).toMatch(
      /^<svg .*>steady<.*<title>p2048: sequential\n.*>d8p248</s,
    );
    const page = await show("--out", "map.html");
    expect(page.exitCode).toBe(2);
    expect(page.stderr).toMatch(/a plan set has no html\n.*\.svg/);
  });

  it("passes the gate with a sample of its programs made again", async () => {
    const { exitCode, stdout } = await gate(folder, "--programs", "2");
    const { programs } = readPlanSet(join(folder, SET)).set;
    expect(JSON.parse(stdout).plans).toMatchObject([
      { verdict: "same", note: `2 of ${programs.length} programs made again` },
    ]);
    expect(exitCode).toBe(0);
  });

  it("fails the gate with a time that the simulator does not say", async () => {
    const { set } = readPlanSet(join(folder, SET));
    const last = set.programs.at(-1)?.steps.at(-1)?.[1];
    const cwd = temporaryFolder();
    copyFileSync(join(folder, profile), join(cwd, profile));
    (set.programs.at(-1)?.steps.at(-1) as number[])[1] = Number(last) + 500;
    writeFileSync(join(cwd, SET), writePlanSet({ ...set, hash: planSetHash(set) }));
    const { exitCode, stdout } = await gate(cwd, "--programs", "1");
    expect(JSON.parse(stdout).plans).toMatchObject([
      { verdict: "broken", note: expect.stringMatching(/other times of the steps of d64p1984/) },
    ]);
    expect(exitCode).toBe(4);
  });

  it("chooses a program in less than a microsecond", () => {
    const choice = new URL("../../dist/plan-set/set-choice.js", import.meta.url);
    const file = new URL("../../dist/plan-set/plan-set-file.js", import.meta.url);
    const script = `
      import { choiceOf } from ${JSON.stringify(choice.href)};
      import { planSetHash, readPlanSet, writePlanSet } from ${JSON.stringify(file.href)};
      const choice = choiceOf(readPlanSet("plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml").set);
      let current = -1;
      const nanoseconds = () => {
        const before = process.cpuUsage();
        for (let k = 0; k < 1e5; k++) current = choice.choosePosition((k * 7919) % 700, (k * 31) % 2000, (k * 97) % 900000, current);
        return process.cpuUsage(before).user * 1000 / 1e5;
      };
      console.log(Math.min(...Array.from({ length: 5 }, nanoseconds)));
    `;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: "" },
      encoding: "utf8",
    });
    expect(Number(output)).toBeGreaterThan(0);
    expect(Number(output)).toBeLessThan(1000);
  });

  it.each([
    [
      "--batch",
      ["--batch", "512", "--decode", "8", "--context", "100"],
      "--set contradicts --batch",
    ],
    ["--method none", ["--method", "none"], "--set contradicts --method none"],
  ])("is not made with %s", async (_, options, message) => {
    const cwd = temporaryFolder();
    const { exitCode, stderr } = await runProgram([
      ...["search", "--model", "llama-3-8b", "--profile", join(folder, profile), "--set"],
      ...[...options, "--out", join(cwd, SET)],
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is not left half made by a signal", async () => {
    const cwd = temporaryFolder();
    copyFileSync(join(folder, profile), join(cwd, profile));
    const slow = ["--parts", "4", "--gap", "0", "--node-limit", "1000000", "--threads", "1"];
    const { exitCode, stderr } = await runCli(
      ["search", "--model", "llama-3-8b", "--profile", profile, "--set", ...slow],
      { cwd, whileRunning: (child) => child.kill("SIGINT"), atWork: "solving" },
    );
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^error: .*interrupted before/m);
    expect(readdirSync(cwd)).toEqual([profile]);
  });
});

describe("a step of a workload without a search", () => {
  it("runs one kernel after the other, and says which of its times are bounds", async () => {
    const step = ["--workload", "512/16", "--batch", "4", "--decode", "4", "--method", "none"];
    const own = ["--profile", join(folder, profile)];
    const plan = join(temporaryFolder(), "a.plan.yaml");
    const { exitCode, stdout, stderr } = await runProgram([
      ...["search", "--model", "llama-3-8b", ...own, ...step, "--out", plan],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^One kernel after the other, as asked for: .*\nNothing was searched/);
    expect(stderr).toMatch(
      /^note: some kernels are smaller than the profile measured; .*gemm 128/m,
    );
    const verified = await runProgram(["verify", plan, ...own]);
    expect(verified.exitCode).toBe(0);
    expect(verified.stderr).toMatch(/note: .*upper bounds/);
  });
});
