import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import type { TracedInstruction } from "../../src/engine/cuda/timing.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { measurePlans } from "../../src/trial/measure-plans.ts";
import { randomRunWeights } from "../../src/trial/run-weights.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { planForGpu } from "./plan-for-gpu.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;

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

/** Values of bf16, which is the upper half of float32. */
const floatsOf = (bytes: Buffer) =>
  Array.from({ length: bytes.length / 2 }, (_, i) => {
    const word = new DataView(new ArrayBuffer(4));
    word.setUint16(0, bytes.readUInt16LE(2 * i));
    return word.getFloat32(0);
  });

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describeWith("requests to native-executor on a GPU", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  const folder = temporaryFolder();
  let binary: string;
  let endTurn: () => void;
  let executor: ExecutorProcess;
  let smCount: number;
  let memoryBytes: number;

  beforeAll(async () => {
    binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    const started = await ExecutorProcess.start({ binary, devices: [0], signal });
    executor = started.executor;
    ({ smCount, memoryBytes } = started.hello.devices[0]);
  }, TURN_TIMEOUT_MS);
  afterAll(async () => {
    await executor?.close();
    endTurn?.();
  });

  const refuses = (verb: string, words: Record<string, string | number>, message: RegExp) =>
    expect(executor.ask(verb, words)).rejects.toMatchObject({
      code: "E_NATIVE",
      message: expect.stringMatching(message),
    });

  it(
    "keeps what is written to a region, and zeros elsewhere",
    async () => {
      await executor.ask("allocate", { region: "kept", size: 16 });
      await executor.ask("write", { to: "kept+4" }, Uint8Array.of(10, 123, 10, 0));
      const { tail } = await executor.ask("read", { from: "kept+2", size: 8 });
      expect([...tail]).toEqual([0, 0, 10, 123, 10, 0, 0, 0]);
    },
    TIMEOUT_MS,
  );

  it(
    "gives a region back, and zeros who takes it next",
    async () => {
      await executor.ask("allocate", { region: "lent", size: 16 });
      await executor.ask("write", { to: "lent+0" }, Uint8Array.of(1, 2, 3));
      await executor.ask("free", { region: "lent" });
      await refuses("read", { from: "lent+0", size: 4 }, /'lent\+0' is no address/);
      await executor.ask("allocate", { region: "lent", size: 8 });
      const { tail } = await executor.ask("read", { from: "lent+0", size: 8 });
      expect([...tail]).toEqual(Array(8).fill(0));
    },
    TIMEOUT_MS,
  );

  it(
    "loads parts of a file",
    async () => {
      const path = join(folder, "weights");
      writeFileSync(
        path,
        Uint8Array.from({ length: 100 }, (_, i) => i),
      );
      await executor.ask("allocate", { region: "loaded", size: 14 });
      const lines = [
        path,
        "from=10 size=2 to=loaded+6",
        "from=96 size=4 to=loaded+0",
        "from=20 size=2 rows=3 pitch=30 to=loaded+8",
      ];
      await executor.ask("load", {}, Buffer.from(lines.join("\n")));
      const { tail } = await executor.ask("read", { from: "loaded+0", size: 14 });
      expect([...tail]).toEqual([96, 97, 98, 99, 0, 0, 10, 11, 20, 21, 50, 51, 80, 81]);
      const beyond = executor.ask("load", {}, Buffer.from(`${path}\nfrom=98 size=4 to=loaded+0`));
      await expect(beyond).rejects.toThrow(/ends at byte 100, too early for 4 bytes from byte 98/);
    },
    TIMEOUT_MS,
  );

  it(
    "loads a part of a file that takes several pieces",
    async () => {
      const path = join(folder, "long");
      const values = Uint32Array.from({ length: 10 << 20 }, (_, at) => Math.imul(at, 0x9e3779b1));
      writeFileSync(path, values);
      const size = values.byteLength - 8;
      await executor.ask("allocate", { region: "long", size });
      const { answer } = await executor.ask(
        "load",
        {},
        Buffer.from(`${path}\nfrom=8 size=${size} to=long+0`),
      );
      expect(answer.seconds).toBeGreaterThan(0);
      const { tail } = await executor.ask("read", { from: "long+0", size });
      expect(tail.equals(Buffer.from(values.buffer, 8))).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    "refuses what makes no sense by its cause, and goes on",
    async () => {
      await executor.ask("allocate", { region: "small", size: 16 });
      await refuses("dance", {}, /unknown request 'dance'/);
      await refuses("read", { from: "small+12", size: 8 }, /8 bytes at small\+12 do not fit/);
      await refuses("read", { from: "nowhere+0", size: 8 }, /'nowhere\+0' is no address/);
      await refuses("read", { from: "small+0", size: -1 }, /'size' takes a whole number/);
      await refuses("read", { from: "small+0", size: 8, nonsense: 1 }, /unknown key 'nonsense'/);
      await refuses("allocate", { region: "small", size: 16 }, /'small' is there already/);
      await refuses("step", { program: "none", to: "small+0", from: "small+0", size: 1 }, /'none'/);
      await refuses("submit", { program: "none" }, /no program 'none'/);
      await refuses("drop", { name: "none" }, /no program 'none'/);
      await refuses("free", { region: "nowhere" }, /there is no region 'nowhere'/);
      const { tail } = await executor.ask("read", { from: "small+0", size: 4 });
      expect(tail).toHaveLength(4);
    },
    TIMEOUT_MS,
  );

  it(
    "answers that memory does not suffice, and goes on",
    async () => {
      for (const size of [memoryBytes, 2 ** 50]) {
        await expect(executor.ask("allocate", { region: "large", size })).rejects.toMatchObject({
          message: expect.stringMatching(/region 'large' takes \d+ bytes, and \d+ of \d+ are free/),
          remedy: expect.stringMatching(/Free memory on the GPU/),
        });
      }
      await executor.ask("allocate", { region: "large", size: 16 });
      await executor.ask("write", { to: "large+0" }, Uint8Array.of(1, 2));
      const { tail } = await executor.ask("read", { from: "large+0", size: 3 });
      expect([...tail]).toEqual([1, 2, 0]);
    },
    TIMEOUT_MS,
  );

  it(
    "flags the rows of logits that give no token, and samples the others",
    async () => {
      const vocabulary = 8;
      const [nan, inf, none] = [0x7fc0, 0x7f80, 0xff80];
      const [one, two] = [0x3f80, 0x4000];
      const rows = [
        [one, one, two, one, one, one, one, one],
        Array(vocabulary).fill(nan),
        [one, two, 0xffff, one, one, one, one, one],
        [one, two, one, inf, one, one, one, one],
        Array(vocabulary).fill(none),
        [none, none, none, none, none, one, two, none],
      ];
      const logits = Uint8Array.from(new Uint8Array(Uint16Array.from(rows.flat()).buffer));
      await executor.ask("allocate", { region: "rows", size: 1024 });
      const words = `tokens=${rows.length} vocab=${vocabulary} known=${vocabulary} implementation=default`;
      const text = [
        `queue side=whole sms=${smCount}`,
        `run queue=0 kernel=sampling ${words} @logits=rows+0 @tokens=rows+512 @faults=rows+768`,
      ];
      await executor.ask("program", { name: "sampling" }, Buffer.from(text.join("\n")));
      const step = { program: "sampling", to: "rows+0", from: "rows+512", size: 4 * rows.length };
      const { answer, tail } = await executor.ask("step", { ...step, faults: "rows+768" }, logits);
      expect([...new Int32Array(new Uint8Array(tail).buffer)]).toEqual([2, 0, 0, 0, 0, 6]);
      expect(answer.faults).toEqual([
        { row: 1, fault: "nan" },
        { row: 2, fault: "nan" },
        { row: 3, fault: "infinite" },
        { row: 4, fault: "empty" },
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    "takes no logits behind the tokens that a model knows",
    async () => {
      const vocabulary = 24;
      const [nan, inf, minusTwo, one, five] = [0x7fc0, 0x7f80, 0xc000, 0x3f80, 0x40a0];
      const row = (...values: readonly [index: number, bits: number][]) =>
        Array.from(
          { length: vocabulary },
          (_, at) => values.find(([index]) => index === at)?.[1] ?? minusTwo,
        );
      // Eleven are known: an end in the midst of eight that are read at once.
      const rows = [row([10, one], [11, five]), row([3, one], [16, inf]), row([0, one], [12, nan])];
      const logits = Uint8Array.from(new Uint8Array(Uint16Array.from(rows.flat()).buffer));
      await executor.ask("allocate", { region: "padded", size: 1024 });
      const words = `tokens=${rows.length} vocab=${vocabulary} known=11 implementation=default`;
      const text = [
        `queue side=whole sms=${smCount}`,
        `run queue=0 kernel=sampling ${words} @logits=padded+0 @tokens=padded+512 @faults=padded+768`,
      ];
      await executor.ask("program", { name: "padded" }, Buffer.from(text.join("\n")));
      const step = { program: "padded", to: "padded+0", from: "padded+512", size: 4 * rows.length };
      const { answer, tail } = await executor.ask(
        "step",
        { ...step, faults: "padded+768" },
        logits,
      );
      expect([...new Int32Array(new Uint8Array(tail).buffer)]).toEqual([10, 3, 0]);
      expect(answer.faults).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    "draws random values of the mean and deviation asked for, alike for the same seed",
    async () => {
      const count = 99_999;
      await executor.ask("allocate", { region: "random", size: 2 * (count + 1) });
      const draw = async (seed: number) => {
        await executor.ask("random", { to: "random+0", count, mean: 2, deviation: 0.5, seed });
        return (await executor.ask("read", { from: "random+0", size: 2 * (count + 1) })).tail;
      };
      const first = await draw(1);
      const other = await draw(2 ** 40);
      expect(first.equals(other)).toBe(false);
      expect(first.equals(await draw(1))).toBe(true);
      const values = floatsOf(first);
      expect(values.pop()).toBe(0);
      const mean = meanOf(values);
      expect(mean).toBeCloseTo(2, 2);
      expect(Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))).toBeCloseTo(0.5, 2);
    },
    TIMEOUT_MS,
  );

  it(
    "times plans in turns, and traces each instruction behind those that it waits for",
    async () => {
      const layers = 2;
      const plan = planForGpu("overlapped", { shape: SHAPE, layers, smCount });
      const rounds = 2;
      const { plans } = await measurePlans(new Map([["plan", plan]]), {
        ...{ binary, devices: [0], signal, layers, rounds },
        ...{ sliceSeconds: 0.05, weights: randomRunWeights(1) },
      });
      const {
        step,
        layers: alone,
        traces: [trace = []],
      } = plans.get("plan") ?? { step: [], layers: [], traces: [] };
      expect(step).toHaveLength(rounds);
      for (const [round, { medianUs }] of alone.entries()) {
        expect(medianUs).toBeGreaterThan(0);
        expect(medianUs).toBeLessThan(step[round]?.medianUs ?? 0);
      }
      const { instructions } = lowerPlan(plan, layers);
      const ofLayers = trace.filter(({ layer }) => layer !== null);
      expect(ofLayers).toHaveLength(instructions.length);
      for (const [index, { startUs, endUs, queue }] of ofLayers.entries()) {
        expect(endUs).toBeGreaterThanOrEqual(startUs);
        const inQueue = ofLayers.slice(0, index).findLast((earlier) => earlier.queue === queue);
        const waits = instructions[index]?.waits.map((wait) => ofLayers[wait]) ?? [];
        for (const earlier of [...waits, inQueue] as readonly (TracedInstruction | undefined)[])
          expect(startUs).toBeGreaterThanOrEqual(earlier?.endUs ?? 0);
      }
    },
    TIMEOUT_MS,
  );
});
