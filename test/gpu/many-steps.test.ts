import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type CudaServedStep, CudaServingEngine } from "../../src/engine/cuda/serving-engine.ts";
import { randomWeights } from "../../src/engine/cuda/weights/weight-source.ts";
import type { Program } from "../../src/generated/program.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { PLAIN } from "../support/sampling.ts";
import { servingSchedule, servingStepOf } from "../support/serving-schedule.ts";
import { smCountOf } from "./gpu-facts.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { PLAN_KINDS, planForGpu } from "./plan-for-gpu.ts";
import { aBuild, aGpu, describeWith, twoGpus } from "./requirements.ts";

/** As many as a figure asks for; each takes a fraction of a millisecond. */
const STEPS = Number(process.env.NANOFLOW_TEST_STEPS ?? 400);
const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000 + 2 * STEPS;
const LAYERS = 2;
const SLOTS = 6;
const CONTEXT_TOKENS = 200;
const LIKELIEST = 5;
/**
 * Log probabilities closer than this count as tied: ranks add up in another order than one GPU.
 * Logits are bf16: from 4 on they are 1/32 apart.
 */
const TIE = 0.1;

const SHAPE = {
  family: "llama",
  hiddenSize: 256,
  queryHeads: 4,
  kvHeads: 2,
  headSize: 64,
  // A multiple of 64: rows of padding have random weights here, and would be sampled.
  vocabularySize: 1024,
  tiedEmbeddings: false,
  qkvBias: false,
  qkNorm: false,
  mlp: { kind: "dense", intermediateSize: 512 },
} as const;

/** Norms behind an all-reduce run within its kernel, or apart from it. One GPU has no all-reduce. */
const VARIANTS = PLAN_KINDS.flatMap((kind) => [
  { kind, norms: {} },
  { kind, norms: { norms: "fused" as const } },
]);

describeWith("many steps on two GPUs", [aGpu, aBuild, twoGpus], () => {
  const signal = new AbortController().signal;
  let binary: string;
  let smCount: number;
  let endTurn: () => void;

  beforeAll(async () => {
    binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    smCount = await smCountOf(binary, signal);
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  const programsFor = (tensorParallel: 1 | 2): Program[] =>
    VARIANTS.map(({ kind, norms }) => {
      const gpu = { shape: SHAPE, layers: LAYERS, smCount, tensorParallel };
      return lowerPlan(planForGpu(kind, { ...gpu, ...(tensorParallel > 1 && norms) }), LAYERS);
    });

  const scheduleFor = (program: Program) =>
    servingSchedule({
      ...{ steps: STEPS, slots: SLOTS, chunkTokens: 40, vocabularySize: SHAPE.vocabularySize },
      pageTokens: pageTokensOf(program),
      parameters: () => ({ ...PLAIN, logprobs: LIKELIEST }),
      lengths: (id) => ({ prompt: 11 + ((id * 37) % 90), output: 2 + ((id * 5) % 60) }),
    });

  /** Steps in their order, as many under way as may be; programs take turns. */
  async function serve(
    tensorParallel: 1 | 2,
    { steps, kvPages }: ReturnType<typeof servingSchedule>,
    onStep: (index: number, step: CudaServedStep) => void,
  ): Promise<void> {
    const programs = programsFor(tensorParallel);
    const engine = await CudaServingEngine.open({
      ...{ binary, signal, shape: SHAPE, layers: LAYERS, epsilon: 1e-5, kvPages },
      devices: Array.from({ length: tensorParallel }, (_, rank) => rank),
      rotary: { base: 10_000, scaling: { kind: "default" } },
      weights: randomWeights(1),
      randomCache: true,
      programs: new Map(programs.map((program, index) => [`plan${index}`, program])),
      ...{ slots: SLOTS, contextTokens: CONTEXT_TOKENS },
    });
    try {
      const underWay: Promise<CudaServedStep>[] = [];
      let ended = 0;
      const endOldest = async () =>
        onStep(ended++, await (underWay.shift() as (typeof underWay)[0]));
      for (const [index, scheduled] of steps.entries()) {
        const turn = index % programs.length;
        const step = servingStepOf(programs[turn] as Program, scheduled);
        underWay.push(engine.submit(`plan${turn}`, step));
        if (underWay.length === engine.depth) await endOldest();
      }
      while (underWay.length > 0) await endOldest();
    } finally {
      await engine.close();
    }
  }

  it(
    "give on all ranks the tokens of one GPU, but for near ties",
    async () => {
      const [program] = programsFor(1) as [Program];
      const schedule = scheduleFor(program);
      const expected: Int32Array[] = [];
      await serve(1, schedule, (_, { tokens }) => expected.push(tokens));

      /** By request: log probability of the first token that is not one GPU's, over that of its own. */
      const departures = new Map<number, number>();
      let compared = 0;
      const startedAt = performance.now();
      await serve(2, schedule, (index, { tokens, failures, logprobs }) => {
        expect(failures).toEqual([]);
        const sampled = schedule.steps[index]?.requests.filter((request) => request.sampled) ?? [];
        for (const [row, { id }] of sampled.entries()) {
          if (departures.has(id as number)) continue;
          compared++;
          const wanted = expected[index]?.[row];
          if (tokens[row] === wanted) continue;
          const found = logprobs.get(row);
          const rival = found?.likeliest.find(({ token }) => token === wanted);
          const lost = (found?.chosen.logprob ?? 0) - (rival?.logprob ?? Number.NEGATIVE_INFINITY);
          departures.set(id as number, lost);
        }
      });
      const seconds = (performance.now() - startedAt) / 1000;
      const worst = Math.max(0, ...departures.values());
      process.stderr.write(
        `${STEPS} steps on two GPUs in ${seconds.toFixed(1)} s: ${compared} tokens compared, ${departures.size} left one GPU's by a near tie, at most ${worst.toFixed(4)} apart\n`,
      );
      expect(worst).toBeLessThan(TIE);
      expect(departures.size).toBeLessThan(compared / 20);
    },
    TIMEOUT_MS,
  );
});
