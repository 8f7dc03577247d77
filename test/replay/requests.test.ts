import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { withArrivals } from "../../src/replay/requests/arrivals.ts";
import { promptTokens } from "../../src/replay/requests/prompt-tokens.ts";
import { drawRequests } from "../../src/replay/requests/request-lengths.ts";
import { builtInDistribution } from "../../src/workload/built-in-workload.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const OPTIONS = { requests: undefined, columns: undefined, seed: 1 };
const folder = temporaryFolder();

function traceOf(lines: readonly string[]): string {
  const path = join(folder, "trace.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

describe("requests of a replay", () => {
  it("are alike where lengths are constant", async () => {
    const { lengths } = await drawRequests("100/20", { ...OPTIONS, requests: 3 });
    expect(lengths).toEqual(Array(3).fill({ promptTokens: 100, outputTokens: 20 }));
  });

  it.each(["sharegpt", "lmsys", "splitwise"])("have the means of %s", async (name) => {
    const { lengths } = await drawRequests(name, { ...OPTIONS, requests: 20_000 });
    const mean = (of: "promptTokens" | "outputTokens") =>
      lengths.reduce((sum, length) => sum + length[of], 0) / lengths.length;
    const moments = builtInDistribution(name)?.moments;
    // Quantiles are kept at 202 levels, and the longest percent of prompts weighs much.
    expect(mean("promptTokens") / (moments?.meanPrompt ?? 0)).toBeCloseTo(1, 0);
    expect(mean("outputTokens") / (moments?.meanOutput ?? 0)).toBeCloseTo(1, 1);
  });

  it("are the same for the same seed, and others for another", async () => {
    const draw = (seed: number) => drawRequests("sharegpt", { ...OPTIONS, requests: 50, seed });
    expect(await draw(7)).toEqual(await draw(7));
    expect((await draw(7)).lengths).not.toEqual((await draw(8)).lengths);
  });

  it("are the rows of a file at their times, from the first on", async () => {
    const path = traceOf([
      "TIMESTAMP,ContextTokens,GeneratedTokens",
      "2023-11-16 18:15:46.6805900,374,44",
      "2023-11-16 18:15:50.9951690,396,109",
      "2023-11-16 18:15:51.2224670,879,55",
    ]);
    const drawn = await drawRequests(path, OPTIONS);
    const requests = withArrivals(drawn, { kind: "trace" }, 1);
    expect(requests.map(({ promptTokens: tokens }) => tokens)).toEqual([374, 396, 879]);
    expect(requests.map(({ arrivalUs }) => Math.round(arrivalUs))).toEqual([
      0, 4_314_579, 4_541_877,
    ]);
  });

  it("are as many as a row of a histogram stands for", async () => {
    const path = traceOf(["in,out,n", "10,20,3", "30,40,0", "50,60,2"]);
    const columns = "in=in,out=out,count=n";
    const { lengths } = await drawRequests(path, { ...OPTIONS, columns });
    expect(lengths.map(({ promptTokens }) => promptTokens)).toEqual([10, 10, 10, 50, 50]);
    const some = await drawRequests(path, { ...OPTIONS, columns, requests: 4 });
    expect(some.lengths).toEqual(lengths.slice(0, 4));
    const endless = traceOf(["in,out,n", "10,20,1000000000"]);
    await expect(drawRequests(endless, { ...OPTIONS, columns })).rejects.toMatchObject({
      code: "E_USAGE",
      remedy: expect.stringContaining("--requests"),
    });
  });

  it("are an error where none of a file counts", async () => {
    const path = traceOf(["ContextTokens,GeneratedTokens,error", "10,20,timeout"]);
    await expect(drawRequests(path, OPTIONS)).rejects.toMatchObject({
      code: "E_INVALID_FILE",
      message: "none of the 1 requests counts: 1 failed, 0 were cut short",
    });
  });

  it("are left out beyond a limit, and said to be", async () => {
    const path = traceOf(["in,out,error", "10,20,", "900,200,", "30,40,", "5,5,oom"]);
    const options = { ...OPTIONS, columns: "in=in,out=out", maxPositions: 100 };
    const { lengths, longRequests, facts } = await drawRequests(path, options);
    expect(lengths.map(({ promptTokens }) => promptTokens)).toEqual([10, 30]);
    expect(longRequests).toMatchObject({ positions: 100, longer: 1, of: 3, leftOut: true });
    expect(facts).toEqual({ rows: 4, skipped: { failed: 1 } });
    const drawn = await drawRequests("sharegpt", { ...OPTIONS, requests: 500, maxPositions: 1024 });
    const tokens = drawn.lengths.map(({ promptTokens: p, outputTokens: o }) => p + o);
    expect(tokens).toHaveLength(500);
    expect(Math.max(...tokens)).toBeLessThanOrEqual(1024);
  });

  it("are no more than a file has", async () => {
    const path = traceOf(["ContextTokens,GeneratedTokens", "10,20"]);
    await expect(drawRequests(path, { ...OPTIONS, requests: 2 })).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining("has 1 requests, not 2"),
    });
  });

  it("refuse the arrivals of lengths that have none", async () => {
    const drawn = await drawRequests("100/20", { ...OPTIONS, requests: 3 });
    expect(() => withArrivals(drawn, { kind: "trace" }, 1)).toThrow(/nothing of arrivals/);
  });

  it("arrive at the rate that is asked for", async () => {
    const drawn = await drawRequests("10/2", { ...OPTIONS, requests: 10_000 });
    const requests = withArrivals(drawn, { kind: "poisson", requestsPerSecond: 50 }, 3);
    const gaps = requests.map(
      ({ arrivalUs }, index) => (arrivalUs - (requests[index - 1]?.arrivalUs ?? 0)) / 1e6,
    );
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean * 50).toBeCloseTo(1, 1);
    // The gaps of a Poisson process are exponential: deviation and mean are alike.
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
  });

  it("have prompts of their own, the same for the same seed", () => {
    const first = promptTokens(1, 0, 64, 1000);
    expect(promptTokens(1, 0, 64, 1000)).toEqual(first);
    expect(promptTokens(1, 1, 64, 1000)).not.toEqual(first);
    expect(promptTokens(2, 0, 64, 1000)).not.toEqual(first);
    expect([...promptTokens(3, 5, 5000, 7)].every((token) => token >= 0 && token < 7)).toBe(true);
  });
});
