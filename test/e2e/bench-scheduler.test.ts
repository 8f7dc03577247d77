import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { runScript } from "../support/script.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/scheduler.ts", import.meta.url));

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of the scheduler", () => {
  it("times steps at the load that was asked for, and weighs waiting requests", () => {
    // In a process of its own: this one's heap holds what other tests left.
    const load = ["--running", "24", "--waiting", "4000", "--steps", "200"];
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", SCRIPT, ...load], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    const figures = JSON.parse(stdout);
    expect(figures).toMatchObject({ steps: 200, sharesPrefixes: false });
    expect(figures.running).toBeGreaterThan(8);
    expect(figures.waiting).toBeGreaterThan(3900);
    expect(figures.stepUs.median).toBeGreaterThan(0);
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
