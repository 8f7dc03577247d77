import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { fakeExecutor } from "../support/fake-executor.ts";
import { writePlanFiles } from "../support/plan-file.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/serving-gap.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of serving", () => {
  it("sets a served step beside the program back to back", async () => {
    const log = join(folder, "requests.log");
    const { plan, planPath } = writePlanFiles(folder, { shape: { headSize: 64 } });
    const native = fakeExecutor(folder, `--log=${log}`);
    const run = await bench(planPath, "--context", "4096", "--steps", "10", "--native", native);
    expect(run.stderr).not.toContain("error");
    expect(run.status).toBe(0);
    const document = JSON.parse(run.stdout);
    expect(document).toMatchObject({ plan: planPath, contextTokens: 4096, steps: 7, failures: 0 });
    // The fake executor says 3 µs between steps.
    expect(document.gapUs).toMatchObject({ median: 3, p99: 3, most: 3 });
    expect(document.stepUs.median).toBeCloseTo(document.deviceUs.median + 3);
    expect(document.exact.slices).toHaveLength(2);
    expect(document.captured.operationsUs).toMatchObject({ embedding: 10 });
    const submits = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("submit "));
    expect(submits).toHaveLength(10);
    const entries = submits.map((line) => Number(/ entries=(\d+)/.exec(line)?.[1]));
    expect(entries[0]).toBeGreaterThan(plan.workload.denseBatchTokens / 16);
    expect(entries[1]).toBeLessThan(entries[0] as number);
  });

  it("refuses what makes no sense with its usage", async () => {
    const { status, stderr } = await bench("--steps", "0");
    expect(status).toBe(2);
    expect(stderr).toContain("--steps 0 is no number");
    expect(stderr).toContain("Usage: npm run bench:serving");
  });
});
