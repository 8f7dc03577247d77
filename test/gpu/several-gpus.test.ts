import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { limitsOf } from "../../src/engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import {
  type ModelWeights,
  NORM_EPSILON,
  ROPE_BASE,
  randomTokens,
  randomWeights,
} from "../../src/engine/reference/memory/model-weights.ts";
import { unsplitLogits } from "../../src/engine/reference/unsplit-model.ts";
import type { ModelShape } from "../../src/generated/plan.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { randomFrom } from "../../src/random.ts";
import { layOutStep, type Step, type StepRequest } from "../../src/step/step.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { smCountOf } from "./gpu-facts.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { PLAN_KINDS, planForGpu } from "./plan-for-gpu.ts";
import { referenceWeights, roundWeights } from "./reference-weights.ts";
import { aBuild, aGpu, describeWith, twoGpus } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
/** For a message that says what went wrong. */
const FAULT_TIMEOUT_MS = 5_000;
const LAYERS = 2;
const KV_PAGES = 32;
/** Of a rank's rows of logits, times the error of one GPU. */
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
  expertIntermediateSize: 128,
  sharedExpertIntermediateSize: 256,
} as const;

const SHAPES: readonly (readonly [string, ModelShape])[] = [
  ["llama", LLAMA],
  ["a model with one KV head, which both ranks hold", { ...LLAMA, kvHeads: 1, qkNorm: true }],
  ["a model with biases and a tied head", { ...LLAMA, tiedEmbeddings: true, qkvBias: true }],
  ["a mixture of experts", { ...LLAMA, family: "qwen2_moe", mlp: EXPERTS }],
];

/** Tokens of each request, and how many of them are its prompt. */
const LENGTHS = [
  { prompt: 21, tokens: 27 },
  { prompt: 70, tokens: 74 },
  { prompt: 37, tokens: 43 },
];
const STEPS = 4;

/** Norms behind an all-reduce run within its kernel, or apart from it. One GPU has no all-reduce. */
const VARIANTS = PLAN_KINDS.flatMap((kind) => [
  { kind, norms: {} },
  { kind, norms: { norms: "fused" as const } },
]);

interface Row {
  tokens: number;
  logits: Float32Array;
}

const norm = (values: Iterable<number>) => Math.hypot(...values);
const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The requests of a step: all prompts first, then a token of each. */
function requestsOf(sequences: readonly (readonly number[])[], step: number): StepRequest[] {
  return sequences.map((sequence, id) => {
    const { prompt } = LENGTHS[id] as (typeof LENGTHS)[number];
    const cachedTokens = step === 0 ? 0 : prompt + step - 1;
    return {
      ...{ id, kind: step === 0 ? ("prefill" as const) : ("decode" as const), sampled: true },
      pages: Array.from({ length: 6 }, (_, page) => 1 + id + 3 * page),
      ...{ cachedTokens, tokenIds: sequence.slice(cachedTokens, prompt + step) },
    };
  });
}

