import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../../../src/engine/cuda/process/executor-process.ts";
import { fakeExecutor } from "../../../support/fake-executor.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();

function start(...flags: string[]) {
  return startWith(new AbortController().signal, ...flags);
}

function startWith(signal: AbortSignal, ...flags: string[]) {
  const binary = fakeExecutor(FOLDER, ...flags);
  return ExecutorProcess.start({ binary, devices: [0], signal, startTimeoutMs: 5000 });
}

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a running native-executor", () => {
  it("greets with its GPUs, and sends bytes behind answers", async () => {
    const { executor, hello } = await start();
    expect(hello.devices[0]).toMatchObject({ gpu: "NVIDIA H200", smCount: 132 });
    const { answer, tail } = await executor.ask("read", { from: "arena+0", size: 70_000 });
    expect(answer.status).toBe("ok");
    expect(tail).toHaveLength(70_000);
    const next = await executor.ask("read", { from: "arena+0", size: 4 });
    expect(next.tail).toHaveLength(4);
    await executor.close();
  });

  it("takes payloads whatever bytes they hold", async () => {
    const { executor } = await start();
    await executor.ask("write", { to: "inputs+0" }, Uint8Array.of(10, 123, 10, 0));
    const { answer } = await executor.ask("write", { to: "inputs+0" });
    expect(answer.status).toBe("ok");
    await executor.close();
  });

  it("says what it cannot do, and goes on", async () => {
    const { executor } = await start("--error-on=read");
    const refused = executor.ask("read", { from: "arena+0", size: 4 });
    await expect(refused).rejects.toEqual(failure("E_NATIVE", /cannot read: launch failed/));
    const { answer } = await executor.ask("write", { to: "inputs+0" });
    expect(answer.status).toBe("ok");
    await executor.close();
  });

  it("takes requests for one rank alone", async () => {
    const { executor } = await start("--error-on=device=1");
    const { answer } = await executor.onRank(0).ask("write", { to: "inputs+0" });
    expect(answer.status).toBe("ok");
    const other = executor.onRank(1).ask("write", { to: "inputs+0" });
    await expect(other).rejects.toEqual(failure("E_NATIVE", /cannot write: launch failed/));
    await executor.close();
  });

  it("says what to do when memory is short", async () => {
    const { executor } = await start("--short-on=allocate");
    const refused = executor.ask("allocate", { region: "weights", size: 1e12 });
    await expect(refused).rejects.toMatchObject({
      ...{ code: "E_NATIVE", message: "native-executor cannot allocate: out of memory" },
      remedy: expect.stringMatching(/Free memory on the GPU/),
    });
    await executor.close();
  });

  it("refuses a program of an older version", async () => {
    const refusal = failure("E_NATIVE", /does not greet as native-executor of this version/);
    await expect(start("--older")).rejects.toEqual(refusal);
  });

  it("tells that there is no GPU", async () => {
    await expect(start("--no-gpu")).rejects.toEqual(failure("E_NO_GPU", /no CUDA device/));
  });

  it("gives its last words when it dies", async () => {
    const { executor } = await start("--die-on=step");
    const words = /exit code 134:\s+CUDA error: an illegal memory access/;
    await expect(executor.ask("step", {})).rejects.toEqual(failure("E_NATIVE", words));
  });

  it("is not waited for longer than allowed", async () => {
    const { executor } = await start("--hang-on=time");
    const late = failure("E_NATIVE", /did not answer `time` within/);
    await expect(executor.ask("time", {}, undefined, 100)).rejects.toEqual(late);
  });

  it("may not write what is no answer", async () => {
    const { executor } = await start("--garbage-on=step");
    const garbage = failure("E_NATIVE", /wrote what is no answer: not json/);
    await expect(executor.ask("step", {})).rejects.toEqual(garbage);
  });

  it("may not answer something else than was asked", async () => {
    const { executor } = await start("--misread-on=step");
    const other = failure("E_NATIVE", /answered nothing instead of 1: 'id=' is missing/);
    await expect(executor.ask("step", {})).rejects.toEqual(other);
    await expect(executor.ask("read", { from: "arena+0", size: 4 })).rejects.toEqual(other);
  });

  it("ends at once when the user interrupts", async () => {
    const interrupt = new AbortController();
    const { executor } = await startWith(interrupt.signal, "--hang-on=time");
    const reply = executor.ask("time", {});
    interrupt.abort("SIGINT");
    await expect(reply).rejects.toEqual(failure("E_INTERRUPTED", /interrupted/));
    await executor.close();
  });

  it("is an error to start where there is no such program", async () => {
    const options = { devices: [0], signal: new AbortController().signal };
    const missing = ExecutorProcess.start({ ...options, binary: join(FOLDER, "none") });
    await expect(missing).rejects.toEqual(failure("E_NATIVE", /cannot start .*none/));
  });
});
