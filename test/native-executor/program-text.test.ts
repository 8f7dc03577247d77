import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The parser and what it stands on, none of which may need CUDA. */
const SOURCES = [
  "./print_program.cc",
  "../../native-executor/program/collective_order.cc",
  "../../native-executor/program/program_text.cc",
  "../../native-common/gpu/partition.cc",
  "../../native-common/wire/spec.cc",
].map((path) => fileURLToPath(new URL(path, import.meta.url)));
const BUILD_TIMEOUT_MS = 120_000;

const compiler = process.env.CXX ?? "g++";
const hasCompiler = spawnSync(compiler, ["--version"]).status === 0;
const title = `the text of a program for native-executor${
  hasCompiler ? "" : ` (skipped: ${compiler} was not found)`
}`;

const QUEUE = "queue side=whole sms=132";
const RUN = "run queue=0 kernel=gemm tokens=8";

(hasCompiler ? describe : describe.skip)(title, () => {
  const binary = join(temporaryFolder(), "print-program");

  beforeAll(() => {
    const flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror"];
    // As one source: most of the time goes into headers that all of them include.
    const input = SOURCES.map((path) => `#include "${path}"\n`).join("");
    const argv = [...flags, "-x", "c++", "-", "-o", binary];
    const built = spawnSync(compiler, argv, { input, encoding: "utf8" });
    if (built.status !== 0) throw new Error(built.stderr);
  }, BUILD_TIMEOUT_MS);

  function read(...lines: readonly string[]): unknown {
    const { status, stdout, stderr } = spawnSync(binary, {
      input: lines.map((line) => `${line}\n`).join(""),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  }

  it("places queues on sides of a split, or on the whole GPU under limits", () => {
    const program = read(
      "queue side=group sms=104 split=104 gemm_sms=104",
      "queue side=remainder sms=28 split=104",
      "queue side=remainder sms=16 ctas=16 urgent=1",
      RUN,
    );
    expect(program).toMatchObject({
      queues: [
        { side: "group", split: 104, sms: 104, ctas: 0, gemmSms: 104, urgent: 0 },
        { side: "remainder", split: 104, sms: 28, ctas: 0, gemmSms: 0, urgent: 0 },
        { side: "whole", split: 0, sms: 16, ctas: 16, gemmSms: 0, urgent: 1 },
      ],
    });
  });

  it("numbers instructions by their lines, and leaves the kernel's own words to the kernel", () => {
    const program = read(
      QUEUE,
      QUEUE,
      "run queue=0 kernel=rms_norm tokens=4",
      "run queue=1 kernel=gemm tokens=8 waits=0",
      "run queue=0 kernel=silu_mul waits=1,0",
    );
    expect(program).toMatchObject({
      instructions: [
        { queue: 0, kernel: "rms_norm", waits: [], tokens: "4" },
        { queue: 1, kernel: "gemm", waits: ["0"], tokens: "8" },
        { queue: 0, kernel: "silu_mul", waits: ["1", "0"], tokens: "" },
      ],
    });
  });

  it.each([
    ["kernel=gemm operands=fp8-e4m3 scaling=row", ["operands"]],
    ["kernel=rms_norm output=fp8-e4m3 scaling=row", ["output"]],
    ["kernel=decode_attention kv=fp8-e4m3 scaling=row", ["kv"]],
    ["kernel=gemm operands=bf16", []],
    ["kernel=gemm operands=bf16 scaling=none", []],
  ])("reads what is FP8 in `%s`", (words, fp8) => {
    expect(read(QUEUE, `run queue=0 ${words}`)).toMatchObject({ instructions: [{ fp8 }] });
  });

  it.each([
    ["operands=fp8-e5m2 scaling=row", "operands=fp8-e5m2 scaling=row"],
    ["operands=fp8-e4m3", "operands=fp8-e4m3 scaling=none"],
    ["output=bf16 scaling=row", "output=bf16 scaling=row"],
    ["kv=fp8-e4m3 scaling=tensor", "kv=fp8-e4m3 scaling=tensor"],
    ["kv=int8", "kv=int8 scaling=none"],
  ])("refuses `%s`, which no kernel has", (words, named) => {
    const line = `run queue=0 kernel=gemm ${words}`;
    const reason = "is not supported: bf16 is, and fp8-e4m3 with scaling=row";
    expect(read(QUEUE, line)).toEqual({ error: `'${named}' ${reason}, in: ${line}` });
  });

  it("takes collectives that edges order, over any way", () => {
    const lines = [
      "run queue=0 kernel=all_reduce",
      "run queue=1 kernel=gemm waits=0",
      "run queue=1 kernel=all_reduce",
      "run queue=1 kernel=gemm",
      "run queue=0 kernel=peer_sampling waits=3",
    ];
    expect(read(QUEUE, QUEUE, ...lines)).toHaveProperty("instructions.length", 5);
  });

  it("refuses collectives that GPUs could come to in different orders", () => {
    const first = "run queue=0 kernel=all_reduce";
    const last = "run queue=1 kernel=all_reduce waits=0";
    const open =
      "nothing orders this collective behind the one before it: GPUs could come to them in different orders";
    expect(read(QUEUE, QUEUE, "run queue=0 kernel=gemm", first, last)).toEqual({
      error: `${open}, in: ${last}`,
    });
  });

  it("takes queues between instructions, for those below them", () => {
    expect(read(QUEUE, RUN, QUEUE, "run queue=1 kernel=gemm")).toMatchObject({
      instructions: [{ queue: 0 }, { queue: 1 }],
    });
  });

  it.each([
    ["no line", []],
    ["queues alone", [QUEUE, QUEUE]],
  ])("refuses a program of %s", (_, lines) => {
    expect(read(...lines)).toEqual({ error: "the program has no instruction" });
  });

  it.each([
    ["queue sms=132", "'side=' is missing"],
    ["queue side=whole", "'sms=' is missing"],
    ["queue side=whole sms=0", "'sms' is at least 1, not 0"],
    ["queue side=group sms=8 split=-8", "'split' is at least 0, not -8"],
    ["queue side=whole sms=132 ctas=-1", "'ctas' is at least 0, not -1"],
    ["queue side=whole sms=132 gemm_sms=-1", "'gemm_sms' is at least 0, not -1"],
    ["queue side=whole sms=many", "'sms' takes a whole number, not 'many'"],
    ["queue side=whole sms=9999999999", "'sms' takes a whole number, not '9999999999'"],
    [
      "queue side=left sms=132",
      "a queue is on the whole GPU, a group or a remainder, not on 'left'",
    ],
    ["queue side=whole sms=132 split=104", "a split has a group and a remainder"],
    ["queue side=whole sms=132 colour=red", "unknown key 'colour'"],
    ["queue side=whole sms=132 sms=132", "'sms' is given twice"],
    ["queue side=whole sms=132 urgent", "'urgent' is not key=value"],
    ["cue side=whole sms=132", "'cue' is neither queue nor run"],
    ["", "'' is neither queue nor run"],
  ])("refuses the queue `%s`", (line, reason) => {
    expect(read(line, RUN)).toEqual({ error: `${reason}, in: ${line}` });
  });

  it.each([
    ["run kernel=gemm", "'queue=' is missing"],
    ["run queue=0", "'kernel=' is missing"],
    ["run queue=1 kernel=gemm", "there is no queue 1"],
    ["run queue=-1 kernel=gemm", "there is no queue -1"],
    ["run queue=first kernel=gemm", "'queue' takes a whole number, not 'first'"],
    ["run queue=0 kernel=gemm waits=2", "instruction 2 is not an earlier one"],
    ["run queue=0 kernel=gemm waits=3", "instruction 3 is not an earlier one"],
    ["run queue=0 kernel=gemm waits=-1", "instruction -1 is not an earlier one"],
    ["run queue=0 kernel=gemm waits=0,1,0", "instruction 0 is waited for twice"],
    ["run queue=0 kernel=gemm waits=0,", "'waits' takes a whole number, not ''"],
    ["run queue=0 kernel=gemm waits=rms_norm", "'waits' takes a whole number, not 'rms_norm'"],
    ["run queue=0 kernel=gemm kernel=router", "'kernel' is given twice"],
  ])("refuses the third instruction `%s`", (line, reason) => {
    expect(read(QUEUE, RUN, RUN, line)).toEqual({ error: `${reason}, in: ${line}` });
  });

  it("refuses an instruction above its queue", () => {
    expect(read(RUN, QUEUE)).toEqual({ error: `there is no queue 0, in: ${RUN}` });
  });
});
