import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { servingLimits } from "../../src/engine/cuda/binding/serving-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import { type CudaServedStep, CudaServingEngine } from "../../src/engine/cuda/serving-engine.ts";
import { randomWeights } from "../../src/engine/cuda/weights/weight-source.ts";
import type { Program } from "../../src/generated/program.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import type { SamplingParameters, ServingStep } from "../../src/step/serving-step.ts";
import { PLAIN } from "../support/sampling.ts";
import {
  plainStepOf,
  type ScheduledStep,
  servingSchedule,
  servingStepOf,
} from "../support/serving-schedule.ts";
import { smCountOf } from "./gpu-facts.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { type PlanKind, planForGpu } from "./plan-for-gpu.ts";
import { aBuild, aGpu, describeWith, twoGpus } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const LAYERS = 2;
const SLOTS = 6;
const STEPS = 30;
const CONTEXT_TOKENS = 200;
/**
 * Log probabilities closer than this count as tied: kernels may add up in another order. Logits are
 * bf16: from 4 on they are 1/32 apart.
 */
const TIE = 0.05;

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

/** Two programs that take turns. */
const TURNS = ["even", "odd"] as const;

/** Tokens of each request, in their order. */
type Tokens = Map<number, number[]>;

describeWith("serving on a GPU", [aGpu, aBuild], () => serves(1));
describeWith("serving on two GPUs", [aGpu, aBuild, twoGpus], () => serves(2));

