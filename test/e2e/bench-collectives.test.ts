import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { fakeProfiler } from "../support/fake-profiler.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/collectives.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of collectives", () => {
  it("times each way once a round, beside products, and without a pause", async () => {
    const { status, stdout } = await bench(
      "--json",
      "--rounds",
      "3",
      "--native",
      fakeProfiler(folder),
    );
    expect(status).toBe(0);
    const { gpus, alone, beside, steady } = JSON.parse(stdout);
    expect(gpus).toBe(2);
    const names = alone.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["all_reduce nccl", "all_reduce_norm peer.c16"]));
    for (const { roundsUs, us } of alone) {
      expect(roundsUs).toHaveLength(3);
      expect(roundsUs).toContain(us);
    }
    for (const { keptRate } of beside) expect(keptRate).toBeLessThan(1);
    expect(beside.length).toBeGreaterThan(0);
    for (const { powerW, clockMhz } of steady) expect(powerW * clockMhz).toBeGreaterThan(0);
  });

  it("names a way that fails in its row, and goes on", async () => {
    const native = fakeProfiler(folder, "--error-on=op=all_reduce_norm");
    const { status, stdout } = await bench("--rounds", "1", "--native", native);
    expect(status).toBe(0);
    expect(stdout).toMatch(/all_reduce_norm peer\.c8 +launch failed/);
    expect(stdout).toMatch(/all_reduce peer\.c8 +\d/);
  });

  it("ends with exit code 2 on devices that are no list", async () => {
    const { status, stderr } = await bench("--devices", "0");
    expect(status).toBe(2);
    expect(stderr).toContain("--devices 0 is no list");
  });
});
