import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { readOptions } from "../../scripts/bench/executor/options.ts";
import { fakeExecutor } from "../support/fake-executor.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/executor.ts", import.meta.url));
const BATCH = "512-307-2048";
const plans = temporaryFolder();

function bench(flags: readonly string[], ...args: string[]) {
  const native = ["--native", fakeExecutor(plans, ...flags), "--plans", plans];
  return runScript(SCRIPT, [...native, ...args]);
}

interface Row {
  batch: string;
  plan: string;
  predictedUs: number;
  measuredUs: number;
  error: number;
  verdict?: string;
  graphOverhead?: number;
  hostShare?: number;
}

describe("the executor benchmark", () => {
  let rows: Row[] = [];
  let document: { gpu: string; summary: Record<string, unknown>; failures: unknown[] };

  beforeAll(async () => {
    const { status, stdout } = await bench(["--slow=plan:10"], "--only", BATCH, "--json");
    expect(status).toBe(0);
    document = JSON.parse(stdout);
    rows = JSON.parse(stdout).rows;
  }, 120_000);

  it("measures an overlapped plan that search would not trust, and what it is compared with", () => {
    expect(rows.map(({ plan }) => plan)).toEqual(["overlapped", "sequential", "without overlap"]);
    for (const { batch, predictedUs, measuredUs, error } of rows) {
      expect(batch).toBe(BATCH);
      expect(error).toBeCloseTo(measuredUs / predictedUs - 1, 9);
    }
    expect(rows[0]).toMatchObject({ verdict: "slower", emitted: expect.any(Boolean) });
    expect(document).toMatchObject({
      gpu: "NVIDIA H200",
      failures: [],
      summary: { plans: 3, overlapped: { faster: 0, same: 0, slower: 1 } },
    });
  });

  it("sets the sequential period against its kernels alone, and launching against the step", () => {
    const [, sequential] = rows;
    const { measuredUs = 0, graphOverhead = 0, hostShare = 0 } = sequential ?? {};
    expect(sequential).toMatchObject({ kernelsUs: expect.any(Number) });
    expect(graphOverhead).toBeLessThan(0); // ten stand-ins of 10 µs are shorter than kernels
    expect(hostShare * 32 * measuredUs).toBeGreaterThan(0);
    expect(hostShare * 32 * measuredUs).toBeLessThanOrEqual(50);
  });

  it("runs the plans of a folder again, and prints a table and what it comes to", async () => {
    const { status, stdout } = await bench([], "--only", BATCH, "--iterations", "1");
    expect(status).toBe(0);
    const table = stdout.split("\n").filter((line) => line.startsWith(`| ${BATCH} |`));
    expect(table).toHaveLength(3);
    expect(stdout).toMatch(/Error of 3 predicted periods: median .*%, worst .*%/);
    expect(stdout).toMatch(/over the sum of its kernels alone at the same clock: /);
    expect(stdout).toMatch(/time for launching a step: /);
  });

  it("ends with exit code 5 without a GPU", async () => {
    const { status, stdout } = await bench(["--no-gpu"], "--only", BATCH);
    expect(status).toBe(5);
    expect(stdout).toContain("Nothing was measured");
  });

  it("ends with exit code 2 and its usage on an option that it does not know", async () => {
    const { status, stderr } = await bench([], "--nonsense");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .*'--nonsense'/);
    expect(stderr).toContain("Usage: npm run bench:executor");
  });

  it.each([
    ["--only", "1-2-3", "--only 1-2-3: the batches are 2048-"],
    ["--device", "first", "--device first is no GPU's index"],
    ["--iterations", "0", "--iterations 0 is no number of rounds"],
    ["--layers", "none", "--layers none is no number of layers"],
  ])("refuses %s %s", (option, value, message) => {
    expect(() => readOptions([option, value])).toThrow(message);
  });
});
