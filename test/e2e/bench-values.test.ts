import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { fakeExecutor } from "../support/fake-executor.ts";
import { runScript, type ScriptResult } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/values.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of kinds of data", () => {
  const log = join(folder, "requests.log");
  let run: ScriptResult;
  let requests: string[];

  beforeAll(async () => {
    const flags = [`--log=${log}`, "--slow=gemm.zeros:0.9"];
    run = await bench("--rounds", "2", "--native", fakeExecutor(folder, ...flags));
    requests = readFileSync(log, "utf8").trimEnd().split("\n");
  });

  it("sets each kind beside what the profiler uses", () => {
    expect(run.status).toBe(0);
    const { operations, ...document } = JSON.parse(run.stdout);
    expect(document).toMatchObject({
      ...{ gpu: "NVIDIA H200", driverVersion: "580.0", reference: "normal", model: "llama-3-8b" },
      data: { zeros: "all zeros" },
    });
    expect(Object.keys(operations)).toEqual(["gemm", "decode_attention"]);
    const [zeros, normal, imitated] = operations.gemm;
    expect(normal).toMatchObject({ data: "normal", timeRatio: 1, powerRatio: 1 });
    expect(normal).toMatchObject({ temperatureC: { median: 60, spread: 0 } });
    // Four calls of 10 \u00b5s a launch, and a round that is 0.1% longer.
    expect(normal.timeUs.median).toBeCloseTo(10.005);
    expect(normal.timeUs.spread).toBeCloseTo(0.001, 4);
    expect(zeros).toMatchObject({ data: "zeros", timeRatio: expect.closeTo(0.9) });
    expect(imitated.energyMj).toBeCloseTo(10.005 * 0.69);
  });

  it("lets all kinds of an operation take turns", () => {
    const timed = requests.filter((line) => line.startsWith("time "));
    expect(timed).toHaveLength(2);
    expect(timed[0]).toContain("programs=gemm.zeros,gemm.normal,gemm.imitated ");
  });

  it("fills each kind with values of its own", () => {
    const fills = (region: string) => requests.filter((line) => line.includes(`to=${region}+0 `));
    expect(fills("zeros.weight")).toEqual([expect.stringContaining("deviation=0 ")]);
    expect(fills("normal.weight")).toEqual([expect.stringContaining("deviation=1 ")]);
    expect(fills("imitated.weight")).toEqual([expect.stringMatching(/deviation=0.02 .*tails=4/)]);
    expect(fills("imitated.input")).toEqual([expect.stringMatching(/outliers=8 gain=20/)]);
  });

  it("names the folder that is no checkpoint", async () => {
    const { status, stderr } = await bench("--weights", join(folder, "nothing"));
    expect(status).toBe(2);
    expect(stderr).toContain(join(folder, "nothing"));
  });
});
