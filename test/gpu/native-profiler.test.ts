import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Hello } from "../../src/campaign/session/protocol.ts";
import { NativeServer } from "../../src/campaign/session/server.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, computeSanitizer, describeWith, gpuCount } from "./requirements.ts";

const SMOKE = fileURLToPath(new URL("../../native-profiler/smoke.sh", import.meta.url));
const SMOKE_JOBS = new URL("../../native-profiler/smoke.jobs", import.meta.url);
/** A build takes minutes on few cores. */
const BUILD_TIMEOUT_MS = 900_000;
const CHECKS_TIMEOUT_MS = 600_000;
const START_TIMEOUT_MS = 120_000;
const JOB_TIMEOUT_MS = 60_000;

describeWith("native-profiler on a GPU", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  let binary: string;
  let endTurn: () => void;

  beforeAll(async () => {
    binary = await buildNativeProfiler({ env: process.env, signal, note: () => {} });
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  it(
    "computes what a reference on the CPU computes, in every operation",
    () => {
      const run = spawnSync(SMOKE, [binary, gpuCount > 1 ? "0,1" : "0"], { encoding: "utf8" });
      expect(run.stdout + run.stderr).toMatch(/^\d+ of \d+ checks passed, \d+ unsupported here$/m);
      expect(run.status).toBe(0);
    },
    CHECKS_TIMEOUT_MS,
  );

  describeWith("its router under compute-sanitizer", [computeSanitizer], () => {
    const jobs = readFileSync(SMOKE_JOBS, "utf8").match(/^.* op=router .*$/gm) ?? [];

    it.each([
      ["memcheck", "touches no memory that is not its own"],
      ["racecheck", "orders what threads and CTAs do in shared memory"],
    ])(
      "%s: %s",
      (tool) => {
        const options = { encoding: "utf8", input: `${jobs.join("\n")}\n` } as const;
        const { stdout } = spawnSync("compute-sanitizer", ["--tool", tool, binary], options);
        expect(stdout.match(/"status":"ok"/g)).toHaveLength(jobs.length);
        // memcheck counts errors, racecheck hazards; the exit code is 0 with either.
        expect(stdout).toMatch(/SUMMARY: 0 (errors|hazards)/);
      },
      CHECKS_TIMEOUT_MS,
    );
  });

  // Not before the checks: each process takes most of a small GPU's memory.
  describe("answering jobs", () => {
    let server: NativeServer;
    let hello: Hello;

    beforeAll(async () => {
      ({ server, hello } = await NativeServer.start({ binary, devices: [0], signal }));
    }, START_TIMEOUT_MS);
    afterAll(() => server?.close());

    it(
      "names a word that it does not know, and goes on",
      async () => {
        const gemm = "solo op=gemm m=128 n=128 k=128";
        const wrong = await server.ask(`${gemm} nonsense=1`, JOB_TIMEOUT_MS);
        const message = expect.stringContaining("nonsense");
        expect(wrong).toMatchObject({ status: "error", message });
        const right = await server.ask(gemm, JOB_TIMEOUT_MS);
        expect(right).toMatchObject({ status: "ok", medianUs: expect.any(Number) });
      },
      2 * JOB_TIMEOUT_MS,
    );

    it(
      "times a GEMM beside decode attention that has the fewest SMs, whose calls are long",
      async () => {
        const groupSms = Math.max(...hello.splits.map((split) => split.groupSms));
        const gemm = "a.op=gemm a.m=1024 a.n=4096 a.k=4096";
        const heads = "b.op=decode_attention b.qheads=32 b.kvheads=8 b.head=128 b.page=16";
        const { status, aUs, bUs, aAloneUs, bAloneUs } = await server.ask(
          `pair split=${groupSms} budget_ms=40 ${gemm} ${heads} b.requests=360 b.context=1024`,
          JOB_TIMEOUT_MS,
        );
        expect(status).toBe("ok");
        expect((aUs ?? 0) / (aAloneUs ?? 0)).toBeGreaterThan(0.95);
        expect((bUs ?? 0) / (bAloneUs ?? 0)).toBeGreaterThan(0.95);
      },
      2 * JOB_TIMEOUT_MS,
    );
  });
});
