import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";
import { configOf } from "../../support/model-config.ts";
import { writeProfile } from "../../support/profile-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let profile = "";

beforeAll(() => {
  profile = writeProfile(folder, "llama-3-8b");
});

async function analyze(...argv: string[]) {
  const result = await runProgram(["analyze", ...argv, "--json"]);
  return { ...result, document: JSON.parse(result.stdout) };
}

describe("analyze", () => {
  it("says when the requests of a batch do not fit the KV cache", async () => {
    const of = (decode: string) =>
      analyze(
        ...["--model", "llama-3-8b", "--profile", profile],
        ...["--batch", "4096", "--decode", decode, "--context", "2000"],
      );
    expect((await of("4000")).stderr).toMatch(
      /4,000 requests of 2,000 tokens need 8,000,000 tokens of KV cache, and beside the weights [\d,]+ fit/,
    );
    expect((await of("10")).stderr).toBe("");
  });

  it("writes over nothing that it reads in a folder", async () => {
    const model = join(folder, "own");
    const store = join(folder, "store");
    for (const each of [model, store]) mkdirSync(each);
    const config = JSON.stringify(configOf("llama"));
    const page = join(model, "page.html");
    for (const [path, text] of [
      [join(model, "config.json"), config],
      [page, "old"],
      [join(store, "a.session.jsonl"), "{}"],
    ] as const)
      writeFileSync(path, text);
    const out = (path: string) =>
      runProgram(["analyze", "--model", model, "--profile", store, "--out", path]);
    for (const path of [join(model, "config.json"), join(store, "a.session.jsonl")]) {
      const { exitCode, stderr } = await out(path);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("the command reads it")]);
    }
    expect(readFileSync(join(model, "config.json"), "utf8")).toBe(config);
    expect((await out(page)).stderr).not.toContain("the command reads it");
  });

  it("says what it did not read of a model, and what its profile leaves out", async () => {
    const model = join(folder, "mine.json");
    const keys = { sliding_window: null, novel_gate: 2 };
    writeFileSync(model, JSON.stringify(configOf("qwen2", keys)));
    const { exitCode, stderr, document } = await analyze("--model", model, "--profile", profile);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^warning: mine: not read: `novel_gate`\. /);
    expect(stderr).toContain(
      "note: the profile leaves out the bias of queries, keys and values of mine",
    );
    expect(document.warnings).toEqual([expect.stringContaining("`novel_gate`")]);
    expect(document.leftOut).toEqual(["the bias of queries, keys and values"]);
    const unprofiled = await analyze("--model", model, "--profile", profile, "--tp", "8");
    expect(unprofiled.exitCode).toBe(2);
    expect(unprofiled.stderr).toMatch(/^warning: mine: not read/);
    const plain = await analyze("--model", "llama-3-8b", "--profile", profile);
    expect([plain.document.warnings, plain.document.leftOut]).toEqual([[], []]);
  });

  it("analyses in FP8 by the ceilings of a GPU, and says where its rate comes from", async () => {
    const options = ["--model", "llama-3-8b", "--gpu", "b200"];
    const fp8 = await analyze(...options, "--precision", "fp8", "--kv-cache", "fp8");
    const bf16 = await analyze(...options);
    const format = { type: "fp8-e4m3", scaling: "row" };
    expect(fp8.document).toMatchObject({
      precision: { weights: format, activations: format, kv: format, accumulation: "fast" },
      fp8Ceiling: { flopsPerSecond: 4.5e15, source: "datasheet" },
    });
    expect(bf16.document).not.toHaveProperty("precision");
    const cached = await analyze(...options, "--kv-cache", "fp8");
    expect(cached.document.precision).toEqual({ kv: format });
    expect(cached.document).not.toHaveProperty("fp8Ceiling");
    const capacity = fp8.document.memory.kvCapacityTokens / bf16.document.memory.kvCapacityTokens;
    expect(capacity).toBeGreaterThan(2);
    const text = await runProgram(["analyze", ...options, "--precision", "fp8"]);
    expect(text.stdout).toContain("products in fp8-e4m3, KV cache in bf16");
    expect(text.stdout).toContain("at most 4500 TFLOP/s, by its datasheet");
  });

  it("does not take a profile of bf16 kernels for one of FP8", async () => {
    const fp8 = ["--model", "llama-3-8b", "--profile", profile, "--precision", "fp8"];
    const { exitCode, stderr } = await runProgram(["analyze", ...fp8]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("lacks kernels of llama-3-8b");
  });

  it("carries the fields of the contract", async () => {
    const { exitCode, stderr, document } = await analyze(
      ...["--model", "llama-3-8b", "--profile", profile],
    );
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(document.bound).toMatch(/^(compute|memory|network)$/);
    expect(document.operations.length).toBeGreaterThan(8);
    for (const operation of document.operations) {
      expect(operation).toEqual(
        expect.objectContaining({
          computeUs: expect.any(Number),
          memoryUs: expect.any(Number),
          networkUs: expect.any(Number),
        }),
      );
    }
  });

  it("finds the optimum from the GEMM ceiling and the active parameters", async () => {
    const { document } = await analyze("--model", "llama-3-8b", "--profile", profile);
    const optimum = 7.8e14 / (2 * 8_030_261_248);
    expect(document.optimalTokensPerSecondPerGpu).toBeCloseTo(optimum, 3);
    expect(document.optimaTokensPerSecondPerGpu.compute).toBeCloseTo(optimum, 3);
  });

  it("names the optimum of compute, roofline and energy, of which the table's own is the roofline", async () => {
    const argv = ["analyze", "--model", "llama-3-8b", "--gpu", "h100-sxm"];
    const { stdout } = await runProgram(argv);
    expect(stdout).toMatch(/^step of 32 layers +18\.38 ms +27\.63 ms/m);
    expect(stdout).toMatch(/^compute +51,043 /m);
    // 1024 tokens in 27.63 ms.
    expect(stdout).toMatch(/^roofline +37,060 /m);
    expect(stdout).toMatch(/^energy +32,4\d\d /m);
    expect(stdout).toContain("The power cap binds before that.");
  });

  it("turns memory-bound as the context grows", async () => {
    const batch = ["--batch", "2048", "--decode", "2048"];
    const options = ["--model", "llama-3-8b", "--profile", profile, ...batch];
    const short = await analyze(...options, "--context", "16");
    const long = await analyze(...options, "--context", "8192");
    expect(short.document.bound).toBe("compute");
    expect(long.document.bound).toBe("memory");
  });

  it("prints a row for each operation and a sentence about the bound", async () => {
    const { stdout } = await runProgram(["analyze", "--model", "llama-3-8b", "--profile", profile]);
    expect(stdout).toMatch(/^qkv_proj .* compute$/m);
    expect(stdout).toMatch(/^decode_attention .* memory$/m);
    expect(stdout).toMatch(/By the roofline the workload is memory-bound\./);
    expect(stdout).toContain("roofline profile");
  });
});

