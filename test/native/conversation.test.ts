import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { NativeProcess } from "../../src/native/native-process.ts";
import type { NativeProgram } from "../../src/native/native-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SOURCE = fileURLToPath(new URL("./echo_program.cc", import.meta.url));
const WIRE = fileURLToPath(new URL("../../native-common/wire/", import.meta.url));
const BUILD_TIMEOUT_MS = 300_000;

const PROGRAM: NativeProgram = {
  name: "native-profiler",
  otherVersion: "Build it anew.",
  died: "Run again.",
  hung: "Wait.",
};

const nvcc = process.env.CUDACXX ?? "nvcc";
const hasCompiler = spawnSync(nvcc, ["--version"]).status === 0;
const title = `a native program${hasCompiler ? "" : " (skipped: nvcc was not found)"}`;

(hasCompiler ? describe : describe.skip)(title, () => {
  const binary = join(temporaryFolder(), "echo");
  let running: NativeProcess;

  const start = async (devices: readonly number[] = [0]) => {
    const { signal } = new AbortController();
    const started = await NativeProcess.start(PROGRAM, { binary, devices, signal });
    running = started.process;
    return started;
  };
  const ask = (verb: string, words: readonly string[] = [], payload?: Uint8Array) =>
    running.ask({
      ...{ verb, words, timeoutMs: 10_000, shown: verb },
      ...(payload !== undefined && { payload }),
    });

  beforeAll(() => {
    const sources = readdirSync(WIRE)
      .filter((path) => path.endsWith(".cc"))
      .map((path) => join(WIRE, path));
    // As one source: most of the time goes into headers that all of them include.
    const source = `${binary}.cc`;
    writeFileSync(source, [SOURCE, ...sources].map((path) => `#include "${path}"\n`).join(""));
    const built = spawnSync(nvcc, ["-std=c++20", source, "-o", binary]);
    if (built.status !== 0) throw new Error(String(built.stderr));
  }, BUILD_TIMEOUT_MS);
  afterEach(() => running?.close());

  it("greets with what its options say", async () => {
    const { greeting } = await start([3, 1, 2]);
    expect(greeting).toEqual({ type: "hello", devices: 3, last: 2 });
  });

  it("takes and sends bytes, whatever they are", async () => {
    await start();
    const payload = Uint8Array.from({ length: 70_000 }, (_, i) => (i % 7 === 0 ? 10 : i % 256));
    const { value, tail } = await ask("echo", [`bytes=${payload.length}`], payload);
    expect(value).toMatchObject({ status: "ok", bytes: payload.length });
    expect(tail.equals(payload)).toBe(true);
    expect((await ask("echo", ["text=next"])).value).toMatchObject({ text: "next" });
  });

  it("escapes what it says", async () => {
    await start();
    const text = '"quoted\\","\u0001,ümläut';
    expect((await ask("echo", [`text=${text}`])).value.text).toBe(text);
  });

  it("says what it has not got or cannot do, and goes on", async () => {
    await start();
    const { value: refused } = await ask("refuse");
    expect(refused).toMatchObject({ status: "unsupported", message: "not on this machine" });
    const { value: failed } = await ask("dance");
    expect(failed).toMatchObject({ status: "error", message: "unknown request 'dance'" });
    expect((await ask("echo")).value).toMatchObject({ status: "ok", recovered: 2 });
  });

  it.each([
    ["call", 1, "cudaErrorInvalidValue"],
    ["call", 701, "cudaErrorLaunchOutOfResources"],
    ["call", 801, "cudaErrorNotSupported"],
    ["call", 901, "cudaErrorStreamCaptureInvalidated"],
    ["call", 912, "cudaErrorInvalidClusterSize"],
    ["drive", 915, "cudaErrorInvalidResourceConfiguration"],
  ])("answers a %s that CUDA refused with %i, and goes on", async (verb, result, name) => {
    await start();
    const { value } = await ask(verb, [`result=${result}`]);
    expect(value).toMatchObject({ status: "error", message: expect.stringContaining(name) });
    expect((await ask("echo")).value).toMatchObject({ status: "ok", recovered: 1 });
  });

  it.each(["call", "drive"])("tells of a %s for which memory was short", async (verb) => {
    await start();
    expect((await ask(verb, ["result=2"])).value).toMatchObject({
      ...{ status: "error", code: "OUT_OF_MEMORY" },
      message: expect.stringContaining("cudaErrorMemoryAllocation"),
    });
    expect((await ask("echo")).value.status).toBe("ok");
  });

  it.each([
    ["call", 214, "cudaErrorECCUncorrectable"],
    ["call", 700, "cudaErrorIllegalAddress"],
    ["call", 719, "cudaErrorLaunchFailure"],
    ["call", 400, "cudaErrorInvalidResourceHandle"],
    ["drive", 999, "cudaErrorUnknown"],
  ])("ends when a %s fails with %i: the GPU may be lost", async (verb, result, name) => {
    await start();
    await expect(ask(verb, [`result=${result}`])).rejects.toMatchObject({
      code: "E_NATIVE",
      message: expect.stringContaining(`native-profiler: ${name}`),
    });
  });

  it("ends when the GPU does not answer after a request that failed", async () => {
    await start();
    const message = "native-profiler: the GPU does not answer";
    await expect(ask("spoil")).rejects.toMatchObject({ code: "E_NATIVE", message });
  });

  it.each([
    ["nonsense=1", "unknown key 'nonsense'"],
    ["integer=1.5", "'integer' takes a whole number, not '1.5'"],
    ["integer=9999999999", "'integer' takes a whole number, not '9999999999'"],
    ["integer=", "'integer' takes a whole number, not ''"],
    ["count=-1", "'count' takes a whole number of 0 or more, not '-1'"],
    ["number=fast", "'number' takes a number, not 'fast'"],
    ["bytes=-1", "'bytes' takes a whole number of 0 or more, not '-1'"],
  ])("names the word that is wrong: %s", async (word, message) => {
    await start();
    expect((await ask("echo", [word])).value).toMatchObject({ status: "error", message });
  });

  it("may answer later, when nothing is to be read, and before any request behind", async () => {
    await start();
    expect((await ask("later")).value).toMatchObject({ id: "1", status: "ok" });
    // Answers in another order would end the conversation.
    const answers = await Promise.all(
      ["later", "later", "echo", "later", "dance"].map((verb) => ask(verb)),
    );
    const statuses = answers.map(({ value }) => value.status);
    expect(statuses).toEqual(["ok", "ok", "ok", "ok", "error"]);
  });

  it("reads numbers of all sizes", async () => {
    await start();
    const { value } = await ask("echo", ["integer=-7", "count=123456789012", "number=1.5e-3"]);
    expect(value).toMatchObject({ integer: -7, count: 123_456_789_012, number: 0.0015 });
  });

  it.each([
    ["a word without a key", "nonsense", "'nonsense' is not key=value"],
    ["a word twice", "text=a text=b", "'text' is given twice"],
  ])("ends the conversation over %s, with the reason", async (_, words, reason) => {
    await start();
    const message = `native-profiler answered nothing instead of 1: ${reason}`;
    await expect(ask("echo", [words])).rejects.toMatchObject({ code: "E_NATIVE", message });
  });

  it("says why it ends when it cannot go on", async () => {
    await start();
    const message = "native-profiler: the GPU fell off the bus";
    await expect(ask("lose")).rejects.toMatchObject({ code: "E_NATIVE", message });
  });

  it.each([
    [["--device"], "'--device' needs a value"],
    [["--device", "0,"], "'--device' takes a whole number, not ''"],
    [["--device", ""], "'--device' names no GPU"],
    [["--devices", "0"], "unknown key '--devices'"],
    [["0"], "'0' is no option"],
  ])("refuses the options %j", (options, reason) => {
    const { status, stdout, stderr } = spawnSync(binary, options, { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toBe(`echo: ${reason}\nusage: echo [--device 0[,1...]]\n`);
  });
});
