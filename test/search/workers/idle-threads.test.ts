import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "@jest/globals";
import { IdleThreads } from "../../../src/search/workers/idle-threads.ts";

/** A thread that sends back what it is sent. */
const echo = () =>
  new Worker(
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", (message) => parentPort.postMessage(message));`,
    { eval: true },
  );

async function answer(thread: Worker, message: string): Promise<unknown> {
  thread.postMessage(message);
  const [received] = await once(thread, "message");
  return received;
}

describe("idle threads", () => {
  it("are taken over by the next search, which alone hears them", async () => {
    const threads = new IdleThreads();
    const thread = echo();
    const heard: unknown[] = [];
    thread.on("message", (message) => heard.push(message));
    expect(await answer(thread, "one")).toBe("one");
    threads.keep(thread);
    expect(threads.take()).toBe(thread);
    expect(threads.take()).toBeUndefined();
    expect(await answer(thread, "two")).toBe("two");
    expect(heard).toEqual(["one"]);
    await thread.terminate();
  });

  it("end after a while, and are not given to anybody then", async () => {
    const threads = new IdleThreads();
    const thread = echo();
    threads.keep(thread);
    // The thread does not hold up the process, so that the test must.
    const waiting = setTimeout(() => {}, 30_000);
    await once(thread, "exit");
    clearTimeout(waiting);
    expect(threads.take()).toBeUndefined();
  });

  it("are not given to anybody once they have died", async () => {
    const threads = new IdleThreads();
    const thread = echo();
    threads.keep(thread);
    await thread.terminate();
    expect(threads.take()).toBeUndefined();
  });
});
