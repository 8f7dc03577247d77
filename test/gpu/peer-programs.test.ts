import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, describeWith, gpuCount } from "./requirements.ts";

const BUILD = fileURLToPath(new URL("../native-kernels/build.sh", import.meta.url));
const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 120_000;
/** One GPU can be both ranks: then their memory is not a peer's, but all else is the same. */
const RANKS = gpuCount > 1 ? "0,1" : "0,0";

describeWith(`kernels over ranks, on GPUs ${RANKS}`, [aGpu, aBuild], () => {
  const folder = temporaryFolder();
  let endTurn: () => void;

  beforeAll(() => {
    const capability = ["--query-gpu=compute_cap", "--format=csv,noheader", "--id=0"];
    const { stdout: version } = spawnSync("nvidia-smi", capability, { encoding: "utf8" });
    const env = { ...process.env, CUDA_ARCHITECTURE: version.trim().replace(".", "") };
    const { status, stdout, stderr } = spawnSync(BUILD, [folder], { encoding: "utf8", env });
    if (status !== 0) throw new Error(stdout + stderr);
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  it.each([
    ["peer-litmus", "find every order between ranks that is missing, and no other"],
    ["peer-checks", "embed, sample and gather from slices as one GPU does from the whole"],
  ])(
    "%s: %s",
    (program) => {
      const run = spawnSync(join(folder, program), [RANKS], { encoding: "utf8" });
      const { status, stdout, stderr } = run;
      expect({ status, stderr, faults: stdout.match(/^(MISSED|WRONG|FAILED).*$/gm) }).toEqual({
        status: 0,
        stderr: "",
        faults: null,
      });
      expect(stdout).toMatch(/(\d+) of \1 (planted faults found|checks passed)/);
    },
    TIMEOUT_MS,
  );
});