describe("workload files", () => {
  const burstGpt = fileURLToPath(
    new URL("../../workload/traces/samples/synthetic-burstgpt-zero-output.csv", import.meta.url),
  );

  it("say what does not count, as a note and in the document", async () => {
    const { stderr, document } = await analyze(
      ...["--model", "llama-3-8b", "--profile", profile, "--workload", burstGpt],
    );
    expect(stderr).toBe(
      "note: 2 of 5 requests of synthetic-burstgpt-zero-output.csv do not count: " +
        "1 have no output tokens, 1 have neither prompt nor output tokens\n",
    );
    expect(document.workload).toMatchObject({
      name: "synthetic-burstgpt-zero-output.csv",
      facts: {
        format: "BurstGPT",
        requests: 3,
        skipped: { zeroOutput: 1, zeroBoth: 1 },
        arrivals: { known: 3, firstNs: "101000000000", spanS: 6, tied: 1 },
      },
    });
  });

  it("stand in the table with their arrivals", async () => {
    const { stdout } = await runProgram([
      ...["analyze", "--model", "llama-3-8b", "--profile", profile, "--workload", burstGpt],
    ]);
    expect(stdout).toContain("requests        3 (BurstGPT)\n");
    expect(stdout).toContain("arrivals        over 6 s, 1 at the time of another\n");
  });

  it("say how many requests are longer than the positions, and leave them out when told", async () => {
    const path = join(folder, "long.csv");
    writeFileSync(path, "prompt,reply\n8000,192\n8000,193\n");
    const options = [
      ...["--model", "llama-3-8b", "--profile", profile, "--workload", path],
      ...["--columns", "in=prompt,out=reply"],
    ];
    const kept = await analyze(...options);
    expect(kept.stderr).toContain(
      "1 of 2 requests of long.csv (50.00%) are longer than the model's 8,192 positions",
    );
    expect(kept.document.workload.longRequests).toMatchObject({ longer: 1, leftOut: false });
    const limited = await analyze(...options, "--max-positions", "8192");
    expect(limited.stderr).toContain("have more than 8,192 tokens and are left out");
    expect(limited.document.workload.longRequests).toMatchObject({ longer: 1, leftOut: true });
    expect(limited.document.workload.decodeContext).toBe(8096);
  });

  it("refuse a fixed request that the configuration has no positions for", async () => {
    const { exitCode, document } = await analyze(
      ...["--model", "llama-3-8b", "--profile", profile, "--workload", "8192/512"],
    );
    expect(exitCode).toBe(3);
    expect(document.error.message).toBe(
      "a request of 8,704 tokens is longer than the model's 8,192 positions",
    );
  });
});

