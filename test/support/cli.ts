import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunResult } from "./fake-process.ts";

/** The program as `npm run build` leaves it. */
export const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Called while the program runs, for instance to send it a signal. */
  whileRunning?: (child: { kill(signal: NodeJS.Signals): boolean }, stderr: () => string) => void;
}

/** Runs the built program in a process of its own, as a user would. */
export function runCli(argv: readonly string[], options: CliOptions = {}): Promise<RunResult> {
  if (!existsSync(BIN)) throw new Error(`${BIN} is missing: run \`npm run build\` first.`);
  const { NODE_OPTIONS: _, ...env } = { ...process.env, ...options.env };
  const child = spawn(process.execPath, [BIN, ...argv], {
    cwd: options.cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  options.whileRunning?.(child, () => stderr);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === null) reject(new Error(`died of ${signal}: ${stderr}`));
      else resolve({ exitCode: code, stdout, stderr });
    });
  });
}
