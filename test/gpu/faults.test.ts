import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { limitsOf } from "../../src/engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { randomWeights, type WeightSource } from "../../src/engine/cuda/weights/weight-source.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { layOutStep, type Step, type StepRequest } from "../../src/step/step.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { PLAN_KINDS, type PlanKind, planForGpu } from "./plan-for-gpu.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const LAYERS = 2;
const KV_PAGES = 16;

const SHAPE = {
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

/** A token whose embedding is no number, and one like any other. */
const BROKEN = 7;
const SOUND = 8;

/** bf16 */
const POISONS = { NaN: 0x7fc0, "plus infinity": 0x7f80 } as const;
type Poison = keyof typeof POISONS;

/** Random weights, but for the embedding of one token. */
function weightsWith(poison: Poison): WeightSource {
  return async (executor, weights) => {
    await randomWeights(1)(executor, weights);
    const { offset = 0, columns = 0 } = weights.tensors.get("embedding") ?? {};
    const row = new Uint16Array(columns).fill(POISONS[poison]);
    const to = `weights+${offset + BROKEN * row.byteLength}`;
    await executor.ask("write", { to }, new Uint8Array(row.buffer));
  };
}

const tokens = (count: number, first: number) =>
  Array.from({ length: count }, (_, index) => 20 + ((first + 31 * index) % 900));

/** Another request, beside those that fail. */
const neighbour = (tokenIds: number[], cachedTokens: number): StepRequest => ({
  ...{ id: 1, pages: [5, 9, 2], cachedTokens, tokenIds, sampled: true },
  kind: cachedTokens === 0 ? "prefill" : "decode",
});

/**
 * A request fills its pages, ends, and leaves them to another one, which fills two of them in part:
 * a prompt of 21 tokens, then decoding.
 *
 * @param token that the first request consists of
 */
function requestsOf(token: number): StepRequest[][] {
  const pages = [3, 11, 6];
  const next = { id: 3, pages, sampled: true } as const;
  return [
    [
      neighbour(tokens(37, 1), 0),
      {
        id: 2,
        kind: "prefill",
        pages,
        cachedTokens: 0,
        tokenIds: Array(48).fill(token),
        sampled: true,
      },
    ],
    [
      neighbour(tokens(1, 2), 37),
      { ...next, kind: "prefill", cachedTokens: 0, tokenIds: tokens(21, 3) },
    ],
    [
      neighbour(tokens(1, 4), 38),
      { ...next, kind: "decode", cachedTokens: 21, tokenIds: tokens(1, 5) },
    ],
  ];
}

describeWith("requests whose values are no numbers, on a GPU", [aGpu, aBuild], () => {
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

  const programOf = (kind: PlanKind) =>
    lowerPlan(planForGpu(kind, { shape: SHAPE, layers: LAYERS, smCount }), LAYERS);

  async function withEngine<Result>(
    kind: PlanKind,
    poison: Poison,
    use: (
      engine: CudaEngine,
      stepOf: (requests: readonly StepRequest[]) => Step,
    ) => Promise<Result>,
  ): Promise<Result> {
    const program = programOf(kind);
    const stepOf = (requests: readonly StepRequest[]) =>
      layOutStep(program.batch, pageTokensOf(program), requests);
    const limits = limitsOf(program, requestsOf(SOUND).map(stepOf));
    const engine = await CudaEngine.open({
      ...{ binary, devices: [0], signal, shape: SHAPE, layers: LAYERS, epsilon: 1e-5 },
      programs: new Map([["plan", { program, limits }]]),
      kvPages: KV_PAGES,
      rotary: { base: 10_000, scaling: { kind: "default" } },
      weights: weightsWith(poison),
      randomCache: false,
    });
    try {
      return await use(engine, stepOf);
    } finally {
      await engine.close();
    }
  }

  /** What each step gave the neighbour and the other request. */
  const serve = (kind: PlanKind, poison: Poison, token: number) =>
    withEngine(kind, poison, async (engine, stepOf) => {
      const results = [];
      for (const requests of requestsOf(token)) {
        const { tokens: next, failures } = await engine.step("plan", stepOf(requests));
        const logits = await engine.logits("plan", 2);
        const width = logits.length / 2;
        const rows = [logits.slice(0, width), logits.slice(width)];
        results.push({ next: [...next], failures, rows });
      }
      return results;
    });

  const cases = PLAN_KINDS.flatMap((kind) =>
    (Object.keys(POISONS) as Poison[]).map((poison) => [kind, poison] as const),
  );

  it.each(cases)(
    "fail alone, and leave pages that are as good as new: %s, %s",
    async (kind, poison) => {
      const broken = await serve(kind, poison, BROKEN);
      const sound = await serve(kind, poison, SOUND);
      expect(broken[0]?.failures).toEqual([
        { row: 1, request: 2, error: expect.objectContaining({ code: "E_NATIVE" }) },
      ]);
      expect(broken[0]?.failures[0]?.error.message).toMatch(/request 2: .* NaN/);
      expect(broken[0]?.next[1]).toBe(0);
      expect(broken.slice(1).flatMap(({ failures }) => failures)).toEqual([]);
      expect(sound.flatMap(({ failures }) => failures)).toEqual([]);
      // The neighbour throughout, and the next owner of the pages, to the bit.
      for (const [step, { rows, next }] of broken.entries()) {
        expect(rows[0]).toEqual(sound[step]?.rows[0]);
        if (step === 0) continue;
        expect(rows[1]).toEqual(sound[step]?.rows[1]);
        expect(next).toEqual(sound[step]?.next);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "are not the only ones refused: ids that name nothing are too, before anything runs",
    async () => {
      await withEngine("sequential", "NaN", async (engine, stepOf) => {
        const right = stepOf(requestsOf(SOUND)[0] ?? []);
        const before = await engine.step("plan", right);
        const wrong = [
          { ...right, tokenIds: right.tokenIds.map(() => 2147483647) },
          { ...right, positions: right.positions.map(() => -1) },
          { ...right, sampledRows: right.sampledRows.map(() => 10 ** 6) },
          {
            ...right,
            sequences: right.sequences.map((each) => ({ ...each, pages: [KV_PAGES, 1, 2] })),
          },
        ];
        for (const step of wrong) {
          await expect(engine.step("plan", step)).rejects.toMatchObject({ code: "E_INTERNAL" });
        }
        expect((await engine.step("plan", right)).tokens).toEqual(before.tokens);
      });
    },
    TIMEOUT_MS,
  );
});
