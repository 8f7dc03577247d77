import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ExecutorProcess, wordList } from "../../src/engine/cuda/process/executor-process.ts";
import { logprobsOfRow } from "../../src/engine/cuda/sampling/logprobs.ts";
import {
  logprobBytes,
  placeSlotTables,
  slotSamplingWords,
  slotTablesWords,
} from "../../src/engine/cuda/sampling/slot-tables.ts";
import { SlotUpdates } from "../../src/engine/cuda/sampling/slot-updates.ts";
import { chooseToken, keptTokens } from "../../src/engine/reference/kernels/choose-token.ts";
import { philoxUniform } from "../../src/engine/reference/kernels/philox.ts";
import { buildNative } from "../../src/native/build.ts";
import { type Random, randomFrom } from "../../src/random.ts";
import type { SamplingParameters, SlotSampling } from "../../src/step/serving-step.ts";
import { bf16, chiSquare, chiSquareBound, PLAIN } from "../support/sampling.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const NOTHING = { prompt: [], output: [] };
const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

/** A row of logits and what its token is sampled by; without a slot, the likeliest. */
interface Row {
  logits: readonly number[];
  slot: number;
  position: number;
}

/** About normal. */
function randomLogits(count: number, scale: number, next: Random): number[] {
  const normal = () => next() + next() + next() + next() - 2;
  return Array.from({ length: count }, () => bf16(normal() * scale));
}

