import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { PlannerError } from "../../../src/errors.ts";
import type { RequestList } from "./request-list.ts";
import type { SideResult } from "./side-result.ts";

const SCRIPT = fileURLToPath(new URL("./offline_engine.py", import.meta.url));

/** Engines that the script knows, by the names of their packages. */
export const OFFLINE_ENGINES = ["nano-vllm", "vllm"] as const;
export type OfflineEngine = (typeof OFFLINE_ENGINES)[number];

/** How rounds of another engine are run. */
export interface OfflineRounds {
  /** Tokens of a step at most, taken by turns of vLLM's rounds. */
  tokenBudgets: readonly number[];
  /** Called with each result as it comes. */
  onResult: (result: SideResult) => void;
  signal: AbortSignal;
}

/**
 * Serves the requests by an engine that python3 has, one list a round.
 *
 * @throws PlannerError `E_NATIVE` when it does not start or end well, with the last it said;
 *   `E_INTERRUPTED`
 */
export async function replayOffline(
  engine: OfflineEngine,
  lists: readonly RequestList[],
  { tokenBudgets, onResult, signal }: OfflineRounds,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-serve-"));
  try {
    const path = join(folder, "requests.json");
    writeFileSync(path, JSON.stringify(lists));
    await run([SCRIPT, engine, path, tokenBudgets.join()], engine, { onResult, signal });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  argv: string[],
  engine: string,
  { onResult, signal }: Omit<OfflineRounds, "tokenBudgets">,
): Promise<void> {
  const { env } = process;
  // A group of its own: engines start further processes, which hold the GPU.
  const child = spawn("python3", argv, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const endGroup = () => endAll(child.pid);
  signal.addEventListener("abort", endGroup, { once: true });
  if (signal.aborted) endGroup();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const ended = new Promise<number | NodeJS.Signals | Error | null>((resolve) => {
    child.once("error", resolve).once("close", (status, killedBy) => resolve(status ?? killedBy));
  });
  // What it started may keep its output open, which is awaited.
  child.once("exit", endGroup);
  // Both at once: the output of a program that does not start may never end by itself.
  const [status] = await Promise.all([ended, readResults(child.stdout, onResult)]).finally(() => {
    signal.removeEventListener("abort", endGroup);
    endGroup();
  });
  if (signal.aborted) throw new PlannerError("E_INTERRUPTED", "interrupted");
  if (status === 0) return;
  const remedy = `Install it for python3, or leave --beside ${engine} out.`;
  if (typeof status === "object" && status !== null)
    throw new PlannerError("E_NATIVE", `${engine}: python3 does not start: ${status.message}`, {
      remedy,
      cause: status,
    });
  const lastWords = said.trim() === "" ? "" : `: ${said.trim()}`;
  throw new PlannerError("E_NATIVE", `${engine} ended with ${status}${lastWords}`, { remedy });
}

/** Ends a process and all that it started. */
function endAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nobody is left of the group.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Results are lines of JSON; engines print others. Progress bars end theirs with a carriage return. */
async function readResults(output: Readable, onResult: OfflineRounds["onResult"]): Promise<void> {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith('{"tokensPerSecond"')) onResult(JSON.parse(line));
  }
}
