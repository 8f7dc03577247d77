/** One process of clients: each asks again as soon as its answer is over. Run by ../server.ts. */
import { randomFrom } from "../../../src/random.ts";
import { type Streamed, streamOnce } from "./stream-client.ts";

export interface ClientWork {
  url: string;
  clients: number;
  /** Of this process. */
  requests: number;
  promptTokens: number;
  outputTokens: number;
  /** From the start; nobody asks after that. */
  seconds: number;
  /** Of the requests, those that the client leaves somewhere in the middle. */
  leaveShare: number;
  vocabularySize: number;
  seed: number;
}

process.once("message", async (work: ClientWork) => {
  const random = randomFrom(work.seed);
  const done: Streamed[] = [];
  let asked = 0;
  const endMs = performance.now() + work.seconds * 1000;
  const client = async () => {
    while (asked++ < work.requests && performance.now() < endMs) {
      const prompt = Array.from({ length: work.promptTokens }, () =>
        Math.floor(random() * work.vocabularySize),
      );
      const leaves = random() < work.leaveShare;
      const events = leaves ? 1 + Math.floor(random() * work.outputTokens) : undefined;
      done.push(await streamOnce(work.url, prompt, work.outputTokens, events));
    }
  };
  await Promise.all(Array.from({ length: work.clients }, client));
  process.send?.(done, () => process.exit(0));
});
process.send?.("ready");
