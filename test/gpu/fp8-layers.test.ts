import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  divergence,
  likeliest,
  medianOf,
  relativeError,
} from "../../scripts/bench/precision/logits.ts";
import { nearestBf16 } from "../../src/bf16.ts";
import { limitsOf } from "../../src/engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import {
  NORM_EPSILON,
  ROPE_BASE,
  randomTokens,
  randomWeights,
} from "../../src/engine/reference/memory/model-weights.ts";
import { type UnsplitOptions, unsplitLogits } from "../../src/engine/reference/unsplit-model.ts";
import type { ModelShape } from "../../src/generated/plan.ts";
import { FP8_BY_ROWS, type Precision } from "../../src/model/precision.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { randomFrom } from "../../src/random.ts";
import { layOutStep, type Step, type StepRequest } from "../../src/step/step.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { PLAN_KINDS, planForGpu } from "./plan-for-gpu.ts";
import { referenceWeights, roundWeights } from "./reference-weights.ts";
import { aBuild, aGpu, describeWith, twoGpus } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const LAYERS = 2;
const KV_PAGES = 32;
const STEPS = 4;
/**
 * The median error of a row of logits over that of a reference that keeps rows in bf16 between its
 * operations, as the GPU does. In FP8 that alone moves elements over coarse steps.
 */
const MOST_ERROR = 1.5;

const LLAMA = {
  family: "llama",
  hiddenSize: 256,
  queryHeads: 4,
  kvHeads: 2,
  headSize: 64,
  vocabularySize: 1000,
  tiedEmbeddings: false,
  qkvBias: false,
  qkNorm: false,
  mlp: { kind: "dense", intermediateSize: 512 },
} as const;
const EXPERTS = {
  kind: "moe",
  experts: 8,
  expertsPerToken: 2,
  expertIntermediateSize: 256,
  sharedExpertIntermediateSize: 0,
} as const;
const PRODUCTS = {
  weights: FP8_BY_ROWS,
  activations: FP8_BY_ROWS,
  accumulation: "fast",
} as const satisfies Precision;
const CACHE = { kv: FP8_BY_ROWS };

const SHAPES: readonly (readonly [string, ModelShape])[] = [
  ["nothing", LLAMA],
  ["products", { ...LLAMA, precision: PRODUCTS }],
  ["the cache", { ...LLAMA, precision: CACHE }],
  ["both, with biases", { ...LLAMA, qkvBias: true, precision: { ...PRODUCTS, ...CACHE } }],
  ["both, with norms of heads", { ...LLAMA, qkNorm: true, precision: { ...PRODUCTS, ...CACHE } }],
  ["experts", { ...LLAMA, family: "mixtral", mlp: EXPERTS, precision: { ...PRODUCTS, ...CACHE } }],
];

/** Tokens of each request, and how many of them are its prompt. */
const LENGTHS = [
  { prompt: 21, tokens: 27 },
  { prompt: 70, tokens: 74 },
  { prompt: 37, tokens: 43 },
];

/** The requests of a step: all prompts first, then a token of each. */
function requestsOf(sequences: readonly (readonly number[])[], step: number): StepRequest[] {
  return sequences.map((sequence, id) => {
    const prompt = LENGTHS[id]?.prompt ?? 0;
    const cachedTokens = step === 0 ? 0 : prompt + step - 1;
    return {
      ...{ id, kind: step === 0 ? ("prefill" as const) : ("decode" as const), sampled: true },
      pages: Array.from({ length: 6 }, (_, page) => 1 + id + 3 * page),
      ...{ cachedTokens, tokenIds: sequence.slice(cachedTokens, prompt + step) },
    };
  });
}