describeWith("an executor of several ranks", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  const folder = temporaryFolder();
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

  /** The executor with further options. */
  function withOptions(options: string): string {
    const wrapper = join(folder, "executor");
    writeFileSync(wrapper, `#!/bin/sh\nexec '${binary}' ${options} "$@"\n`, { mode: 0o755 });
    return wrapper;
  }

  it(
    "names the rank whose GPU is missing",
    async () => {
      await expect(
        ExecutorProcess.start({ binary, devices: [0, 99], signal }),
      ).rejects.toMatchObject({
        code: "E_NO_GPU",
        message: expect.stringMatching(/rank 1 \(GPU 99\): there is no GPU 99/),
      });
    },
    FAULT_TIMEOUT_MS,
  );

  it(
    "gives up a program that takes too long, and names the rank",
    async () => {
      const options = { binary: withOptions("--step-limit 0.000001"), devices: [0], signal };
      const { executor } = await ExecutorProcess.start(options);
      await executor.ask("allocate", { region: "x", size: 1 << 28 });
      const words = "implementation=default tokens=8192 width=4096 @gateUp=x+0 @output=x+134217728";
      const text = `queue side=whole sms=${smCount}\nrun queue=0 kernel=silu_mul ${words}\n`;
      await expect(
        executor.ask("program", { name: "slow" }, Buffer.from(text)),
      ).rejects.toMatchObject({
        code: "E_NATIVE",
        message: expect.stringMatching(/rank 0 \(GPU 0\): .* has not ended within/),
      });
    },
    FAULT_TIMEOUT_MS,
  );

  describeWith("on two GPUs", [twoGpus], () => {
    describe.each(SHAPES)("%s", (_, shape) => {
      let weights: ModelWeights;
      let sequences: number[][];
      /** Of each row that `serve` gives. */
      let expectedRows: number[][];

      beforeAll(() => {
        const random = randomFrom(7);
        weights = randomWeights(shape, LAYERS, random);
        roundWeights(weights);
        sequences = LENGTHS.map(({ tokens }) => randomTokens(tokens, shape, random));
        const expected = sequences.map((tokens) => unsplitLogits(weights, tokens));
        expectedRows = Array.from({ length: STEPS }, (_step, step) =>
          VARIANTS.flatMap(() =>
            expected.map((logits, id) => logits[(LENGTHS[id]?.prompt ?? 0) + step - 1] ?? []),
          ),
        ).flat();
      }, TIMEOUT_MS);

      /** Steps with programs of all kinds by turns, on one KV cache. */
      async function serve(tensorParallel: 1 | 2): Promise<Row[]> {
        const programs = VARIANTS.map(({ kind, norms }, index) => {
          const gpu = { shape, layers: LAYERS, smCount, tensorParallel };
          const program = lowerPlan(
            planForGpu(kind, { ...gpu, ...(tensorParallel > 1 && norms) }),
            LAYERS,
          );
          const steps = Array.from({ length: STEPS }, (_step, step) =>
            layOutStep(program.batch, pageTokensOf(program), requestsOf(sequences, step)),
          );
          return { name: `plan${index}`, program, steps };
        });
        const engine = await CudaEngine.open({
          ...{ binary, signal, shape, layers: LAYERS, epsilon: NORM_EPSILON },
          devices: Array.from({ length: tensorParallel }, (_device, rank) => rank),
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
          const rows: Row[] = [];
          for (let step = 0; step < STEPS; step++) {
            for (const { name, steps } of programs) {
              const { tokens, failures } = await engine.step(name, steps[step] as Step);
              expect(failures).toEqual([]);
              const logits = await engine.logits(name, sequences.length);
              const width = logits.length / sequences.length;
              for (const [row, token] of tokens.entries()) {
                rows.push({
                  tokens: token,
                  logits: logits.slice(row * width, row * width + shape.vocabularySize),
                });
              }
            }
          }
          return rows;
        } finally {
          await engine.close();
        }
      }

      const errorsOf = (rows: readonly Row[]) =>
        rows.map(({ logits }, index) => {
          const wanted = expectedRows[index] as number[];
          return norm(wanted.map((x, i) => x - (logits[i] ?? Number.NaN))) / norm(wanted);
        });

      it(
        "gives the reference's logits and tokens, as near as one GPU does, by programs that take turns",
        async () => {
          const [one, two] = [await serve(1), await serve(2)];
          const [errorsOfOne, errors] = [errorsOf(one), errorsOf(two)];
          process.stderr.write(
            `logits: median error ${medianOf(errors)} on two GPUs, ${medianOf(errorsOfOne)} on one; worst ${Math.max(...errors)}\n`,
          );
          expect(medianOf(errors)).toBeLessThan(MOST_ERROR * medianOf(errorsOfOne));
          expect(Math.max(...errors)).toBeLessThan(0.1);
          for (const [index, { tokens }] of two.entries()) {
            const wanted = expectedRows[index] as number[];
            // Another token may only be one that the error of a logit explains.
            const slack = (4 * (errors[index] ?? 0) * norm(wanted)) / Math.sqrt(wanted.length);
            expect(Math.max(...wanted) - (wanted[tokens] ?? Number.NaN)).toBeLessThan(slack);
          }
        },
        TIMEOUT_MS,
      );
    });

    it(
      "names the rank whose kernel fails while the other one waits for it",
      async () => {
        const { executor } = await ExecutorProcess.start({ binary, devices: [0, 1], signal });
        try {
          for (const rank of [0, 1]) {
            const own = executor.onRank(rank);
            for (const region of ["inputs", "ids", "x"])
              await own.ask("allocate", { region, size: 1 << 16 });
          }
          const text = [
            `queue side=whole sms=${smCount}`,
            "run queue=0 kernel=embedding implementation=default tokens=8 hidden=64 vocab=8 @table=x+0 @ids=ids+0 @output=x+32768",
            "run queue=0 kernel=all_reduce implementation=peer.c4 tokens=8 hidden=64 ranks=2 @input=x+32768 @output=x+32768",
          ];
          await executor.ask("program", { name: "sum" }, Buffer.from(`${text.join("\n")}\n`));
          const step = () =>
            executor.ask(
              "step",
              { program: "sum", to: "inputs+0", from: "x+32768", size: 64 },
              Buffer.alloc(16),
            );
          await step();
          const wild = new Int32Array(8).fill(0x7f000000);
          await executor.onRank(1).ask("write", { to: "ids+0" }, new Uint8Array(wild.buffer));
          const startedAt = performance.now();
          const message = await step().catch((error: Error) => error.message);
          expect(message).toMatch(/: rank 1 \(GPU 1\): Xid \d+, cudaError/);
          expect(performance.now() - startedAt).toBeLessThan(FAULT_TIMEOUT_MS);
        } finally {
          await executor.close();
        }
      },
      TIMEOUT_MS,
    );

    it(
      "refuses GPUs named twice, and collectives that all ranks could not meet in",
      async () => {
        await expect(
          ExecutorProcess.start({ binary, devices: [0, 0], signal }),
        ).rejects.toMatchObject({
          message: expect.stringMatching(/GPU 0 is named for two ranks/),
        });
        const { executor } = await ExecutorProcess.start({ binary, devices: [0, 1], signal });
        const refused = async (words: string) => {
          const text = `queue side=whole sms=${smCount}\nrun queue=0 kernel=all_reduce tokens=8 hidden=64 @input=x+0 @output=x+0 ${words}\n`;
          return expect(executor.ask("program", { name: "sum" }, Buffer.from(text))).rejects;
        };
        try {
          for (const rank of [0, 1])
            await executor.onRank(rank).ask("allocate", { region: "x", size: 1024 });
          await (await refused("ranks=4 implementation=peer.c4")).toThrow(
            /a collective of 4 ranks/,
          );
          for (const other of ["ce.c4", "nccl.c4"])
            await (await refused(`ranks=2 implementation=${other}`)).toThrow(/peer\.cN does/);
        } finally {
          await executor.close();
        }
      },
      TIMEOUT_MS,
    );
  });
});
