import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { withHash } from "../../src/plan/plan-hash.ts";
import { BIN, CACHE, runCli } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A folder as a repository would have it: a profile, and a plan made from it. */
const repository = temporaryFolder();
const PLAN = "plans/small.plan.yaml";
const planPath = join(repository, PLAN);
let planText = "";

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
  planText = readFileSync(planPath, "utf8");
});

/** In this process; those that make the plans again are of the built program. */
function gate(...argv: string[]) {
  return runProgram(["gate", ...argv], { cwd: repository, env: { XDG_CACHE_HOME: CACHE } });
}

/** The plan with other figures, and a hash that fits them. */
function edited(change: (plan: ReturnType<typeof parsePlan>["plan"]) => void): string {
  const { plan } = parsePlan(planPath, planText);
  change(plan);
  return writePlan(withHash(plan));
}

/** Makes a plan one of another model, as its command says, too. */
function withModel(path: string, id: string, more = "") {
  return (plan: ReturnType<typeof parsePlan>["plan"]) => {
    plan.model.id = id;
    plan.provenance.command = `${plan.provenance.command.replace("llama-3-8b", path)}${more}`;
  };
}

async function withPlan<T>(text: string, use: () => Promise<T>): Promise<T> {
  writeFileSync(planPath, text);
  try {
    return await use();
  } finally {
    writeFileSync(planPath, planText);
  }
}

describe("gate", () => {
  it("passes plans that the present code makes again", async () => {
    const argv = ["gate", "--markdown", "gate.md"];
    const { exitCode, stdout } = await runCli(argv, { cwd: repository });
    expect(stdout).toMatch(/small\.plan\.yaml +same +predicted period .*\(\+0\.00%\)/);
    expect(stdout).toContain("1 plan: 1 same.");
    expect(exitCode).toBe(0);
    expect(readFileSync(join(repository, "gate.md"), "utf8")).toContain(`| ${PLAN} | same |`);
  });

  it("finds a base of the same code to be the same", async () => {
    const base = temporaryFolder();
    mkdirSync(join(base, "plans"), { recursive: true });
    writeFileSync(join(base, PLAN), planText);
    mkdirSync(join(base, "dist", "cli"), { recursive: true });
    writeFileSync(join(base, "dist", "cli", "bin.js"), `import(${JSON.stringify(BIN)});`);
    const { exitCode, stdout } = await gate("--base", base);
    expect(stdout).toContain("1 plan: 1 same.");
    expect(exitCode).toBe(0);
  });

  it("says where an edited plan is broken, and the command that mends it", async () => {
    const broken = planText.replace(/dependsOn: \[decode_attention\.0, /, "dependsOn: [");
    expect(broken).not.toBe(planText);
    const { exitCode, stdout } = await withPlan(broken, () => gate());
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      /broken +line \d+: o_proj\.0 lacks the dependence on decode_attention\.0/,
    );
    const [, command = ""] = /commit it: nanoflow-plan (.*)/.exec(stdout) ?? [];
    expect((await runProgram(command.split(" "), { cwd: repository })).exitCode).toBe(0);
    expect(readFileSync(planPath, "utf8")).toBe(planText);
  });

  it("gives the error of a search that cannot be made again", async () => {
    const text = edited(withModel("gone/config.json", "gone", " --json"));
    const { exitCode, stdout } = await withPlan(text, () => gate());
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/its search ends with exit code 2: .*no such file/);
    expect(stdout).toContain("from the folder in which the gate is run");
  });

  it("says nothing of files elsewhere that a plan names, and goes on with the other plans", async () => {
    const secret = join(temporaryFolder(), "secret.json");
    writeFileSync(secret, "hunter2: [hunter2\n");
    const strange = {
      "bomb.plan.yaml": `a: &a [x, x]\n${"b: [*a, *a]\n"}`,
      "command.plan.yaml": edited((plan) => {
        plan.provenance.command = "nanoflow-plan search --model a; echo hunter2";
      }),
      "deep.plan.yaml": "[".repeat(5000),
      "documents.plan.yaml": `${planText}---\n${planText}`,
      "model.plan.yaml": edited(withModel(secret, "secret")),
      "profile.plan.yaml": edited((plan) => {
        plan.profile.file = secret;
      }),
    };
    for (const [name, text] of Object.entries(strange))
      writeFileSync(join(repository, "plans", name), text);
    try {
      const { exitCode, stdout, stderr } = await gate();
      expect(exitCode).toBe(4);
      expect(stdout + stderr).not.toContain("hunter2");
      expect(stdout).toContain("7 plans: 1 same, 6 broken.");
      for (const said of [
        /bomb.* broken +line 2: aliases are not read/,
        /command.* broken +its command is no search/,
        /deep.* broken +line 1: the file nests deeper/,
        /documents.* broken +line \d+: .*a second document/,
        /model.* broken +its command takes its --model from outside the checkout/,
        /profile.* broken +the plan's profile .* is no shipped one/,
      ])
        expect(stdout).toMatch(said);
    } finally {
      for (const name of Object.keys(strange)) rmSync(join(repository, "plans", name));
    }
  });

  it.each([
    [["missing"], "missing: no such file or folder"],
    [["--base", "docs"], "--base docs has no dist/cli/bin.js"],
    [["--tolerance", "much"], "--tolerance"],
  ])("answers %j with what is wrong", async (argv, message) => {
    const { exitCode, stderr } = await runProgram(["gate", ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
