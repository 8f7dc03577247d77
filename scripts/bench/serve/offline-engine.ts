import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PlannerError } from "../../../src/errors.ts";
import type { RequestList } from "./request-list.ts";
import type { SideResult } from "./side-result.ts";

const SCRIPT = fileURLToPath(new URL("./offline_engine.py", import.meta.url));

/** Engines that the script knows, by the names of their packages. */
export const OFFLINE_ENGINES = ["nano-vllm", "vllm"] as const;
export type OfflineEngine = (typeof OFFLINE_ENGINES)[number];

/**
 * Serves the requests by an engine that python3 has.
 *
 * @throws PlannerError `E_NATIVE` when it does not end well, with the last it said
 */
export async function replayOffline(
  engine: OfflineEngine,
  list: RequestList,
  rounds: number,
  signal: AbortSignal,
): Promise<SideResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-serve-"));
  try {
    const path = join(folder, "requests.json");
    writeFileSync(path, JSON.stringify(list));
    return await run([SCRIPT, engine, path, String(rounds)], engine, signal);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Results are lines of JSON; engines print others. */
async function run(argv: string[], engine: string, signal: AbortSignal): Promise<SideResult[]> {
  const child = spawn("python3", argv, { stdio: ["ignore", "pipe", "pipe"], signal });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const results: SideResult[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"tokensPerSecond"')) results.push(JSON.parse(line));
  }
  const status = await ended;
  if (status === 0) return results;
  throw new PlannerError("E_NATIVE", `${engine} ended with ${status}: ${said.trim()}`, {
    remedy: `Install it for python3, or leave --beside ${engine} out.`,
  });
}
