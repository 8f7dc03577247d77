import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readWorkload } from "../../../src/workload/parse-workload.ts";
import { runProgram } from "../../support/fake-process.ts";
import { writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A plan whose overlap pays, with its model's positions. To read it takes most of a second. */
const SHIPPED = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
const folder = temporaryFolder();
const { planPath } = writePlanFiles(folder, { aroundLayers: true });

const replayOf = (plan: string, ...argv: string[]) => runProgram(["replay", plan, ...argv]);
const replay = (...argv: string[]) => replayOf(planPath, ...argv);

async function documentOf(plan: string, ...argv: string[]) {
  const { exitCode, stdout, stderr } = await replayOf(plan, ...argv, "--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout);
}

const document = (...argv: string[]) => documentOf(planPath, ...argv);

describe("replay", () => {
  it("serves all requests, and counts every token", async () => {
    const result = await document("--workload", "200/8", "--requests", "40");
    expect(result).toMatchObject({
      engine: "simulator",
      workload: "200/8",
      requests: { asked: 40, served: 40, promptTokens: 8000, outputTokens: 320, ended: {} },
      isInterrupted: false,
    });
    // The last token of a request never goes through the model again.
    const tokens = result.whole.tokensPerSecond * result.whole.seconds;
    expect(tokens).toBeCloseTo(8000 + 40 * 7, 3);
    expect(result.tokensPerSecondPerGpu).toBeCloseTo(result.whole.tokensPerSecond, 6);
  });

  it("gives the same for the same seed", async () => {
    const argv = ["--workload", "sharegpt", "--requests", "10", "--max-context", "8192"];
    const withoutHost = async (seed: string) => {
      const { host: _, ...figures } = await document(...argv, "--seed", seed);
      return figures;
    };
    expect(await withoutHost("3")).toEqual(await withoutHost("3"));
    expect(await withoutHost("3")).not.toEqual(await withoutHost("4"));
  });

  it("waits for requests that arrive at a rate, and judges them by a service level", async () => {
    const argv = ["--workload", "100/4", "--requests", "30", "--rate", "2"];
    const result = await document(...argv, "--slo", "ttft=100000,tpot=100000");
    // Thirty at two a second take about fifteen seconds, however fast the GPU is.
    expect(result.seconds).toBeGreaterThan(8);
    expect(result.latency.timeToFirstTokenMs.p50).toBeLessThan(1000);
    expect(result.goodRequestsPerSecond).toBeCloseTo(result.requestsPerSecond, 9);
    const strict = await document(...argv, "--slo", "ttft=0.001");
    expect(strict.goodRequestsPerSecond).toBe(0);
  });

  it("refuses requests that are longer than the model's positions, and counts them", async () => {
    const { stdout, stderr } = await replayOf(
      SHIPPED,
      ...["--workload", "8190/8", "--requests", "3", "--json"],
    );
    expect(stderr).toContain(
      "the first (0) since 8190 prompt tokens and up to 8 new ones are 8198",
    );
    const result = JSON.parse(stdout);
    expect(result.tokensPerSecondPerGpu).toBe(0);
    expect(result.requests).toMatchObject({ served: 0, ended: { refused: 3 } });
  });

  it("generates no more tokens than a request may have", async () => {
    const result = await document("--workload", "100/8", "--requests", "3", "--max-tokens", "2");
    expect(result.requests).toMatchObject({ served: 3, outputTokens: 6 });
  });

  it("writes a page, a line for each request, and what others' scripts read", async () => {
    const [page, lines, detailed] = ["r.html", "r.csv", "r.json"].map((n) => join(folder, n));
    const { exitCode, stdout } = await replay(
      ...["--workload", "100/4", "--requests", "12"],
      ...["--out", page as string, "--requests-out", lines as string],
      ...["--save-detailed", detailed as string],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("12 of 12 served");
    expect(readFileSync(page as string, "utf8")).toContain("program in use");
    const rows = readFileSync(lines as string, "utf8")
      .trim()
      .split("\n");
    expect(rows).toHaveLength(13);
    expect(rows[1]).toMatch(/^0,0\.000,100,4,4,served,\d/);
    // The reader of workload files knows that format.
    const { lengths } = await readWorkload(detailed as string);
    expect(lengths).toMatchObject({ meanPrompt: 100, meanOutput: 4 });
    const result = JSON.parse(readFileSync(detailed as string, "utf8"));
    expect(result).toMatchObject({ completed: 12, total_output_tokens: 48, request_rate: "inf" });
    expect(result.itls[0]).toHaveLength(3);
  });

  it("replays a trace at its own times", async () => {
    const trace = join(folder, "trace.csv");
    const rows = ["TIMESTAMP,ContextTokens,GeneratedTokens"];
    for (let at = 0; at < 5; at++) rows.push(`2023-11-16 18:15:4${at}.0000000,50,3`);
    writeFileSync(trace, `${rows.join("\n")}\n`);
    const result = await document("--workload", trace, "--arrivals", "trace");
    expect(result.requests.served).toBe(5);
    expect(result.seconds).toBeGreaterThan(4);
  });

  it("serves the same work without overlap, which takes longer", async () => {
    const argv = ["--workload", "1024/100", "--requests", "683"];
    const overlapped = await documentOf(SHIPPED, ...argv);
    const sequential = await documentOf(SHIPPED, ...argv, "--sequential");
    expect(sequential.sequential).toBe(true);
    expect(sequential.seconds).toBeGreaterThan(overlapped.seconds);
  });

  it.each([
    [["--out", "/dev/stdout", "--requests-out", "/dev/stdout"], "two results would go to"],
    [["--workload", "100/4", "--arrivals", "trace"], "lengths alone say nothing of arrivals"],
    [["--layers", "4"], "--layers is not for --engine simulator"],
    [["--slo", "ttft=fast"], "Give limits in ms"],
    [["--rate", "0"], "Give a number above 0"],
    [["--workload", "sharegptt"], 'no workload is called "sharegptt"'],
    [["--workload", "100/4", "--kv-tokens", "3"], "holds no page"],
    [["--columns", "in=a,out=b"], "--columns belongs to a file"],
  ])("refuses %j", async (argv, message) => {
    const { exitCode, stderr } = await replay(...argv);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
