import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { childMessage } from "../../scripts/bench/server/child-message.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

function messageOf(program: string): Promise<unknown> {
  const path = join(folder, `child-${program.length}.mjs`);
  writeFileSync(path, program);
  return childMessage(fork(path, { execArgv: [], silent: true }), "client process 1");
}

describe("a benchmark", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("that %s ends says so, and nothing of its own code", async (signal, exitCode) => {
    const program = join(folder, `${signal}.mts`);
    const module = new URL("../../scripts/bench/benchmark.ts", import.meta.url);
    writeFileSync(
      program,
      `import { runBenchmark } from "${module}";
      const waits = (_: object, signal: AbortSignal) =>
        new Promise<void>((_, reject) => {
          // A timer keeps the process, as work would.
          const timer = setTimeout(() => {}, 60_000);
          signal.addEventListener("abort", () => reject(signal.reason));
          process.stdout.write("runs");
        });
      await runBenchmark("", () => ({}), waits);`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", program]);
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.stdout.once("data", () => child.kill(signal));
    const [code] = await once(child, "close");
    expect({ code, said }).toEqual({ code: exitCode, said: "error: interrupted\n" });
  });
});

describe("a process of clients", () => {
  it("hands over its answers, though it ends at once", async () => {
    await expect(messageOf("process.send([1, 2], () => process.exit(0));")).resolves.toEqual([
      1, 2,
    ]);
  });

  it("is missed when it dies", async () => {
    await expect(messageOf("process.exit(7);")).rejects.toThrow(
      "client process 1 ended with 7 before its answers",
    );
    await expect(messageOf('process.kill(process.pid, "SIGKILL");')).rejects.toThrow(
      "ended with SIGKILL",
    );
  });
});
