import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { fakeExecutor } from "../support/fake-executor.ts";
import { runScript, type ScriptResult } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/step-kernels.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of what serving asks of kernels", () => {
  const log = join(folder, "requests.log");
  let run: ScriptResult;
  let timed: string[];

  beforeAll(async () => {
    const flags = [`--log=${log}`, "--slow=top-k:1.5"];
    run = await bench("--rounds", "2", "--native", fakeExecutor(folder, ...flags));
    const requests = readFileSync(log, "utf8").trimEnd().split("\n");
    timed = requests.filter((line) => line.startsWith("time "));
  });

  it("lets programs of a subject take turns, and sets a call of each beside the others", () => {
    expect(run.status).toBe(0);
    const { prefill, sampling, ...document } = JSON.parse(run.stdout);
    expect(document).toMatchObject({ gpu: "NVIDIA H200", driverVersion: "580.0" });
    expect(timed).toHaveLength(2);
    for (const [index, subject] of [prefill, sampling].entries()) {
      expect(timed[index]).toContain(`programs=${Object.keys(subject).join(",")} `);
    }
    expect(sampling.greedy.us).toBeCloseTo(10.005);
    expect(sampling["top-k"].us).toBeCloseTo(15.0075);
    // The list is made once for all calls.
    expect(prefill["683-tokens-exact"].us).toBeCloseTo((33 / 32) * 10.005);
  });

  it("gives every limit of a step the same chunks", () => {
    const names = Object.keys(JSON.parse(run.stdout).prefill);
    const exact = names.filter((name) => name.endsWith("-exact"));
    expect(exact).toHaveLength(3);
    for (const name of exact)
      expect(names).toContain(name.replace("-exact", "-captured-for-64-chunks"));
  });

  it("names what is no number of rounds", async () => {
    const { status, stderr } = await bench("--rounds", "0");
    expect(status).toBe(2);
    expect(stderr).toContain("--rounds 0");
  });
});
