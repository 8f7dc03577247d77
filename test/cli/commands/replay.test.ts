import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parsePlan, writePlan } from "../../../src/plan/plan-file.ts";
import { planHash } from "../../../src/plan/plan-hash.ts";
import { readWorkload } from "../../../src/workload/parse-workload.ts";
import { fakeExecutor } from "../../support/fake-executor.ts";
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

  it("says what a GPU takes to open, before and after, and what serving took of it", async () => {
    const native = fakeExecutor(folder);
    const argv = ["--workload", "100/4", "--requests", "6", "--max-context", "512"];
    const gpu = ["--engine", "cuda", "--native", native, "--layers", "2"];
    const { exitCode, stdout, stderr } = await replayOf(SHIPPED, ...argv, ...gpu, "--json");
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Captures 1 programs, about .* s, .*: d683p1365 .* s, /);
    expect(stderr).toMatch(/Filled .* of weights in .* s, and captured 1 programs: /);
    const { opening, energy, whole } = JSON.parse(stdout);
    expect(opening.captures).toMatchObject([{ name: "d683p1365", bytes: 2e6 }]);
    // The fake executor uses a joule a step.
    expect(energy.joules).toBe(whole.steps);
    expect(energy.joulesPerToken).toBeCloseTo(whole.steps / (6 * 103), 9);
  });

  it("says how many requests are cut by --max-tokens", async () => {
    const cut = await replay("--workload", "200/8", "--requests", "4", "--max-tokens", "5");
    expect(cut.exitCode).toBe(0);
    expect(cut.stderr).toContain(
      "note: 4 of 4 requests ask for more than the 5 output tokens of --max-tokens, and are cut there",
    );
    const argv = ["--workload", "200/8", "--requests", "4", "--max-tokens"];
    const { cutRequests, requests } = JSON.parse((await replay(...argv, "5", "--json")).stdout);
    expect([cutRequests, requests.outputTokens]).toEqual([4, 20]);
    expect((await document(...argv, "8")).cutRequests).toBe(0);
  });

  it("takes no more positions than the model has, and says where a KV cache is larger than the GPU", async () => {
    const argv = ["--workload", "10/2", "--requests", "2"];
    const beyond = await replayOf(SHIPPED, ...argv, "--max-context", "8193");
    expect(beyond.exitCode).toBe(2);
    expect(beyond.stderr).toContain(
      "the model has 8192 positions, and --max-context asks for 8193",
    );
    const roomy = await replayOf(SHIPPED, ...argv, "--kv-tokens", "2000000");
    expect(roomy.exitCode).toBe(0);
    expect(roomy.stderr).toMatch(
      /note: a KV cache of 2,000,000 tokens is more than the [\d,]+ that/,
    );
  });

  it("finds results of one name in folders that are one", async () => {
    const link = join(folder, "link");
    symlinkSync(folder, link);
    const files = ["--requests-out", join(folder, "x.csv"), "--steps-out", join(link, "x.csv")];
    const { exitCode, stderr } = await replay(...files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("two results would go to");
  });

  it("ends as nothing fits where it serves no request", async () => {
    const { exitCode, stderr } = await replay(
      "--workload",
      "9000/8",
      "--requests",
      "2",
      "--max-context",
      "512",
    );
    expect(stderr).toContain("note: requests were refused, the first (0) since");
    expect(exitCode).toBe(3);
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

  it.each([
    ["--kv-tokens", "99999999999"],
    ["--rate", "1e-300"],
    ["--rate", "1e300"],
    ["--temperature", "1e300"],
  ])("takes no %s of %s", async (option, value) => {
    const { exitCode, stderr } = await replay(option, value);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: option .* is invalid\n {2}Give a (whole )?number from /);
  });

  it("says nothing of a file that only the plan names", async () => {
    const text = readFileSync(SHIPPED, "utf8");
    const plan = parsePlan("a.plan.yaml", text).plan;
    plan.workload.name = "notes.csv";
    const path = join(folder, "stranger.plan.yaml");
    writeFileSync(path, writePlan({ ...plan, hash: planHash(plan) }));
    writeFileSync(join(folder, "notes.csv"), "password=hunter2,b\n1,2\n");
    const { exitCode, stdout, stderr } = await runProgram(["replay", path]);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain("hunter2");
    expect(stderr).toContain("--workload");
    const named = await runProgram(["replay", path, "--workload", join(folder, "notes.csv")]);
    expect(named.stderr).toContain("hunter2");
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

  it("writes a page, a line for each request and step, and what others' scripts read", async () => {
    const names = ["r.html", "r.csv", "r.json", "s.csv"];
    const [page, lines, detailed, steps] = names.map((n) => join(folder, n));
    const { exitCode, stdout } = await replay(
      ...["--workload", "100/4", "--requests", "12"],
      ...["--out", page as string, "--requests-out", lines as string],
      ...["--save-detailed", detailed as string, "--steps-out", steps as string],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("12 of 12 served");
    expect(readFileSync(steps as string, "utf8")).toMatch(/^step,program,.*\n0,d128p384,/);
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
    const argv = ["--workload", "1024/512", "--requests", "683"];
    const overlapped = await documentOf(SHIPPED, ...argv);
    const sequential = await documentOf(SHIPPED, ...argv, "--sequential");
    expect(sequential.sequential).toBe(true);
    expect(sequential.seconds).toBeGreaterThan(overlapped.seconds);
  });

  it.each([
    [["--out", "/dev/stdout", "--requests-out", "/dev/stdout"], "two results would go to"],
    [["--workload", "100/4", "--arrivals", "trace"], "lengths alone say nothing of arrivals"],
    [["--layers", "4"], "--layers is not for --engine simulator"],
    [["--temperature", "0.7"], "--temperature is not for --engine simulator"],
    [["--slo", "ttft=fast"], "Give limits in ms"],
    [["--slo", "ttft=0x10"], "Give limits in ms"],
    [["--slo", "ttft=5=6"], "Give limits in ms"],
    [["--rate", "0x10"], "Give a number from 0.000001"],
    [["--slo", "constructor=5"], "Give limits in ms"],
    [["--rate", "0"], "Give a number from 0.000001 to 1000000000"],
    [["--workload", "sharegptt"], 'no workload is called "sharegptt"'],
    [["--workload", "100/4", "--kv-tokens", "3"], "holds no page"],
    [["--columns", "in=a,out=b"], "--columns belongs to a file"],
  ])("refuses %j", async (argv, message) => {
    const { exitCode, stderr } = await replay(...argv);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
