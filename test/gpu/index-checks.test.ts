import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const SOURCE = fileURLToPath(new URL("../../native-executor", import.meta.url));
const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const FATAL_EXIT = 5;

/** Rows of the table of embeddings. */
const VOCABULARY = 4;
const HIDDEN = 8;

describeWith("a build with NANOFLOW_CHECKS on a GPU", [aGpu, aBuild], () => {
  const folder = temporaryFolder();
  const binary = join(folder, "native-executor");
  let endTurn: () => void;

  beforeAll(() => {
    const configure = ["-S", SOURCE, "-B", folder, "-DNANOFLOW_CHECKS=ON"];
    for (const words of [configure, ["--build", folder, "--parallel"]]) {
      const { status, stdout, stderr } = spawnSync("cmake", words, { encoding: "utf8" });
      if (status !== 0) throw new Error(stdout + stderr);
    }
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  /** Looks up embeddings of token ids that nothing has checked before. */
  function lookUp(...ids: readonly number[]) {
    const words = `tokens=${ids.length} hidden=${HIDDEN} vocab=${VOCABULARY} implementation=default`;
    const program = Buffer.from(
      `queue side=whole sms=1\n` +
        `run queue=0 kernel=embedding ${words} @table=all+0 @ids=all+512 @output=all+1024\n`,
    );
    const payload = Buffer.from(Int32Array.from(ids).buffer);
    const step = `step id=3 program=p to=all+512 from=all+1024 size=4 bytes=${payload.length}\n`;
    const input = Buffer.concat([
      Buffer.from(
        `allocate id=1 region=all size=4096\nprogram id=2 name=p bytes=${program.length}\n`,
      ),
      program,
      Buffer.from(step),
      payload,
    ]);
    const { status, stdout, stderr } = spawnSync(binary, { input });
    return { status, stdout: stdout.toString("latin1"), stderr: stderr.toString("utf8") };
  }

  it(
    "runs where all ids name something",
    () => {
      const { status, stderr } = lookUp(0, 3, 1);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    },
    TIMEOUT_MS,
  );

  it.each([[VOCABULARY], [-1], [2147483647]])(
    "stops at token %d, and names kernel and row",
    (id) => {
      const { status, stdout, stderr } = lookUp(0, id, 1);
      expect(stderr).toMatch(/row:1: copy_rows: .*the id is a row of the input.* failed/);
      expect(stdout).toMatch(/"type":"fatal".*cudaErrorAssert/);
      expect(status).toBe(FATAL_EXIT);
    },
    TIMEOUT_MS,
  );
});
