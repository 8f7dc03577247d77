import { parentPort, workerData } from "node:worker_threads";
import { SchemaFault } from "../schema-fault.ts";
import type { TokenVocabulary } from "../token-vocabulary.ts";
import { Matchers } from "./matchers.ts";

/** What the thread is asked: formats are JSON of an `OutputFormat`, and outputs have numbers. */
export type MatchingOrder =
  | { id: number; do: "compile"; format: string }
  | { id: number; do: "begin"; output: number; format: string }
  | { id: number; do: "next"; output: number; token: number }
  | { id: number; do: "end"; output: number };

export interface MatchingAnswer {
  id: number;
  /** What may come next, of an output that goes on. */
  mask?: Int32Array<ArrayBuffer>;
  fault?: string;
  /** Of a fault of a schema: where it lies. */
  place?: string;
}

// The library words its warnings there; what it refuses ends this thread with an error.
console.error = () => {};
console.warn = () => {};

const loaded = Matchers.load(workerData as TokenVocabulary);
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (order: MatchingOrder) => {
  last = last.then(async () => {
    const answer = await answered(await loaded, order);
    parentPort?.postMessage(answer, answer.mask === undefined ? [] : [answer.mask.buffer]);
  });
});

async function answered(matchers: Matchers, order: MatchingOrder): Promise<MatchingAnswer> {
  const { id } = order;
  try {
    const mask = await carriedOut(matchers, order);
    return mask === undefined ? { id } : { id, mask: new Int32Array(mask) };
  } catch (error) {
    if (error instanceof SchemaFault) return { id, fault: error.message, place: error.place };
    // Behind any other error the library's memory is not to be trusted.
    if ((error as Error).name === "RuntimeError") throw error;
    return { id, fault: (error as Error).message };
  }
}

async function carriedOut(
  matchers: Matchers,
  order: MatchingOrder,
): Promise<Int32Array | undefined> {
  switch (order.do) {
    case "compile":
      await matchers.compile(order.format);
      return undefined;
    case "begin":
      return matchers.begin(order.output, order.format);
    case "next":
      return matchers.next(order.output, order.token);
    case "end":
      matchers.end(order.output);
      return undefined;
  }
}
