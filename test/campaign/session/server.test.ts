import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { NativeServer } from "../../../src/campaign/session/server.ts";
import { fakeProfiler } from "../../support/fake-profiler.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
const SWEEP = "sweep op=gemm n=4096 k=4096 m=512 part=whole top=2";

function start(...flags: string[]) {
  return startWith(new AbortController().signal, ...flags);
}

function startWith(signal: AbortSignal, ...flags: string[]) {
  const binary = fakeProfiler(FOLDER, ...flags);
  return NativeServer.start({ binary, devices: [0], signal, startTimeoutMs: 5000 });
}

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a running native-profiler", () => {
  it("greets with the GPU and answers jobs", async () => {
    const { server, hello } = await start();
    expect(hello).toMatchObject({ gpu: "NVIDIA H100 80GB HBM3", smCount: 132 });
    const answer = await server.ask(SWEEP, 5000);
    expect(answer).toMatchObject({
      status: "ok",
      results: [{ impl: "tile.a" }, { impl: "tile.b" }, { impl: "tile.c" }],
    });
    await server.close();
  });

  it("tells that there is no GPU", async () => {
    await expect(start("--fatal=NO_GPU")).rejects.toEqual(failure("E_NO_GPU", /no CUDA device/));
  });

  it("gives its last words when it dies", async () => {
    const { server } = await start("--die-on=sweep");
    const words = /exit code 134:\s+CUDA error: an illegal memory access/;
    await expect(server.ask(SWEEP, 5000)).rejects.toEqual(failure("E_NATIVE", words));
  });

  it("is not waited for longer than allowed", async () => {
    const { server } = await start("--hang-on=sweep");
    const late = failure("E_NATIVE", /did not answer `sweep op=gemm/);
    await expect(server.ask(SWEEP, 100)).rejects.toEqual(late);
    await expect(server.ask("idle", 5000)).rejects.toEqual(late);
  });

  it("may not write what is no answer", async () => {
    const { server } = await start("--garbage-on=sweep");
    const garbage = failure("E_NATIVE", /wrote what is no answer: not json/);
    await expect(server.ask(SWEEP, 5000)).rejects.toEqual(garbage);
  });

  it("ends at once when the user interrupts", async () => {
    const interrupt = new AbortController();
    const { server } = await startWith(interrupt.signal, "--hang-on=sweep");
    const reply = server.ask(SWEEP, 60_000);
    interrupt.abort("SIGINT");
    await expect(reply).rejects.toEqual(failure("E_INTERRUPTED", /interrupted/));
    await server.close();
  });

  it("is an error to start where there is no such program", async () => {
    const options = { devices: [0], signal: new AbortController().signal };
    const missing = NativeServer.start({ ...options, binary: join(FOLDER, "none") });
    await expect(missing).rejects.toEqual(failure("E_NATIVE", /cannot start .*none/));
  });
});
