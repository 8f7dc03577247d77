import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { runScript } from "../support/script.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/scheduler.ts", import.meta.url));

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of the scheduler", () => {
  it("times steps at the load that was asked for, and weighs waiting requests", async () => {
    const { status, stdout } = await bench(
      "--running",
      "24",
      "--waiting",
      "4000",
      "--steps",
      "200",
    );
    expect(status).toBe(0);
    const figures = JSON.parse(stdout);
    expect(figures).toMatchObject({ steps: 200, sharesPrefixes: false });
    expect(figures.running).toBeGreaterThan(8);
    expect(figures.waiting).toBeGreaterThan(3900);
    expect(figures.stepUs.median).toBeGreaterThan(0);
    // By the heap of a process with few requests, which also frees what others left.
    expect(figures.bytesAWaitingRequest).toBeGreaterThan(0);
    expect(figures.bytesAWaitingRequest).toBeLessThan(1024);
  });

  it("says what is wrong with an option", async () => {
    const { status, stderr } = await bench("--running", "none");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining("--running none is no number of running"),
    });
  });
});