function serves(tensorParallel: 1 | 2): void {
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

  const programOf = (kind: PlanKind) =>
    lowerPlan(planForGpu(kind, { shape: SHAPE, layers: LAYERS, smCount, tensorParallel }), LAYERS);

  const scheduleFor = (program: Program, parameters?: (id: number) => SamplingParameters) =>
    servingSchedule({
      ...(parameters !== undefined && { parameters }),
      ...{ steps: STEPS, slots: SLOTS, chunkTokens: 40, vocabularySize: SHAPE.vocabularySize },
      pageTokens: pageTokensOf(program),
      // Several slots are taken by three requests one after the other.
      lengths: (id) => ({ prompt: 11 + ((id * 37) % 90), output: 2 + ((id * 5) % 9) }),
    });

  const setup = (kvPages: number) => ({
    devices: Array.from({ length: tensorParallel }, (_, rank) => rank),
    ...{ binary, signal, shape: SHAPE, layers: LAYERS, epsilon: 1e-5, kvPages },
    rotary: { base: 10_000, scaling: { kind: "default" as const } },
    weights: randomWeights(1),
    randomCache: true,
  });

  /** One step after the other, each told the tokens of the one before. */
  async function oneByOne(
    programs: ReadonlyMap<string, Program>,
    { steps, kvPages }: ReturnType<typeof servingSchedule>,
  ): Promise<Tokens> {
    const bounded = [...programs].map(
      ([name, program]) =>
        [name, { program, limits: servingLimits(program, CONTEXT_TOKENS) }] as const,
    );
    const engine = await CudaEngine.open({ ...setup(kvPages), programs: new Map(bounded) });
    const tokens: Tokens = new Map();
    const last = new Map<number, number>();
    try {
      for (const [index, scheduled] of steps.entries()) {
        const name = TURNS[index % 2] as string;
        const step = plainStepOf(programs.get(name) as Program, scheduled, last);
        const result = await engine.step(name, step);
        enter(tokens, scheduled, result.tokens);
        for (const [id, list] of tokens) last.set(id, list.at(-1) as number);
      }
      return tokens;
    } finally {
      await engine.close();
    }
  }

  /** All steps in their order, as many under way as may be. */
  async function serveAll(
    programs: ReadonlyMap<string, Program>,
    { steps, kvPages }: ReturnType<typeof servingSchedule>,
    before: (engine: CudaServingEngine, index: number) => Promise<void>,
  ): Promise<CudaServedStep[]> {
    const engine = await CudaServingEngine.open({
      ...{ ...setup(kvPages), programs, slots: SLOTS, contextTokens: CONTEXT_TOKENS },
    });
    try {
      expect(engine.depth).toBeGreaterThanOrEqual(2);
      const served: CudaServedStep[] = [];
      const underWay: Promise<CudaServedStep>[] = [];
      for (const [index, scheduled] of steps.entries()) {
        const name = TURNS[index % 2] as string;
        await before(engine, index);
        const step = servingStepOf(programs.get(name) as Program, scheduled);
        underWay.push(engine.submit(name, step));
        if (underWay.length === engine.depth)
          served.push(await (underWay.shift() as Promise<CudaServedStep>));
      }
      return [...served, ...(await Promise.all(underWay))];
    } finally {
      await engine.close();
    }
  }

  const programs = () =>
    new Map<string, Program>([
      [TURNS[0], programOf("sequential")],
      [TURNS[1], programOf("overlapped")],
    ]);

  it(
    "gives the tokens of steps one by one, with two under way and programs that come and go",
    async () => {
      const first = programs();
      const schedule = scheduleFor(first.get("even") as Program, () => ({ ...PLAIN, logprobs: 5 }));
      const expected = await oneByOne(first, schedule);
      expect(new Set([...expected.values()].flat()).size).toBeGreaterThan(10);

      const served = await serveAll(first, schedule, async (engine, index) => {
        if (index === 10 || index === 20) await engine.add("odd", programOf("overlapped"));
      });
      for (const { failures } of served) expect(failures).toEqual([]);
      const departures = departuresFrom(expected, schedule.steps, served);
      expect(departures.filter(({ lost }) => lost > TIE)).toEqual([]);
      expect(departures.length).toBeLessThanOrEqual(expected.size / 5);
      expect(served[0]?.gapUs).toBeNull();
      for (const { gapUs, deviceUs } of served.slice(1)) {
        expect(gapUs).toBeGreaterThanOrEqual(0);
        expect(deviceUs).toBeGreaterThan(0);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "samples each request by its own parameters, whoever had its slot before",
    async () => {
      const first = programs();
      const kinds = [
        PLAIN,
        { ...PLAIN, temperature: 1, logprobs: 3 },
        { ...PLAIN, logitBias: [{ token: 7, bias: 100 }] },
        { ...PLAIN, temperature: 1, frequencyPenalty: 2, repetitionPenalty: 1.2 },
      ];
      const kindOf = (id: number) => id % kinds.length;
      const parameters = (id: number) => ({
        ...(kinds[kindOf(id)] as SamplingParameters),
        seed: 1000 + id,
      });
      const schedule = scheduleFor(first.get("even") as Program, parameters);
      const greedy = await oneByOne(first, schedule);
      const undisturbed = await serveAll(first, schedule, async () => {});
      const served = await serveAll(first, schedule, async (engine, index) => {
        if (index % 7 === 3) await engine.add("odd", programOf("overlapped"));
      });
      expect(served.map(({ tokens }) => tokens)).toEqual(undisturbed.map(({ tokens }) => tokens));
      const tokens = tokensOf(schedule.steps, served);
      const of = (all: Tokens, kind: number) =>
        [...all].filter(([id]) => kindOf(id) === kind).map(([, list]) => list);
      expect(of(tokens, 0)).toEqual(of(greedy, 0));
      expect(of(tokens, 1)).not.toEqual(of(greedy, 1));
      expect(new Set(of(tokens, 2).flat())).toEqual(new Set([7]));
      expect(of(tokens, 3)).not.toEqual(of(greedy, 3));
      for (const [index, { logprobs, tokens: next }] of served.entries()) {
        const sampled = schedule.steps[index]?.requests.filter((request) => request.sampled) ?? [];
        for (const [row, { id }] of sampled.entries()) {
          const found = logprobs.get(row);
          expect(found !== undefined).toBe(kindOf(id as number) === 1);
          if (found === undefined) continue;
          expect(found.chosen.token).toBe(next[row]);
          const likeliest = found.likeliest.map(({ logprob }) => logprob);
          expect(likeliest).toHaveLength(3);
          expect(likeliest).toEqual(likeliest.toSorted((a, b) => b - a));
        }
      }
    },
    TIMEOUT_MS,
  );

  it(
    "refuses what makes no sense behind steps under way, and goes on",
    async () => {
      const first = programs();
      const program = first.get("even") as Program;
      const { steps, kvPages } = scheduleFor(program);
      const engine = await CudaServingEngine.open({
        ...setup(kvPages),
        programs: first,
        slots: SLOTS,
        contextTokens: CONTEXT_TOKENS,
      });
      try {
        const [one, two] = steps.map((step) => servingStepOf(program, step)) as [
          ServingStep,
          ServingStep,
        ];
        const running = engine.submit("even", one);
        await expect(engine.time(["none"], 0.01, 1)).rejects.toThrow("no program `none`");
        const again = await engine.submit("even", one);
        expect(again.tokens).toEqual((await running).tokens);
        const wrong = { ...two, sampledRows: Int32Array.of(99_999) };
        await expect(engine.submit("even", wrong)).rejects.toThrow(/sampled row/);
        const next = servingStepOf(first.get("odd") as Program, steps[1] as ScheduledStep);
        await expect(engine.submit("odd", next)).resolves.toMatchObject({ failures: [] });
      } finally {
        await engine.close();
      }
    },
    TIMEOUT_MS,
  );
}

function tokensOf(steps: readonly ScheduledStep[], served: readonly CudaServedStep[]): Tokens {
  const tokens: Tokens = new Map();
  for (const [index, { tokens: next }] of served.entries())
    enter(tokens, steps[index] as ScheduledStep, next);
  return tokens;
}

/** Where a request's tokens leave those expected: after a near tie, all that follows may differ. */
interface Departure {
  id: number;
  index: number;
  /** Log probability of the token sampled over that of the one expected. */
  lost: number;
}

function departuresFrom(
  expected: Tokens,
  steps: readonly ScheduledStep[],
  served: readonly CudaServedStep[],
): Departure[] {
  const departed = new Map<number, Departure>();
  const lengths = new Map<number, number>();
  for (const [step, { tokens, logprobs }] of served.entries()) {
    const sampled = steps[step]?.requests.filter((request) => request.sampled) ?? [];
    for (const [row, request] of sampled.entries()) {
      const id = request.id as number;
      const index = lengths.get(id) ?? 0;
      lengths.set(id, index + 1);
      const wanted = expected.get(id)?.[index];
      if (departed.has(id) || tokens[row] === wanted) continue;
      const found = logprobs.get(row);
      const rival = found?.likeliest.find(({ token }) => token === wanted);
      const lost = (found?.chosen.logprob ?? 0) - (rival?.logprob ?? Number.NEGATIVE_INFINITY);
      departed.set(id, { id, index, lost });
    }
  }
  return [...departed.values()];
}

/** Enters the tokens that a step sampled for its requests. */
function enter(tokens: Tokens, { requests }: ScheduledStep, next: Int32Array): void {
  const sampled = requests.filter((request) => request.sampled);
  for (const [row, { id }] of sampled.entries()) {
    const list = tokens.get(id as number) ?? [];
    tokens.set(id as number, [...list, next[row] as number]);
  }
}
