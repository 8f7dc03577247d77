import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { BIN, CACHE } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
}

interface Action {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
}

const ACTION: Action = parse(readFileSync("action.yml", "utf8"));
const WORKFLOW = parse(readFileSync("docs/examples/gate-plans.yml", "utf8"));

const repository = temporaryFolder();
const PLAN = join(repository, "plans", "small.plan.yaml");

beforeAll(async () => {
  mkdirSync(join(repository, ".git"));
  const profile = writeProfile(repository, "llama-3-8b");
  const { exitCode } = await runProgram(
    [
      ...["search", "--model", "llama-3-8b", "--profile", profile, "--out", PLAN],
      ...["--batch", "256", "--decode", "128", "--context", "1024", "--parts", "1"],
      ...["--threads", "1"],
    ],
    { cwd: repository },
  );
  expect(exitCode).toBe(0);
});

/** Runs the steps of the action as a runner does, with these inputs. */
function runAction(inputs: Record<string, string>, runner: Record<string, string> = {}) {
  const temp = temporaryFolder();
  const files = { GITHUB_OUTPUT: join(temp, "output"), GITHUB_STEP_SUMMARY: join(temp, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const inputValue = (name: string) => inputs[name] ?? ACTION.inputs[name]?.default ?? "";
  const results = ACTION.runs.steps.map(({ run, env = {} }) => {
    if (run === undefined) throw new Error("only steps with a shell script are run here");
    const values = Object.entries(env).map(([key, text]) => [
      key,
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputValue(name)),
    ]);
    const { NODE_OPTIONS: _, ...outer } = process.env;
    return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: repository,
      env: {
        ...outer,
        XDG_CACHE_HOME: CACHE,
        ...runner,
        ...files,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(values),
      },
      encoding: "utf8",
    });
  });
  if (results.length === 0) throw new Error("the action has no steps");
  const outputs = readFileSync(files.GITHUB_OUTPUT, "utf8");
  const markdown = /^markdown=(.*)$/m.exec(outputs)?.[1] ?? "";
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
  return { exitCode: results.find(({ status }) => status !== 0)?.status ?? 0, markdown, summary };
}

const PROGRAM = `${process.execPath} ${BIN}`;

describe("the GitHub action", () => {
  it("passes good plans and hands out the table", () => {
    const { exitCode, markdown, summary } = runAction({ program: PROGRAM, sample: "1" });
    expect(exitCode).toBe(0);
    expect(readFileSync(markdown, "utf8")).toContain("| plans/small.plan.yaml | same |");
    expect(summary).toBe(readFileSync(markdown, "utf8"));
  });

  it("fails on a broken plan, and still hands out the table", () => {
    const text = readFileSync(PLAN, "utf8");
    writeFileSync(PLAN, text.replace("nanoBatches:", "nanoBatchez:"));
    try {
      const { exitCode, summary } = runAction({ program: PROGRAM });
      expect(exitCode).toBe(4);
      expect(summary).toContain("| plans/small.plan.yaml | broken |");
    } finally {
      writeFileSync(PLAN, text);
    }
  });

  it("builds the version that it comes with where no program is named", () => {
    const own = temporaryFolder();
    const builds = `mkdir -p dist/cli && echo 'import(${JSON.stringify(BIN)})' > dist/cli/bin.js`;
    writeFileSync(join(own, "npm"), `#!/bin/sh\n[ "$1" = ci ] && ${builds}\n`, { mode: 0o755 });
    const path = [own, dirname(process.execPath), process.env.PATH].join(delimiter);
    const { exitCode, summary } = runAction({}, { GITHUB_ACTION_PATH: own, PATH: path });
    expect(exitCode).toBe(0);
    expect(summary).toContain("| plans/small.plan.yaml | same |");
  });

  it("compares with a base when it is given one", () => {
    const base = temporaryFolder();
    mkdirSync(join(base, "dist", "cli"), { recursive: true });
    writeFileSync(join(base, "dist", "cli", "bin.js"), `import(${JSON.stringify(BIN)});`);
    const { exitCode, summary } = runAction({ program: PROGRAM, base });
    expect(exitCode).toBe(0);
    expect(summary).toContain("the base has no such plan");
  });

  it("hands each of its inputs to a step", () => {
    const names = Object.keys(ACTION.inputs);
    expect(names).toEqual(expect.arrayContaining(["plans", "base", "program"]));
    const values = ACTION.runs.steps.flatMap(({ env = {} }) => Object.values(env));
    expect(values).toEqual(expect.arrayContaining(names.map((name) => `\${{ inputs.${name} }}`)));
  });

  it("is used by the example workflow with inputs and outputs that it has", () => {
    const steps: Step[] = WORKFLOW.jobs.gate.steps;
    const use = steps.find(({ uses }) => uses?.includes("nanoflow-plan"));
    const inputs = Object.keys(use?.with ?? {});
    expect(inputs.length).toBeGreaterThan(0);
    for (const name of inputs) expect(ACTION.inputs).toHaveProperty(name);
    const comment = steps.find(({ run }) => run?.includes("gh pr comment"));
    const outputs = Object.values(comment?.env ?? {}).flatMap((text) => [
      ...text.matchAll(/steps\.(\w+)\.outputs\.(\w+)/g),
    ]);
    expect(outputs.length).toBeGreaterThan(0);
    for (const [, id, name] of outputs) {
      expect(id).toBe(use?.id);
      expect(ACTION.outputs).toHaveProperty(name ?? "");
    }
  });
});
