import { afterEach, describe, expect, it } from "@jest/globals";
import { NativeProcess, type NativeRequest } from "../../src/native/native-process.ts";
import type { NativeProgram } from "../../src/native/native-program.ts";
import { fakeExecutor } from "../support/fake-executor.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLDER = temporaryFolder();

const PROGRAM: NativeProgram = {
  name: "native-executor",
  otherVersion: "Build it anew.",
  died: "Run again.",
  hung: "Wait.",
};

let running: NativeProcess | undefined;

async function start(flags: readonly string[] = [], signal = new AbortController().signal) {
  const binary = fakeExecutor(FOLDER, ...flags);
  const { process } = await NativeProcess.start(PROGRAM, { binary, devices: [0], signal });
  running = process;
  return process;
}

const request = (verb: string, words: readonly string[], timeoutMs = 10_000): NativeRequest => ({
  ...{ verb, words, timeoutMs, shown: verb },
});
const reading = (size: number, timeoutMs?: number) =>
  request("read", ["from=arena+0", `size=${size}`], timeoutMs);

describe("requests to a native program", () => {
  afterEach(() => running?.close());

  it("may be submitted before the first is answered, and are answered in their order", async () => {
    const process = await start();
    const sizes = [70_000, 3, 0, 1000];
    const submitted = sizes.map((size) => process.submit(reading(size)));
    const frames = await Promise.all(submitted.toReversed().map((each) => each.collect()));
    expect(frames.map(({ tail }) => tail.length)).toEqual(sizes.toReversed());
    expect(frames.map(({ value }) => value.id)).toEqual(["4", "3", "2", "1"]);
  });

  it("are not gone on with by a program that ended before it greeted", async () => {
    const signal = new AbortController().signal;
    const starting = NativeProcess.start(PROGRAM, { binary: "/bin/true", devices: [0], signal });
    await expect(starting).rejects.toMatchObject({ remedy: PROGRAM.otherVersion });
  });

  it("keep their payloads apart", async () => {
    const process = await start();
    const payloads = [Uint8Array.of(10, 10, 13), new Uint8Array(100_000).fill(10)];
    const answers = payloads.map((payload) =>
      process
        .submit({ ...request("write", ["to=inputs+0", `bytes=${payload.length}`]), payload })
        .collect(),
    );
    for (const { value } of await Promise.all(answers)) expect(value.status).toBe("ok");
    expect((await process.ask(reading(4))).tail).toHaveLength(4);
  });

  it("fail one by one: what cannot be done leaves the others", async () => {
    const process = await start(["--error-on=size=13"]);
    const [first, second, third] = [4, 13, 5].map((size) => process.submit(reading(size)));
    expect((await first?.collect())?.value.status).toBe("ok");
    expect((await second?.collect())?.value).toMatchObject({ status: "error" });
    expect((await third?.collect())?.tail).toHaveLength(5);
  });

  it("all fail when the program dies, those that nobody collects in silence", async () => {
    const process = await start(["--die-on=size=13"]);
    const [first, , third] = [4, 13, 5].map((size) => process.submit(reading(size)));
    expect((await first?.collect())?.tail).toHaveLength(4);
    await expect(third?.collect()).rejects.toMatchObject({ code: "E_NATIVE" });
    const late = process.submit(reading(6));
    await expect(late.collect()).rejects.toMatchObject({ code: "E_NATIVE" });
  });

  it("are not needed to notice a death; an end that was asked for is none", async () => {
    const dying = await start(["--die-on=size=13"]);
    await dying.submit(reading(4)).collect();
    dying.submit(reading(13));
    expect(await dying.died).toMatchObject({ code: "E_NATIVE" });
    const ended = await start([]);
    await ended.close();
    expect(await Promise.race([ended.died, Promise.resolve("alive")])).toBe("alive");
  });

  it("have their time from when they are the first, and all fail with the one that hangs", async () => {
    const process = await start(["--hang-on=size=13"]);
    const [first, second, third] = [
      process.submit(reading(4)),
      process.submit(reading(13, 300)),
      process.submit(reading(5)),
    ];
    expect((await first.collect()).tail).toHaveLength(4);
    const message = expect.stringMatching(/did not answer `read` within 0 s/);
    await expect(second.collect()).rejects.toMatchObject({ code: "E_NATIVE", message });
    await expect(third.collect()).rejects.toMatchObject({ message });
  });

  it("end with an interrupt", async () => {
    const interrupt = new AbortController();
    const process = await start(["--hang-on=size=13"], interrupt.signal);
    const submitted = [13, 4].map((size) => process.submit(reading(size)));
    interrupt.abort();
    for (const each of submitted)
      await expect(each.collect()).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  });

  it("are still answered when the program is closed behind them", async () => {
    const process = await start();
    const submitted = [4, 5].map((size) => process.submit(reading(size)));
    await process.close();
    const lengths = await Promise.all(submitted.map(async (each) => (await each.collect()).tail));
    expect(lengths.map(({ length }) => length)).toEqual([4, 5]);
    const late = process.submit(reading(6)).collect();
    await expect(late).rejects.toMatchObject({ message: "native-executor was closed" });
  });
});
