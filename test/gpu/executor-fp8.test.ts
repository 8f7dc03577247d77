import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { buildNative } from "../../src/native/build.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { aBuild, aGpu, describeWith } from "./requirements.ts";

const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 60_000;
const TOKENS = 48;
const WIDTH = 256;
const DEPTH = 512;

/** Values of bf16, which is the upper half of float32. */
const floatsOf = (bytes: Buffer) =>
  Array.from({ length: bytes.length / 2 }, (_, i) => {
    const word = new DataView(new ArrayBuffer(4));
    word.setUint16(0, bytes.readUInt16LE(2 * i));
    return word.getFloat32(0);
  });

/** What e4m3 bits stand for: four bits of exponent, three of mantissa. */
function fromFp8(bits: number): number {
  const exponent = (bits >> 3) & 15;
  const mantissa = bits & 7;
  const magnitude = exponent === 0 ? mantissa * 2 ** -9 : (1 + mantissa / 8) * 2 ** (exponent - 7);
  return bits & 128 ? -magnitude : magnitude;
}

/** Rows in FP8, each stored value times the scale of its row. */
function fp8RowsOf(bytes: Buffer, scales: Buffer, width: number): number[][] {
  return Array.from({ length: bytes.length / width }, (_, row) =>
    Array.from(
      bytes.subarray(row * width, (row + 1) * width),
      (bits) => fromFp8(bits) * scales.readFloatLE(4 * row),
    ),
  );
}

