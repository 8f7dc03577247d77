import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseWorkload, readWorkload } from "../../src/workload/parse-workload.ts";
import { plannerError, plannerErrorOf } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("parseWorkload", () => {
  it("reads constant lengths", () => {
    expect(parseWorkload("1024/512")).toEqual({
      name: "1024/512",
      meanPrompt: 1024,
      meanOutput: 512,
      meanPromptSquared: 1024 ** 2,
      meanPromptTimesOutput: 1024 * 512,
      meanOutputSquared: 512 ** 2,
      longestRequest: 1536,
    });
  });

  it.each(["sharegpt", "lmsys", "splitwise"])("knows %s", (name) => {
    const lengths = parseWorkload(name);
    expect(lengths.name).toBe(name);
    expect(lengths.meanOutput).toBeGreaterThan(1);
  });

  it.each(["0/5", "5/0", "-1/5", "1.5/2", "a/b", "1024/", "1/2/3"])("rejects %s", (workload) => {
    const error = plannerError(() => parseWorkload(workload));
    expect(error.code).toBe("E_USAGE");
    expect(error.message).toContain(workload);
    expect(error.remedy).toContain("IN/OUT");
  });

  it("names the nearest workload for an unknown one", () => {
    const error = plannerError(() => parseWorkload("shareGTP"));
    expect(error.code).toBe("E_UNKNOWN_NAME");
    expect(error.remedy).toContain("Did you mean sharegpt?");
  });
});

describe("readWorkload", () => {
  it("answers a file that does not exist with its path", async () => {
    const error = await plannerErrorOf(readWorkload("no-such-trace.csv"));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain("no-such-trace.csv");
  });

  it("answers a folder as one", async () => {
    const error = await plannerErrorOf(readWorkload(folder));
    expect(error).toMatchObject({ code: "E_UNREADABLE", message: `${folder}: it is a folder` });
  });

  it("takes the moments of a file's requests", async () => {
    const path = file("two.csv", "ContextTokens,GeneratedTokens\n10,2\n30,4\n");
    expect((await readWorkload(path)).lengths).toEqual({
      name: path,
      meanPrompt: 20,
      meanOutput: 3,
      meanPromptSquared: 500,
      meanPromptTimesOutput: 70,
      meanOutputSquared: 10,
      longestRequest: 34,
    });
  });

  it("counts by kind what does not count", async () => {
    const path = file("z.csv", "ContextTokens,GeneratedTokens\n10,2\n5,0\n0,0\n0,3\n7,0\n");
    const { facts, lengths } = await readWorkload(path);
    expect(facts).toMatchObject({
      rows: 5,
      requests: 1,
      skipped: { zeroOutput: 2, zeroBoth: 1, zeroPrompt: 1 },
    });
    expect(lengths.meanPrompt).toBe(10);
  });

  it("weighs a row of a histogram by its requests", async () => {
    const path = file("h.csv", "a,b,n\n10,2,3\n30,4,1\n5,0,7\n99,9,0\n");
    const { facts, lengths } = await readWorkload(path, { columns: "in=a,out=b,count=n" });
    expect(facts).toMatchObject({ rows: 11, requests: 4, skipped: { zeroOutput: 7 } });
    expect(lengths).toMatchObject({ meanPrompt: 15, meanOutput: 2.5, longestRequest: 34 });
  });

  it("has facts of arrivals", async () => {
    const header = "TIMESTAMP,ContextTokens,GeneratedTokens";
    const stamps = ["00:00:01", "00:00:00.5", "00:00:01", "00:00:03.25"];
    const rows = stamps.map((stamp) => `2024-05-12 ${stamp},10,2`);
    const { facts } = await readWorkload(file("t.csv", [header, ...rows].join("\n")));
    expect(facts?.arrivals).toEqual({
      known: 4,
      firstNs: "1715472000500000000",
      spanS: 2.75,
      outOfOrder: 1,
      tied: 1,
    });
  });

  it.each([
    ["no request", "ContextTokens,GeneratedTokens\n", "no request"],
    ["no request that counts", "ContextTokens,GeneratedTokens\n5,0\n", "none of the 1 requests"],
    ["nothing", "", "empty"],
    ["nothing but white space", " \n\n", "empty"],
  ])("rejects a file with %s", async (_, text, message) => {
    const error = await plannerErrorOf(readWorkload(file("none.csv", text)));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
  });

  it("says which field tells that no request was served", async () => {
    const path = file("failed.csv", "ContextTokens,GeneratedTokens,status\n10,2,failed\n");
    const error = await plannerErrorOf(readWorkload(path));
    expect(error.message).toContain("none of the 1 requests counts: 1 failed, 0 were cut short");
    expect(error.remedy).toContain("If status says something else, rename it");
  });

  it("refuses columns without a file", async () => {
    const error = await plannerErrorOf(readWorkload("1024/512", { columns: "in=a,out=b" }));
    expect(error).toMatchObject({ code: "E_USAGE" });
    expect(error.message).toContain("--columns");
  });
});