describe("options of a plan's inputs", () => {
  const base = ["--model", "llama-3-8b"];
  it.each([
    ["--tp 0", ["--tp", "0"], "whole number of 1 or more"],
    ["--batch abc", ["--batch", "abc"], "whole number of 1 or more"],
    ["--batch NaN", ["--batch", "NaN"], "whole number of 1 or more"],
    ["--decode -1", ["--decode", "-1"], "whole number of 0 or more"],
    ["--context NaN", ["--context", "NaN"], "number of 0 or more"],
    [
      "a context of no decode tokens",
      ["--batch", "8", "--decode", "0", "--context", "500"],
      "Leave --context out",
    ],
    ["--batch without --decode", ["--batch", "2048"], "Give all three"],
    [
      "more decode tokens than tokens",
      ["--batch", "8", "--decode", "9", "--context", "1"],
      "0 to 8",
    ],
    [
      "--workload beside --context",
      ["--workload", "1024/512", "--batch", "8", "--decode", "8", "--context", "9"],
      "Leave --context out",
    ],
    ["--columns beside --batch alone", ["--columns", "in=a,out=b", "--batch", "8"], "Give both"],
    ["--workload beside --batch alone", ["--workload", "1024/512", "--batch", "8"], "Give both"],
    ["a workload of no tokens", ["--workload", "0/512"], "each 1 or more"],
    ["an unknown workload", ["--workload", "sharegtp"], "Did you mean sharegpt?"],
    ["a tensor parallelism that does not divide", ["--tp", "3"], "1, 2, 4, 8"],
  ])("rejects %s with exit code 2", async (_, options, remedy) => {
    const { exitCode, document } = await analyze(...base, "--profile", profile, ...options);
    expect(exitCode).toBe(2);
    expect(document.error.remedy).toContain(remedy);
  });

  it("take one step of a workload, with the contexts of its requests", async () => {
    const step = ["--workload", "1024/512", "--batch", "264", "--decode", "8"];
    const { document } = await analyze(...base, "--profile", profile, ...step);
    expect(document.workload).toMatchObject({
      name: "1024/512",
      decodeTokens: 8,
      prefillTokens: 256,
      decodeContext: 1280,
      prefillContext: 384,
    });
  });

  it("names the nearest model to one that it does not know", async () => {
    const { exitCode, document } = await analyze("--model", "mixtral-8x7");
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_UNKNOWN_NAME");
    expect(JSON.stringify(document.error)).toContain("mixtral-8x7b");
  });

  it.each([
    ["another GPU", ["--model", "llama-3-8b", "--gpu", "a100"], "is of the GPU h100-sxm, not a100"],
    ["another tensor parallelism", ["--model", "llama-3-8b", "--tp", "2"], "parallelism 1, not 2"],
    ["another model", ["--model", "llama-2-13b"], "lacks kernels of llama-2-13b"],
  ])("rejects a profile of %s", async (_, options, message) => {
    const { exitCode, document } = await analyze(...options, "--profile", profile);
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_PROFILE_MISMATCH");
    expect(document.error.message).toContain(message);
  });

  it("takes a profile of another model with the same kernels", async () => {
    const { exitCode } = await analyze("--model", "llama-3.1-8b", "--profile", profile);
    expect(exitCode).toBe(0);
  });

  it("names the missing profile and how to get one", async () => {
    const { exitCode, document } = await analyze(...base, "--profile", "missing.json");
    expect(exitCode).toBe(2);
    expect(document.error).toEqual({
      code: "E_UNREADABLE",
      message: "missing.json: no such file",
      remedy: expect.stringContaining("nanoflow-plan profile"),
    });
  });

  it("takes the ceilings of a datasheet for a GPU that nobody measured, and says so", async () => {
    const { exitCode, document } = await analyze(...base, "--gpu", "l40s");
    expect(exitCode).toBe(0);
    expect(document.profile).toMatchObject({
      ...{ file: "l40s", source: "datasheet", ceilingsOnly: true },
      spec: { id: "l40s", memoryBytesPerSecond: 8.64e11, powerCapW: 350 },
    });
    expect(document.parameters.total).toBe(8_030_261_248);
    expect(document.memory.kvBytesPerToken).toBe(131_072);
    const { stdout } = await runProgram(["analyze", ...base, "--gpu", "l40s"]);
    expect(stdout).toMatch(/^GPU +l40s \(source: datasheet; nothing was measured\)$/m);
    expect(stdout).toMatch(/^memory per GPU +weights 15\.0 GiB, KV cache .* of 131,072 bytes$/m);
  });

  it.each([
    ["qwen3-8b", "b200", "the norm of queries and keys"],
    ["qwen2-7b", "l40s", "the bias of queries, keys and values"],
    ["qwen3-8b", "h100-sxm", "the norm of queries and keys"],
  ])("names no profile where it counts work by formulas: %s on %s", async (id, gpu, what) => {
    const { stderr } = await runProgram(["analyze", "--model", id, "--gpu", gpu]);
    expect(stderr).toContain(`note: the analysis counts no work for ${what} of ${id}`);
    expect(stderr).not.toContain("profile");
  });

  it("says in every line that rests on a datasheet that it does", async () => {
    const { document } = await analyze(...base, "--gpu", "b200");
    const { operations, stepOperations, layer, step, optimaTokensPerSecondPerGpu } = document;
    const rows = [...operations, ...stepOperations, layer, step, optimaTokensPerSecondPerGpu];
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(["datasheet"]));
    const { stdout } = await runProgram(["analyze", ...base, "--gpu", "b200"]);
    const silent = stdout
      .split("\n")
      .filter((line) => /[0-9] [µm]s|bound|TFLOP/.test(line) && !line.includes("datasheet"));
    expect(silent).toEqual([expect.stringMatching(/^operation +compute .* bound by +source$/)]);
    expect(stdout).toMatch(
      /^ceilings +dense TFLOP\/s: 2250 in bf16, .* 7\.7 TB\/s; .* \(source: datasheet, NVIDIA Blackwell/m,
    );
    const measured = await runProgram(["analyze", ...base, "--gpu", "h200-sxm"]);
    expect(measured.stdout).not.toContain("datasheet");
  });

  it("says how to measure when nothing is known of a GPU", async () => {
    const { exitCode, document } = await analyze(...base, "--gpu", "a30");
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_NO_PROFILE");
    expect(document.error.remedy).toMatch(
      /^Measure one .*nanoflow-plan profile --model llama-3-8b/,
    );
  });

  it("holds a picture that was asked for in its JSON document", async () => {
    const { document } = await analyze(...base, "--profile", profile, "--format", "svg");
    expect(document.text).toMatch(/^<svg /);
  });

  it("writes a page where the file's ending asks for one", async () => {
    const out = join(folder, "report.html");
    const { exitCode } = await analyze(...base, "--profile", profile, "--out", out);
    expect(exitCode).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("names the GPU that was meant", async () => {
    const { exitCode, document } = await analyze(...base, "--gpu", "H20-SXM");
    expect(exitCode).toBe(2);
    expect(document.error.remedy).toMatch(/^Did you mean --gpu h200-sxm\?/);
  });

  it("exits 3 when a request does not fit the KV cache", async () => {
    const { exitCode, document } = await analyze(
      ...[...base, "--profile", profile, "--workload", "900000/100000"],
      ...["--max-positions", "1000000"],
    );
    expect(exitCode).toBe(3);
    expect(document.error.code).toBe("E_INFEASIBLE");
    expect(document.error.message).toContain("KV cache");
  });

  it.each([
    ["a negative duration", /(\[0,\s*"w",\s*128,\s*\d+,\s*)[\d.]+/, "$1-5"],
    ["NaN", /(\[0,\s*"w",\s*128,\s*\d+,\s*)[\d.]+/, "$1NaN"],
    ["a wrong type", /"smCount":\s*\d+/, '"smCount": "many"'],
  ])("rejects a profile with %s, with the place", async (name, pattern, replacement) => {
    const text = readFileSync(profile, "utf8");
    const broken = text.replace(pattern, replacement);
    expect(broken).not.toBe(text);
    const path = join(folder, `${name.replaceAll(" ", "-")}.json`);
    writeFileSync(path, broken);
    const { exitCode, document } = await analyze(...base, "--profile", path);
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_INVALID_FILE");
    const before = text.slice(0, pattern.exec(text)?.index);
    const { line } = document.error.position;
    expect(Math.abs(line - before.split("\n").length)).toBeLessThanOrEqual(1);
  });

  it("rejects a profile that was cut off", async () => {
    const path = join(folder, "cut.json");
    const text = readFileSync(profile, "utf8");
    writeFileSync(path, text.slice(0, text.length / 2));
    const { exitCode, document } = await analyze(...base, "--profile", path);
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_INVALID_FILE");
    expect(document.error.position.line).toBeGreaterThan(1);
  });

  it.each([
    ["svg", /^<svg .*operations per byte.*<\/svg>\n$/s],
    ["html", /^<!doctype html>.*Roofline.*What bounds a step.*<\/html>\n$/s],
  ])("draws the report as %s", async (format, report) => {
    const out = join(folder, `analysis.${format}`);
    const { exitCode, stdout } = await runProgram([
      ...["analyze", "--model", "llama-3-8b", "--profile", profile],
      ...["--format", format, "--out", out],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`wrote ${out}\n`);
    expect(readFileSync(out, "utf8")).toMatch(report);
  });
});
