import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildNativeProfiler } from "../../src/native/build.ts";
import type { Hello } from "../../src/profile/native/protocol.ts";
import { NativeServer } from "../../src/profile/native/server.ts";

const SMOKE = fileURLToPath(new URL("../../native-profiler/smoke.sh", import.meta.url));
/** A build takes minutes on few cores. */
const TIMEOUT_MS = 600_000;

const gpus = spawnSync("nvidia-smi", ["-L"], { encoding: "utf8" });
const nvcc = spawnSync(process.env.CUDACXX ?? "nvcc", ["--version"]);
const missing = [
  ...(gpus.status === 0 ? [] : ["nvidia-smi lists no GPU"]),
  ...(nvcc.status === 0 ? [] : ["nvcc was not found"]),
];
const gpuCount = (gpus.stdout ?? "").split("\n").filter(Boolean).length;
const onGpu = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")})`;
// jest does not show the names of a file in which everything is skipped.
if (why !== "") process.stderr.write(`test/gpu/native-profiler${why}\n`);

onGpu(`native-profiler on a GPU${why}`, () => {
  const signal = new AbortController().signal;
  let binary: string;
  let server: NativeServer;
  let hello: Hello;

  beforeAll(async () => {
    binary = await buildNativeProfiler({ env: process.env, signal, note: () => {} });
    ({ server, hello } = await NativeServer.start({ binary, devices: [0], signal }));
  }, TIMEOUT_MS);
  afterAll(() => server?.close());

  it(
    "computes what a reference on the CPU computes, in every operation",
    () => {
      const run = spawnSync(SMOKE, [binary, gpuCount > 1 ? "0,1" : "0"], { encoding: "utf8" });
      expect(run.stdout + run.stderr).toMatch(/^\d+ of \d+ checks passed, \d+ unsupported here$/m);
      expect(run.status).toBe(0);
    },
    TIMEOUT_MS,
  );

  it("names a word that it does not know, and goes on", async () => {
    const wrong = await server.ask("solo op=gemm m=128 n=128 k=128 nonsense=1", 30_000);
    expect(wrong).toMatchObject({ status: "error", message: expect.stringContaining("nonsense") });
    const right = await server.ask("solo op=gemm m=128 n=128 k=128", 30_000);
    expect(right).toMatchObject({ status: "ok", medianUs: expect.any(Number) });
  });

  it("times a GEMM beside decode attention that has the fewest SMs, whose calls are long", async () => {
    const groupSms = Math.max(...hello.splits.map((split) => split.groupSms));
    const gemm = "a.op=gemm a.m=1024 a.n=4096 a.k=4096";
    const heads = "b.op=decode_attention b.qheads=32 b.kvheads=8 b.head=128 b.page=16";
    const { status, aUs, bUs, aAloneUs, bAloneUs } = await server.ask(
      `pair split=${groupSms} budget_ms=40 ${gemm} ${heads} b.requests=360 b.context=1024`,
      30_000,
    );
    expect(status).toBe("ok");
    expect((aUs ?? 0) / (aAloneUs ?? 0)).toBeGreaterThan(0.95);
    expect((bUs ?? 0) / (bAloneUs ?? 0)).toBeGreaterThan(0.95);
  });
});