describeWith("FP8 in native-executor on a GPU", [aGpu, aBuild], () => {
  const signal = new AbortController().signal;
  let binary: string;
  let endTurn: () => void;
  let executor: ExecutorProcess;
  let smCount: number;

  beforeAll(async () => {
    binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    const started = await ExecutorProcess.start({ binary, devices: [0], signal });
    executor = started.executor;
    ({ smCount } = started.hello.devices[0]);
    for (const [region, size] of [
      ["staging", 2 * WIDTH * DEPTH],
      ["weight", WIDTH * DEPTH],
      ["weight-scales", 4 * WIDTH],
      ["input", 2 * TOKENS * DEPTH],
      ["rows", TOKENS * DEPTH],
      ["row-scales", 4 * TOKENS],
      ["output", 2 * TOKENS * WIDTH],
      ["workspace", 32 << 20],
    ] as const) {
      await executor.ask("allocate", { region, size });
    }
  }, TURN_TIMEOUT_MS);
  afterAll(async () => {
    await executor?.close();
    endTurn?.();
  });

  const read = async (region: string, size: number) =>
    (await executor.ask("read", { from: `${region}+0`, size })).tail;

  const fill = (region: string, count: number) =>
    executor.ask("random", { to: `${region}+0`, count, seed: Math.floor(Math.random() * 2 ** 40) });

  async function quantisedWeight() {
    await fill("staging", WIDTH * DEPTH);
    await executor.ask("quantise", {
      from: "staging+0",
      to: "weight+0",
      scales: "weight-scales+0",
      rows: WIDTH,
      width: DEPTH,
    });
    const scales = await read("weight-scales", 4 * WIDTH);
    return { scales, rows: fp8RowsOf(await read("weight", WIDTH * DEPTH), scales, DEPTH) };
  }

  it(
    "quantises weights by the largest of each row",
    async () => {
      const { rows, scales } = await quantisedWeight();
      const exact = floatsOf(await read("staging", 2 * WIDTH * DEPTH));
      rows.forEach((row, i) => {
        const before = exact.slice(i * DEPTH, (i + 1) * DEPTH);
        const amax = Math.max(...before.map(Math.abs));
        const scale = scales.readFloatLE(4 * i);
        expect(scale / (amax / 448)).toBeCloseTo(1, 5);
        for (const [j, value] of before.entries()) {
          // Half of the last of four bits, or of the least number.
          const most = Math.max(Math.abs(value) / 16, scale * 2 ** -10);
          expect(Math.abs((row[j] ?? Number.NaN) - value)).toBeLessThanOrEqual(most * 1.001);
        }
      });
    },
    TIMEOUT_MS,
  );

  it(
    "multiplies rows that it has quantised",
    async () => {
      const weight = await quantisedWeight();
      await fill("input", TOKENS * DEPTH);
      const quantise = `kernel=quantise_rows tokens=${TOKENS} width=${DEPTH} output=fp8-e4m3 scaling=row`;
      const gemm = `kernel=gemm tokens=${TOKENS} n=${WIDTH} k=${DEPTH} operands=fp8-e4m3 scaling=row`;
      const text = [
        `queue side=whole sms=${smCount}`,
        `run queue=0 ${quantise} implementation=default @input=input+0 @output=rows+0 @outputScales=row-scales+0`,
        `run queue=0 ${gemm} implementation=default @input=rows+0 @inputScales=row-scales+0 @weight=weight+0 @weightScales=weight-scales+0 @output=output+0 @workspace=workspace+0`,
      ];
      // Binding runs the program once.
      await executor.ask("program", { name: "fp8" }, Buffer.from(text.join("\n")));
      const scales = await read("row-scales", 4 * TOKENS);
      const input = fp8RowsOf(await read("rows", TOKENS * DEPTH), scales, DEPTH);
      const output = floatsOf(await read("output", 2 * TOKENS * WIDTH));
      let difference = 0;
      let norm = 0;
      for (const [i, row] of input.entries()) {
        for (const [j, weights] of weight.rows.entries()) {
          const sum = weights.reduce((total, value, k) => total + value * (row[k] ?? 0), 0);
          difference += ((output[i * WIDTH + j] ?? Number.NaN) - sum) ** 2;
          norm += sum ** 2;
        }
      }
      expect(Math.sqrt(difference / norm)).toBeLessThan(0.01);
    },
    TIMEOUT_MS,
  );

  it(
    "fills tiles of a KV cache with numbers whose rows have scales of their own",
    async () => {
      const [tiles, head] = [3, 64];
      const bytes = 16 * (2 * head + 8);
      await executor.ask("allocate", { region: "tiles", size: tiles * bytes + 16 });
      const seed = Math.floor(Math.random() * 2 ** 40);
      await executor.ask("random_kv", { to: "tiles+0", tiles, head, seed });
      const all = await read("tiles", tiles * bytes + 16);
      for (let i = 0; i < tiles; i++) {
        const tile = all.subarray(i * bytes, (i + 1) * bytes);
        const rows = fp8RowsOf(tile.subarray(0, 32 * head), tile.subarray(32 * head), head);
        const spreads = rows.map((row) => Math.sqrt(row.reduce((sum, v) => sum + v * v, 0) / head));
        for (const spread of spreads) expect(Math.abs(spread - 1)).toBeLessThan(0.5);
      }
      expect([...all.subarray(tiles * bytes)]).toEqual(Array(16).fill(0));
      const beyond = { to: "tiles+0", tiles: tiles + 1, head, seed };
      await expect(executor.ask("random_kv", beyond)).rejects.toThrow(/do not fit the region/);
    },
    TIMEOUT_MS,
  );

  it(
    "refuses FP8 rows that are not aligned, and FP8 without scales",
    async () => {
      const rows = `tokens=4 width=${DEPTH} output=fp8-e4m3 scaling=row implementation=default`;
      const bind = (line: string) =>
        executor.ask(
          "program",
          { name: "wrong" },
          Buffer.from(`queue side=whole sms=${smCount}\nrun queue=0 ${line}`),
        );
      const shifted = `kernel=quantise_rows ${rows} @input=input+0 @output=rows+8 @outputScales=row-scales+0`;
      await expect(bind(shifted)).rejects.toThrow(/rows\+8 is no multiple of 16/);
      const half = `kernel=quantise_rows tokens=4 width=${DEPTH} output=fp8-e4m3 implementation=default`;
      await expect(bind(half)).rejects.toThrow(/output=fp8-e4m3 scaling=none' is not supported/);
    },
    TIMEOUT_MS,
  );
});
