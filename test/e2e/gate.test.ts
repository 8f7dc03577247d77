import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { withHash } from "../../src/plan/plan-hash.ts";
import { BIN, runCli } from "../support/cli.ts";
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
  const { exitCode } = await runCli(
    [
      ...["search", "--model", "llama-3-8b", "--profile", profile, "--out", PLAN],
      ...[
        "--batch",
        "256",
        "--decode",
        "128",
        "--context",
        "1024",
        "--parts",
        "1",
        "--threads",
        "1",
      ],
    ],
    { cwd: repository },
  );
  expect(exitCode).toBe(0);
  planText = readFileSync(planPath, "utf8");
});

function gate(...argv: string[]) {
  return runCli(["gate", ...argv], { cwd: repository });
}

/** The plan with other figures, and a hash that fits them. */
function edited(change: (plan: ReturnType<typeof parsePlan>["plan"]) => void): string {
  const { plan } = parsePlan(planPath, planText);
  change(plan);
  return writePlan(withHash(plan));
}

/** The plan as `run --compare --record` leaves it, measured at so much of its prediction. */
function measuredPlan(ratio: number, more: Partial<NonNullable<Plan["measured"]>> = {}): string {
  const { plan } = parsePlan(planPath, planText);
  const periodUs = plan.predicted.periodUs * ratio;
  const measured = {
    ...{ periodUs, spread: 0, samples: 30, layers: plan.model.layers, stepUs: 40 * periodUs },
    ...{ clockMhz: null, powerW: null, gpu: "a GPU", driverVersion: "1", cublasLtVersion: "1" },
    ...{ measuredAt: "2026-01-01T00:00:00.000Z", command: "nanoflow-plan run", ...more },
  };
  return writePlan({ ...plan, measured });
}

async function withPlan<T>(text: string, use: () => Promise<T>): Promise<T> {
  writeFileSync(planPath, text);
  try {
    return await use();
  } finally {
    writeFileSync(planPath, planText);
  }
}

/** A checkout whose program makes this plan, whatever it is asked. */
function baseThatMakes(text: string): string {
  const base = temporaryFolder();
  const bin = join(base, "dist", "cli", "bin.js");
  for (const [path, content] of [
    [join(base, PLAN), planText],
    [join(base, "made.yaml"), text],
    [
      bin,
      `require("node:fs").copyFileSync("made.yaml", process.argv[process.argv.lastIndexOf("--out") + 1]);`,
    ],
  ] as const) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return base;
}

describe("gate", () => {
  it("passes plans that the present code makes again", async () => {
    const { exitCode, stdout } = await gate("--markdown", "gate.md");
    expect(stdout).toMatch(/small\.plan\.yaml +same +predicted period .*\(\+0\.00%\)/);
    expect(stdout).toContain("1 plan: 1 same.");
    expect(exitCode).toBe(0);
    expect(readFileSync(join(repository, "gate.md"), "utf8")).toContain(`| ${PLAN} | same |`);
  });

  it("fails, and says why, when a plan promises what the simulator does not", async () => {
    const text = edited((plan) => {
      plan.predicted.periodUs *= 0.9;
      plan.predicted.lowerBoundUs = 0.9 * (plan.predicted.lowerBoundUs ?? Number.NaN);
      plan.predicted.speedup /= 0.9;
    });
    const { exitCode, stdout } = await withPlan(text, () => gate("--json"));
    expect(exitCode).toBe(4);
    const { passed, plans } = JSON.parse(stdout);
    expect(passed).toBe(false);
    expect(plans).toEqual([
      expect.objectContaining({ plan: PLAN, verdict: "broken", note: expect.any(String) }),
    ]);
  });

  it("fails on a plan that was edited by hand", async () => {
    const broken = planText.replace(/periodUs: [\d.]+/, "periodUs: 1");
    const { exitCode, stdout } = await withPlan(broken, () => gate());
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/small\.plan\.yaml +broken/);
  });

  it("fails when the base finds a better plan for the same problem", async () => {
    const base = baseThatMakes(
      edited((plan) => {
        plan.predicted.periodUs *= 0.9;
      }),
    );
    const { exitCode, stdout } = await gate("--base", base);
    expect(stdout).toMatch(/worse +predicted period .* \(\+11\.11%\)/);
    expect(exitCode).toBe(4);
    expect((await gate("--base", base, "--tolerance", "12")).exitCode).toBe(0);
  });

  it("passes when the base finds a plan that is no better", async () => {
    const base = baseThatMakes(
      edited((plan) => {
        plan.predicted.periodUs *= 1.1;
      }),
    );
    const { exitCode, stdout } = await gate("--base", base);
    expect(stdout).toContain("better");
    expect(exitCode).toBe(0);
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
    expect((await runCli(command.split(" "), { cwd: repository })).exitCode).toBe(0);
    expect(readFileSync(planPath, "utf8")).toBe(planText);
  });

  it("gives the error of a search that cannot be made again", async () => {
    const text = edited((plan) => {
      plan.provenance.command = "nanoflow-plan search --model gone/config.json --json";
    });
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
      "model.plan.yaml": edited((plan) => {
        plan.provenance.command = `nanoflow-plan search --model ${secret}`;
      }),
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
    [1.02, 0, "same", 0],
    [1.07, 0, "worse", 4],
    [1.07, 0.1, "ambiguous", 0],
  ])(
    "judges a period measured at %d of the predicted one",
    async (ratio, spread, verdict, code) => {
      const text = measuredPlan(ratio, { spread });
      const { exitCode, stdout } = await withPlan(text, () => gate());
      expect(stdout).toMatch(new RegExp(`${verdict} .*predicted to measured period`));
      expect(exitCode).toBe(code);
      if (verdict !== "worse") return;
      const lenient = await withPlan(text, () => gate("--measured-tolerance", "8"));
      expect(lenient.exitCode).toBe(0);
    },
  );

  it("compares measured periods with those of the base, on the same GPU only", async () => {
    const base = baseThatMakes(planText);
    const verdictAgainst = async (baseText: string) => {
      writeFileSync(join(base, PLAN), baseText);
      const { stdout } = await withPlan(measuredPlan(1.02), () => gate("--base", base));
      return stdout;
    };
    expect(await verdictAgainst(measuredPlan(0.97))).toMatch(
      /worse +measured period .*\(\+5\.\d+%\)/,
    );
    expect(await verdictAgainst(measuredPlan(1.05))).toMatch(/better +measured period/);
    expect(await verdictAgainst(measuredPlan(0.97, { spread: 0.2 }))).toMatch(/ambiguous/);
    expect(await verdictAgainst(measuredPlan(0.97, { gpu: "another" }))).toContain("not compared");
    expect(await verdictAgainst(planText)).toMatch(/same +predicted period/);
  });

  it.each([
    [["missing"], "missing: no such file or folder"],
    [["--base", "."], "--base . has no dist/cli/bin.js"],
    [["--tolerance", "much"], "--tolerance"],
  ])("answers %j with what is wrong", async (argv, message) => {
    const { exitCode, stderr } = await gate(...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