describe("positions", () => {
  const text = "ContextTokens,GeneratedTokens\n10,2\n30,4\n90,11\n";

  it("keep a workload as it is when they suffice", async () => {
    const { longRequests } = await readWorkload(file("fit.csv", text), { model: 101 });
    expect(longRequests).toBeUndefined();
    expect(await readWorkload("1024/512", { model: 1536 })).not.toHaveProperty("longRequests");
  });

  it("of the model are compared with a file's requests, which stay", async () => {
    const { longRequests, lengths } = await readWorkload(file("kept.csv", text), { model: 33 });
    expect(longRequests).toEqual({
      positions: 33,
      longer: 2,
      atLeast: false,
      of: 3,
      leftOut: false,
    });
    expect(lengths.longestRequest).toBe(101);
  });

  it("asked for leave longer requests out", async () => {
    const limits = { model: 20, asked: 34 };
    const { longRequests, lengths } = await readWorkload(file("out.csv", text), limits);
    expect(longRequests).toMatchObject({ positions: 34, longer: 1, of: 3, leftOut: true });
    expect(lengths).toMatchObject({ longestRequest: 34, meanPrompt: 20 });
  });

  it("names no option for more than any model has", async () => {
    const path = file("far.csv", "ContextTokens,GeneratedTokens\n2000000000,2\n");
    const error = await plannerErrorOf(readWorkload(path, { asked: 4096 }));
    expect(error.remedy).toBe("Use shorter requests.");
  });

  it.each([
    ["1024/512", { model: 1535 }],
    ["1024/512", { model: 4096, asked: 1535 }],
  ])("refuse %s with %o", async (workload, limits) => {
    const error = await plannerErrorOf(readWorkload(workload, limits));
    expect(error).toMatchObject({ code: "E_INFEASIBLE", exitCode: 3 });
    expect(error.message).toContain("1,536 tokens is longer than");
    expect(error.remedy).toContain("--max-positions 1536");
    await expect(readWorkload(workload, { ...limits, asked: 1536 })).resolves.toBeDefined();
  });

  it("refuse a file of which no request fits", async () => {
    const error = await plannerErrorOf(readWorkload(file("all.csv", text), { model: 11 }));
    expect(error.code).toBe("E_INFEASIBLE");
  });

  it("of llama-2 are exceeded by some requests of every built-in trace", async () => {
    const of = async (name: string) => (await readWorkload(name, { model: 4096 })).longRequests;
    expect(await of("splitwise")).toMatchObject({ longer: 1612, of: 19366, leftOut: false });
    expect(await of("sharegpt")).toMatchObject({ longer: 436, of: 58774 });
    expect(await of("lmsys")).toMatchObject({ longer: 2, of: 100_000 });
  });

  it("between those that figures are kept for are exceeded by at least the next count", async () => {
    const { longRequests } = await readWorkload("splitwise", { model: 4000 });
    expect(longRequests).toMatchObject({ longer: 1612, atLeast: true });
  });

  it("asked for leave requests of a built-in trace out", async () => {
    const { lengths } = await readWorkload("splitwise", { asked: 4096 });
    const { lengths: all } = await readWorkload("splitwise", { asked: 14089 });
    expect(lengths.longestRequest).toBeLessThanOrEqual(4096);
    expect(lengths.meanPrompt).toBeLessThan(all.meanPrompt);
  });

  it("that no figures are kept for are refused with those that are", async () => {
    const error = await plannerErrorOf(readWorkload("splitwise", { asked: 5000 }));
    expect(error.code).toBe("E_USAGE");
    expect(error.remedy).toContain("1024, 2048, 4096, 8192, or 14089");
  });
});
