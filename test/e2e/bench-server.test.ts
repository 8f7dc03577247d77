import { fork } from "node:child_process";
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
