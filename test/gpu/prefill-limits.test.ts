import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type Chunks, type Limits, takeStep } from "../../scripts/bench/step-kernels/prefill.ts";
import { bindCalls } from "../../scripts/bench/step-kernels/timed-program.ts";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { buildNative } from "../../src/native/build.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
/** Queries of llama-3-8b in bf16. */
const TOKEN_BYTES = 32 * 128 * 2;

const STEPS: [string, Chunks][] = [
  ["one chunk", { tokens: [300], cached: [77] }],
  ["chunks of one token", { tokens: [1, 1, 1], cached: [0, 40, 1000] }],
  [
    "chunks of every length",
    { tokens: [500, 3, 129, 64, 40, 33], cached: [0, 3000, 12, 700, 1, 128] },
  ],
];

describeWith(
  "prefill attention captured for more than a step has, on a GPU",
  [aGpu, aBuild],
  () => {
    const signal = new AbortController().signal;
    let binary: string;
    let executor: ExecutorProcess;
    let smCount: number;
    let endTurn: () => void;

    beforeAll(async () => {
      binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
    }, BUILD_TIMEOUT_MS);
    beforeAll(async () => {
      endTurn = await takeTurn();
      const started = await ExecutorProcess.start({ binary, devices: [0], signal });
      executor = started.executor;
      ({ smCount } = started.hello.devices[0]);
    }, TURN_TIMEOUT_MS);
    afterAll(async () => {
      await executor?.close();
      endTurn?.();
    });

    /** What the chunks give in a program with these limits. */
    async function outputOf(
      region: string,
      chunks: Chunks,
      limits: Limits,
      implementation: string,
    ) {
      const { plan, attend } = await takeStep(executor, region, chunks, limits);
      // Binding a program runs it once.
      await bindCalls(executor, region, smCount, [plan, { ...attend, implementation }]);
      const tokens = chunks.tokens.reduce((sum, each) => sum + each);
      const size = tokens * TOKEN_BYTES;
      return (await executor.ask("read", { from: `${region}.output+0`, size })).tail;
    }

    it.each(
      STEPS.flatMap(([name, chunks]) =>
        (["default", "mma"] as const).map((kernel) => [name, kernel, chunks] as const),
      ),
    )(
      "gives the same bits: %s by %s",
      async (name, kernel, chunks) => {
        // Pairs of CTAs take over where the longest chunk has rows for two.
        const longest = Math.max(64, ...chunks.tokens);
        const exact = { sequences: chunks.tokens.length, longest };
        const own = `${name}.${kernel}`.replaceAll(" ", "-");
        const expected = await outputOf(`${own}.exact`, chunks, exact, kernel);
        const roomy = { sequences: 64, longest: 1365 };
        const found = await outputOf(`${own}.roomy`, chunks, roomy, kernel);
        expect(found.equals(expected)).toBe(true);
        expect(expected.some((byte) => byte !== 0)).toBe(true);
      },
      TIMEOUT_MS,
    );
  },
);