describeWith("layers in FP8 on a GPU", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  let binary: string;
  let smCount: number;
  let endTurn: () => void;

  beforeAll(async () => {
    binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    const { executor, hello } = await ExecutorProcess.start({ binary, devices: [0], signal });
    await executor.close();
    smCount = hello.devices[0].smCount;
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  describe.each(SHAPES)("%s", (name, shape) => comparesWithReference(name, shape, 1));
  describeWith("on two GPUs", [twoGpus], () => {
    describe.each(SHAPES)("%s", (name, shape) => comparesWithReference(name, shape, 2));
  });

  function comparesWithReference(name: string, shape: ModelShape, ranks: 1 | 2): void {
    const random = randomFrom(7);
    const weights = randomWeights(shape, LAYERS, random);
    roundWeights(weights);
    const sequences = LENGTHS.map(({ tokens }) => randomTokens(tokens, shape, random));

    /** Logits of each step, program and request, on one KV cache. */
    async function serve(): Promise<Float32Array[]> {
      const programs = PLAN_KINDS.map((kind) => {
        const gpu = { shape, layers: LAYERS, smCount, tensorParallel: ranks };
        const program = lowerPlan(planForGpu(kind, gpu), LAYERS);
        const steps = Array.from({ length: STEPS }, (_step, step) =>
          layOutStep(program.batch, pageTokensOf(program), requestsOf(sequences, step)),
        );
        return { name: kind.replaceAll(" ", "-"), program, steps };
      });
      const engine = await CudaEngine.open({
        ...{ binary, signal, shape, layers: LAYERS, epsilon: NORM_EPSILON },
        devices: Array.from({ length: ranks }, (_, rank) => rank),
        programs: new Map(
          programs.map(({ name, program, steps }) => [
            name,
            { program, limits: limitsOf(program, steps) },
          ]),
        ),
        kvPages: KV_PAGES,
        rotary: { base: ROPE_BASE, scaling: { kind: "default" } },
        weights: referenceWeights(weights),
        randomCache: false,
      });
      try {
        const rows: Float32Array[] = [];
        for (let step = 0; step < STEPS; step++) {
          for (const { name, steps } of programs) {
            const { failures } = await engine.step(name, steps[step] as Step);
            expect(failures).toEqual([]);
            const logits = await engine.logits(name, sequences.length);
            const width = logits.length / sequences.length;
            for (const row of sequences.keys())
              rows.push(logits.slice(row * width, row * width + shape.vocabularySize));
          }
        }
        return rows;
      } finally {
        await engine.close();
      }
    }

    /** Logits of a reference, in the order of the rows that `serve` gives. */
    function expectedRows(wanted: ModelShape, options?: UnsplitOptions): number[][] {
      const logits = sequences.map((tokens) =>
        unsplitLogits({ ...weights, shape: wanted }, tokens, { ...options, ranks }),
      );
      return Array.from({ length: STEPS }, (_step, step) =>
        PLAN_KINDS.flatMap(() =>
          logits.map((each, id) => each[(LENGTHS[id]?.prompt ?? 0) + step - 1] ?? []),
        ),
      ).flat();
    }

    const errorOf = (wanted: readonly number[][], rows: readonly ArrayLike<number>[]) =>
      medianOf(rows.map((row, at) => relativeError(wanted[at] ?? [], row)));

    it(
      "give the logits of a reference that quantises the same",
      async () => {
        const rows = await serve();
        const { precision: _precision, ...bf16 } = shape;
        const [wanted, plain] = [expectedRows(shape), expectedRows(bf16)];
        const kept = expectedRows(shape, { stored: (row) => row.map(nearestBf16) });
        const [error, least] = [errorOf(wanted, rows), errorOf(wanted, kept)];
        const agreeing = rows.filter((row, at) => likeliest(row) === likeliest(plain[at] ?? []));
        const divergences = rows.map((row, at) => divergence(plain[at] ?? [], row));
        process.stderr.write(
          `logits, ${name} in FP8: median error ${error}, of bf16 rows alone ${least}; beside bf16: error ${errorOf(plain, rows)}, same likeliest token ${agreeing.length / rows.length}, divergence ${medianOf(divergences)}\n`,
        );
        expect(error).toBeLessThan(least * MOST_ERROR);
      },
      TIMEOUT_MS,
    );
  }
});
