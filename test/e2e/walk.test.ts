import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "shell-quote";
import { CACHE, runCli } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The first hour of somebody with a model of their own: from an empty folder to a guarded plan. */
const folder = temporaryFolder();
const PLAN = "plans/own.plan.yaml";
const CONFIG = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  num_hidden_layers: 16,
  vocab_size: 32000,
  hidden_act: "silu",
  torch_dtype: "bfloat16",
};

const nanoflowPlan = (...argv: string[]) =>
  runProgram(argv, { cwd: folder, env: { XDG_CACHE_HOME: CACHE } });
const planFile = join(folder, PLAN);

/** What is edited, by what it is replaced, and what the gate says. */
const EDITS: Record<string, [what: RegExp, by: string, reason: RegExp]> = {
  tokens: [/(?<=- id: o_proj\.0[^-]*tokens: \[\d+, )\d+/, "2047", /o_proj/],
  share: [/(?<=partition: \{side: \w+, smCount: )\d+/, "9", /SM/],
  dependence: [/(?<=- id: o_proj\.0[^-]*dependsOn: \[)decode_attention\.0, /, "", /lacks the dep/],
  kernel: [/(?<=implementation: )lt/, "xx", /the nearest is/],
  promise: [/(?<=^ {2}periodUs: )[\d.]+/m, "1500", /the (gap|lower bound|speedup) is/],
  key: [/^nanoBatches:/m, "nanoBatch:", /nanoBatch/],
  hash: [/(?<=^hash: sha256:)./m, "g", /hash/],
  command: [/(?<=command: nanoflow-plan search .*)700\/200/, "900/200", /was changed after/],
};

describe("from an empty folder", () => {
  it("makes a plan for a config.json and a workload", async () => {
    writeFileSync(join(folder, "config.json"), JSON.stringify(CONFIG));
    const argv = [
      ...["search", "--model", "config.json", "--workload", "700/200"],
      // One nano-batch is soon searched; what little it gains is taken.
      ...["--batches", "1", "--parts", "1", "--min-gain", "0", "--threads", "1", "--out", PLAN],
    ];
    const { exitCode, stdout } = await runCli(argv, { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^workload +700\/200/m);
    expect(stdout).toContain(`Plan: ${PLAN}`);
  }, 60_000);

  it.each([
    ["own.svg", /^<svg /],
    ["own.html", /^<!doctype html>/],
    ["own.json", /^\{/],
    ["own.txt", /^compute /m],
  ])("draws it as %s", async (out, content) => {
    const path = join(folder, out);
    expect((await runProgram(["show", planFile, "--out", path])).exitCode).toBe(0);
    expect(readFileSync(path, "utf8")).toMatch(content);
  });

  it("proves it sound, and finds nothing to fault at the gate", async () => {
    expect((await nanoflowPlan("verify", "plans")).stdout).toBe(`${PLAN}: sound\n`);
    expect((await nanoflowPlan("gate")).exitCode).toBe(0);
  }, 60_000);

  it("fails at the gate, and says why, when a plan is edited", async () => {
    const good = readFileSync(planFile, "utf8");
    for (const [name, [what, by]] of Object.entries(EDITS)) {
      const broken = good.replace(what, by);
      expect(broken).not.toBe(good);
      writeFileSync(join(folder, "plans", `${name}.plan.yaml`), broken);
    }
    try {
      const { exitCode, stdout } = await nanoflowPlan("gate");
      expect(exitCode).toBe(4);
      expect(stdout).toMatch(/plans\/own\.plan\.yaml +same/);
      for (const [name, [, , reason]] of Object.entries(EDITS)) {
        const [row = ""] =
          stdout.match(new RegExp(`^plans/${name}\\.plan\\.yaml +broken .*$`, "m")) ?? [];
        expect(row).toMatch(/broken +line \d+: /);
        expect(row).toMatch(reason);
      }
    } finally {
      for (const name of Object.keys(EDITS)) rmSync(join(folder, "plans", `${name}.plan.yaml`));
    }
  }, 60_000);

  it("makes the plan again, the same, by the command that the gate names", async () => {
    const good = readFileSync(planFile, "utf8");
    writeFileSync(planFile, good.replace(/stage: 0/, "stage: 1"));
    const { stdout } = await nanoflowPlan("gate");
    const [, command = ""] = /commit it: nanoflow-plan (.*)/.exec(stdout) ?? [];
    expect((await nanoflowPlan(...parse(command).map(String))).exitCode).toBe(0);
    expect(readFileSync(planFile, "utf8")).toBe(good);
  }, 60_000);
});