describeWith("sampling by slots, on a GPU", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  let binary: string;
  let executor: ExecutorProcess;
  let smCount: number;
  let endTurn: () => void;
  let benches = 0;

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

  /** Memory for some rows, slots and tables, and what runs on it. */
  async function openBench(rows: number, known: number, slots: number, tableCount: number) {
    const name = `bench${benches++}`;
    const vocabulary = Math.ceil(known / 64) * 64;
    const tables = { slots, tables: tableCount, mostBiases: 8, vocabulary, known };
    const places = placeSlotTables(tables);
    const region = (part: string) => `${name}.${part}`;
    const logitBytes = rows * vocabulary * 2;
    const sizes = {
      tables: places.bytes,
      inputs: logitBytes + 3 * 4 * rows,
      tokens: 4 * rows,
      faults: 4 * rows,
      logprobs: logprobBytes(rows),
    };
    for (const [part, size] of Object.entries(sizes))
      await executor.ask("allocate", { region: region(part), size });
    const tablesWords = slotTablesWords(tables, places, region("tables"));
    const program = async (id: string, words: Record<string, string | number>) => {
      const queue = wordList({ side: "whole", sms: smCount });
      const run = wordList({ queue: 0, ...words });
      const text = [`queue ${queue.join(" ")}`, `run ${run.join(" ")}`].join("\n");
      await executor.ask("program", { name: region(id) }, Buffer.from(text));
    };
    const at = (index: number) => `${region("inputs")}+${logitBytes + index * 4 * rows}`;
    await program("sampling", {
      ...{ kernel: "sampling", implementation: "default", tokens: rows, vocab: vocabulary },
      ...{ "@logits": `${region("inputs")}+0`, "@tokens": `${region("tokens")}+0` },
      "@faults": `${region("faults")}+0`,
      ...tablesWords,
      ...slotSamplingWords(tables, {
        ...{ rowSlots: at(0), rowIds: at(1), positions: at(2), inputRows: rows },
        logprobs: `${region("logprobs")}+0`,
      }),
    });
    const updates = new SlotUpdates(tables);
    let updated = 0;

    const update = async (sampling: readonly SlotSampling[]) => {
      const { count, records, data } = updates.enter(sampling);
      if (count === 0) return;
      const own = `${name}.update${updated++}`;
      const bytes = (words: Int32Array) => new Uint8Array(words.buffer, 0, words.byteLength);
      const padded = data.length === 0 ? Int32Array.of(0) : data;
      for (const [part, words] of Object.entries({ records, data: padded })) {
        await executor.ask("allocate", { region: `${own}.${part}`, size: words.byteLength });
        await executor.ask("write", { to: `${own}.${part}+0` }, bytes(words));
      }
      // Binding a program runs it once.
      await program("update", {
        ...{ kernel: "slot_update", vocab: vocabulary, count, words: padded.length },
        ...{ "@updates": `${own}.records+0`, "@data": `${own}.data+0` },
        ...tablesWords,
      });
    };

    const sample = async (given: readonly Row[]) => {
      const logits = new Float32Array(rows * vocabulary);
      const words = new Int32Array(3 * rows).fill(-1);
      for (const [row, { logits: own, slot, position }] of given.entries()) {
        words[row] = updates.rowSlot(slot);
        // What pads the vocabulary would win, were it looked at. On the fast path it repeats the first token.
        const padding = words[row] === -1 ? (own[0] as number) : 99;
        logits.fill(padding, row * vocabulary, (row + 1) * vocabulary);
        logits.set(own, row * vocabulary);
        words[rows + row] = rows - 1 - row;
        words[2 * rows + rows - 1 - row] = position - 1;
      }
      const halves = Uint16Array.from(new Uint32Array(logits.buffer), (bits) => bits >>> 16);
      const payload = Buffer.concat([Buffer.from(halves.buffer), Buffer.from(words.buffer)]);
      const { answer, tail } = await executor.ask(
        "step",
        {
          ...{ program: region("sampling"), to: `${region("inputs")}+0` },
          ...{ from: `${region("tokens")}+0`, size: 4 * rows, faults: `${region("faults")}+0` },
        },
        payload,
      );
      const faults = answer.faults as readonly { row: number; fault: string }[];
      const logprobs = await executor.ask("read", {
        ...{ from: `${region("logprobs")}+0`, size: logprobBytes(rows) },
      });
      return {
        tokens: [...new Int32Array(new Uint8Array(tail).buffer)].slice(0, given.length),
        faults: new Map(faults.map(({ row, fault }) => [row, fault])),
        logprobsOf: (row: number) => logprobsOfRow(new Uint8Array(logprobs.tail), row),
      };
    };
    return { update, sample };
  }

  /** Whether the definition gives the token, up to the rounding of float32 weights. */
  function isChoice(
    token: number,
    { logits, position }: Row,
    { parameters, history }: SlotSampling,
  ) {
    const slack = 1e-5;
    const uniform = philoxUniform(parameters.seed, position);
    return [0, -slack, slack].some((drawn) =>
      [0, -slack, slack].some((massOff) =>
        [0, -slack, slack].some((weightOff) => {
          const { topP, minP } = parameters;
          const near = {
            ...parameters,
            ...{ topP: topP === 1 ? 1 : topP + massOff, minP: minP * (1 + weightOff) },
          };
          const off = uniform + drawn;
          return chooseToken(logits, near, history ?? NOTHING, position, off).token === token;
        }),
      ),
    );
  }

  const CASES: [string, Partial<SamplingParameters>][] = [
    ["temperature", { temperature: 1 }],
    ["low temperature", { temperature: 0.05 }],
    ["high temperature", { temperature: 30 }],
    ["top-k", { temperature: 1, topK: 40 }],
    ["top-k of one", { temperature: 5, topK: 1 }],
    ["a large top-k", { temperature: 2, topK: 1500 }],
    ["top-p", { temperature: 1, topP: 0.9 }],
    ["a small top-p", { temperature: 1, topP: 0.02 }],
    ["min-p", { temperature: 1, minP: 0.1 }],
    ["top-k and top-p", { temperature: 1.5, topK: 100, topP: 0.7 }],
    ["all filters", { temperature: 1.2, topK: 300, topP: 0.95, minP: 0.02 }],
    ["penalties, greedy", { repetitionPenalty: 1.3, presencePenalty: 0.4, frequencyPenalty: 0.2 }],
    ["penalties, drawn", { temperature: 1, repetitionPenalty: 1.1, frequencyPenalty: 0.03 }],
    ["penalties, filtered", { temperature: 1, topK: 30, topP: 0.9, presencePenalty: 1.5 }],
    [
      "biases",
      {
        temperature: 0.8,
        minP: 0.01,
        logitBias: [
          { token: 3, bias: 9.01 },
          { token: 4, bias: -100 },
          { token: 900, bias: 8.5 },
        ],
      },
    ],
    ["a bias, greedy", { logitBias: [{ token: 17, bias: 50 }] }],
  ];

  it.each(CASES)(
    "gives the tokens of the definition: %s",
    async (_, changes) => {
      const [rows, known] = [48, 1900];
      const bench = await openBench(rows, known, rows, rows);
      const next = randomFrom(5);
      const kinds = [3, 0.5, 8];
      const given = Array.from({ length: rows }, (_, row): Row => {
        const logits = randomLogits(known, kinds[row % 3] as number, next);
        for (let i = 0; i < 20; i++) logits[Math.floor(next() * known)] = NEGATIVE_INFINITY;
        return { logits, slot: (row * 7) % rows, position: 1 + Math.floor(next() * 5000) };
      });
      const ids = (count: number) =>
        Array.from({ length: count }, () => Math.floor(next() ** 3 * known));
      const sampling = given.map(({ slot }, row): SlotSampling => {
        const parameters = { ...PLAIN, ...changes, seed: row * 2 ** 30, logprobs: row % 4 };
        return { slot, parameters, history: { prompt: ids(300), output: ids(200) } };
      });
      await bench.update(sampling);
      const { tokens, faults, logprobsOf } = await bench.sample(given);
      expect([...faults]).toEqual([]);
      let same = 0;
      for (const [row, each] of given.entries()) {
        const own = sampling[row] as SlotSampling;
        const token = tokens[row] as number;
        const { parameters, history = NOTHING } = own;
        const choice = chooseToken(each.logits, parameters, history, each.position);
        same += choice.token === token ? 1 : 0;
        expect([row, isChoice(token, each, own)]).toEqual([row, true]);
        if (parameters.logprobs === 0) continue;
        const [, ...likeliest] = choice.logprobs;
        const found = logprobsOf(row);
        expect(found?.chosen.token).toBe(token);
        expect(found?.likeliest.map((each) => each.token)).toEqual(
          likeliest.map((each) => each.token),
        );
        for (const [place, { logprob }] of likeliest.entries())
          expect(found?.likeliest[place]?.logprob).toBeCloseTo(logprob, 3);
      }
      expect(same).toBeGreaterThanOrEqual(rows - 2);
    },
    TIMEOUT_MS,
  );

  it(
    "gives the tokens of the definition on a vocabulary of 128,256",
    async () => {
      const [rows, known] = [3, 128_256];
      const bench = await openBench(rows, known, rows, rows);
      const next = randomFrom(6);
      const given = Array.from({ length: rows }, (_, row): Row => {
        const logits = randomLogits(known, 4, next);
        return { logits, slot: row, position: 100 + row };
      });
      const changes = CASES.map(([, each]) => each);
      const sampling = given.map(({ slot }, row): SlotSampling => {
        const parameters = { ...PLAIN, ...changes[3 * (row + 1)], seed: row };
        return { slot, parameters, history: { prompt: [1, 2, 3, 3], output: [3, 4, 5, 5] } };
      });
      await bench.update(sampling);
      const { tokens } = await bench.sample(given);
      for (const [row, each] of given.entries()) {
        const own = sampling[row] as SlotSampling;
        expect([row, isChoice(tokens[row] as number, each, own)]).toEqual([row, true]);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "gives the same token for the same logits, seed and position, whatever is beside",
    async () => {
      const [rows, known] = [40, 1000];
      const bench = await openBench(rows, known, rows, 3);
      const next = randomFrom(7);
      const logits = randomLogits(known, 1, next);
      const own = { ...PLAIN, temperature: 1, topP: 0.95, seed: 77 };
      const other = (seed: number) => ({ ...PLAIN, temperature: 2, topK: 9, seed });
      const tokens = new Set<number>();
      for (const mine of [0, 13, 39]) {
        const sampling = Array.from({ length: rows }, (_, slot) => ({
          slot,
          parameters: slot === (mine * 3) % rows ? own : other(mine + slot),
        }));
        await bench.update(sampling);
        const given = Array.from({ length: rows }, (_, row) => ({
          logits: row === mine ? logits : randomLogits(known, 1, next),
          slot: (row * 3) % rows,
          position: row === mine ? 50 : row + 1,
        }));
        tokens.add((await bench.sample(given)).tokens[mine] as number);
      }
      expect(tokens.size).toBe(1);
    },
    TIMEOUT_MS,
  );

  it(
    "counts what it samples, for penalties",
    async () => {
      const known = 200;
      const bench = await openBench(2, known, 2, 1);
      const logits = randomLogits(known, 2, randomFrom(8));
      const parameters = { ...PLAIN, temperature: 0.7, frequencyPenalty: 0.9, seed: 3 };
      const history = { prompt: [1, 2], output: [5] };
      await bench.update([{ slot: 1, parameters, history }]);
      const output = [...history.output];
      for (let position = 4; position < 24; position++) {
        const row = { logits, slot: 1, position };
        const token = (await bench.sample([row])).tokens[0] as number;
        const own = { slot: 1, parameters, history: { ...history, output: [...output] } };
        expect([position, isChoice(token, row, own)]).toEqual([position, true]);
        output.push(token);
      }
      // Another request in the slot begins anew.
      await bench.update([{ slot: 1, parameters, history: NOTHING }]);
      const row = { logits, slot: 1, position: 4 };
      const token = (await bench.sample([row])).tokens[0] as number;
      expect(isChoice(token, row, { slot: 1, parameters, history: NOTHING })).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    "flags rows that give no token, beside rows that do",
    async () => {
      const known = 100;
      const bench = await openBench(8, known, 8, 2);
      const sound = randomLogits(known, 2, randomFrom(9));
      const spoilt = (value: number) => sound.map((logit, token) => (token === 60 ? value : logit));
      const rows = [
        spoilt(Number.NaN),
        sound,
        spoilt(POSITIVE_INFINITY),
        sound.map(() => NEGATIVE_INFINITY),
        spoilt(NEGATIVE_INFINITY),
        spoilt(Number.NaN),
        spoilt(POSITIVE_INFINITY),
        sound,
      ];
      const logitBias = [{ token: 60, bias: -100 }];
      await bench.update([
        ...[0, 1, 2, 3, 4].map((slot) => ({
          slot,
          parameters: { ...PLAIN, temperature: 1, topK: 10, logprobs: 2 },
        })),
        { slot: 5, parameters: { ...PLAIN, logitBias } },
        { slot: 6, parameters: { ...PLAIN, temperature: 1, logitBias } },
      ]);
      const given = rows.map((logits, slot) => ({ logits, slot, position: 9 }));
      const { tokens, faults, logprobsOf } = await bench.sample(given);
      expect(Object.fromEntries(faults)).toEqual({
        ...{ 0: "nan", 2: "infinite", 3: "empty", 5: "nan", 6: "infinite" },
      });
      expect([0, 2, 3, 5, 6].map((row) => tokens[row])).toEqual([0, 0, 0, 0, 0]);
      expect(logprobsOf(0)).toBeUndefined();
      expect(logprobsOf(1)?.likeliest).toHaveLength(2);
      expect(tokens[7]).toBe(sound.indexOf(Math.max(...sound)));
    },
    TIMEOUT_MS,
  );

  it.each<[string, Partial<SamplingParameters>]>([
    ["temperature 1", { temperature: 1 }],
    ["temperature 0.5, top-k 20", { temperature: 0.5, topK: 20 }],
    ["temperature 2, top-p 0.8", { temperature: 2, topP: 0.8 }],
    ["temperature 1, min-p 0.2", { temperature: 1, minP: 0.2 }],
    ["temperature 1, biases", { temperature: 1, logitBias: [{ token: 2, bias: 1.5 }] }],
  ])(
    "draws as often as shares say: %s",
    async (_, changes) => {
      const [rows, known] = [8192, 60];
      const bench = await openBench(rows, known, 1, 1);
      const logits = randomLogits(known, 2, randomFrom(10));
      const parameters = { ...PLAIN, ...changes, seed: 2 ** 40 + 1 };
      await bench.update([{ slot: 0, parameters }]);
      const given = Array.from({ length: rows }, (_, row) => ({
        logits,
        slot: 0,
        position: row + 1,
      }));
      const { tokens } = await bench.sample(given);
      const counts = logits.map(() => 0);
      for (const token of tokens) counts[token] = (counts[token] as number) + 1;
      const biased = logits.map(
        (logit, token) =>
          logit + (parameters.logitBias.find((each) => each.token === token)?.bias ?? 0),
      );
      const kept = new Set(keptTokens(Float64Array.from(biased), parameters));
      const weights = biased.map((value, token) =>
        kept.has(token) ? Math.exp(value / parameters.temperature) : 0,
      );
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      const { statistic, freedom } = chiSquare(
        counts,
        weights.map((weight) => weight / all),
      );
      expect(freedom).toBeGreaterThan(2);
      expect(statistic).toBeLessThan(chiSquareBound(freedom));
    },
    TIMEOUT_MS,
  );
});
