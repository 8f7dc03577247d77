import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { runCli } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(
  new URL("../../scripts/data/make-published-profile.ts", import.meta.url),
);
const PAGE = new URL("../../docs/reproduction.md", import.meta.url);
/** The dense batch of the paper, in the steady state of 1024 tokens in and 512 out. */
const BATCH = ["--batch", "2048", "--decode", "683", "--context", "1280"];
const MODEL = ["--model", "llama-2-70b", ...BATCH];

/** Total tokens per second and GPU in the published figures for 1024 tokens in and 512 out. */
const PUBLISHED = { nanoFlow: 1263, optimum: 1857 };

it("the published profile is what its script writes", async () => {
  const { status, stderr } = await runScript(SCRIPT, ["--check"]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

describe("LLaMA-2-70B on 8 x A100 by published figures", () => {
  const cwd = temporaryFolder();
  let stdout: string;
  beforeAll(async () => {
    // At a gap of 1.5% the plan is that of 0.5%, and takes a quarter less time.
    const options = ["--gpu", "a100-sxm", "--gap", "1.5", "--threads", "1"];
    const search = ["search", ...MODEL, ...options];
    ({ stdout } = await runCli([...search, "--out", "plan.yaml"], { cwd }));
  }, 180_000);
  const planOf = () => parse(readFileSync(join(cwd, "plan.yaml"), "utf8"));

  it("gets a plan between the published throughput and the optimum, within 3% of its bound", () => {
    const { predicted } = planOf();
    expect(predicted.tokensPerSecondPerGpu).toBeGreaterThan(PUBLISHED.nanoFlow);
    expect(predicted.tokensPerSecondPerGpu).toBeLessThan(PUBLISHED.optimum);
    expect(predicted.gap).toBeLessThan(0.03);
  });

  it("predicts what docs/reproduction.md says", () => {
    const page = readFileSync(PAGE, "utf8");
    const [, row = ""] = page.match(/<!-- throughput -->.*?^\| 1024\/512 +\|(.*?)$/ms) ?? [];
    const cells = row.split("|").map((cell) => cell.trim());
    expect(cells).toContain(planOf().predicted.tokensPerSecondPerGpu.toFixed(0));
  });

  it("says in plan, summary and verification that nothing was measured", async () => {
    expect(planOf().profile.source).toBe("published");
    expect(stdout).toContain("published session 2024-08-llama-2-70b-tp8");
    const verified = await runProgram(["verify", "plan.yaml"], { cwd });
    expect(verified.exitCode).toBe(0);
    expect(verified.stdout + verified.stderr).toContain("from published figures");
  });

  it("is not searched unless its GPU is named", async () => {
    const { exitCode, stderr } = await runProgram(["search", ...MODEL, "--tp", "8"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("take the published one with --gpu a100-sxm");
  });
});
