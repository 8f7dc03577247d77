import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { PROMPT_TOKENS, requests, runtimeFor } from "./load.ts";

const TOKEN_BYTES = 4;

/** Memory that a waiting request takes beside its tokens, bytes: the growth of the process's memory. */
export function waitingBytes(count: number): number {
  const inputs = requests(count);
  const runtime = runtimeFor({ running: 64, sharesPrefixes: false }, () => {});
  const before = memoryBytes();
  for (const input of inputs) runtime.submit(input, () => {});
  const bytes = (memoryBytes() - before) / count - PROMPT_TOKENS * TOKEN_BYTES;
  void runtime.close();
  return Math.round(bytes);
}

function memoryBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
