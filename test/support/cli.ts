import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunResult } from "./fake-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The program as `npm run build` leaves it. */
export const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

/** The user's cache of a test file. */
export const CACHE = temporaryFolder();

/**
 * A module that says on file descriptor 3 that the program listens for signals, and that a thread is to
 * solve a structure.
 */
const ANNOUNCER = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  process.on("newListener", (event) => {
    if (event === "SIGINT") writeSync(3, "listening ");
  });
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (order) {
    if (order.task?.kind === "solve") writeSync(3, "solving ");
    postMessage.call(this, order);
  };
`)}`;

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Called once the program listens for signals, or is `atWork` solving, for instance to send it one. */
  whileRunning?: (child: { kill(signal: NodeJS.Signals): boolean }, stderr: () => string) => void;
  atWork?: "listening" | "solving";
}

/** Runs the built program in a process of its own, as a user would. */
export function runCli(argv: readonly string[], options: CliOptions = {}): Promise<RunResult> {
  if (!existsSync(BIN)) throw new Error(`${BIN} is missing: run \`npm run build\` first.`);
  const { NODE_OPTIONS: _, ...own } = process.env;
  const env = { ...own, XDG_CACHE_HOME: CACHE, ...options.env };
  const { whileRunning, atWork = "listening" } = options;
  const announcer = whileRunning === undefined ? [] : ["--import", ANNOUNCER];
  const child = spawn(process.execPath, [...announcer, BIN, ...argv], {
    cwd: options.cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  let announced = "";
  child.stdio[3]?.on("data", (text: Buffer) => {
    const isNew = !announced.includes(atWork);
    announced += text;
    if (isNew && announced.includes(atWork)) whileRunning?.(child, () => stderr);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === null) reject(new Error(`died of ${signal}: ${stderr}`));
      else resolve({ exitCode: code, stdout, stderr });
    });
  });
}
