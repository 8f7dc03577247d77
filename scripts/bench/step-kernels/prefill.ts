import type { ExecutorProcess } from "../../../src/engine/cuda/process/executor-process.ts";
import { bindCalls, put, type TimedProgram } from "./timed-program.ts";

/** Of llama-3-8b. */
const [QUERY_HEADS, KV_HEADS, HEAD, PAGE] = [32, 8, 128, 16];
const GROUP = QUERY_HEADS / KV_HEADS;
const QKV_WIDTH = (QUERY_HEADS + 2 * KV_HEADS) * HEAD;
const BF16_BYTES = 2;
const TILE_BYTES = 32;
const CALLS = 32;

/** Chunks of a step: their tokens, and those cached before. */
export interface Chunks {
  tokens: readonly number[];
  cached: readonly number[];
}

const STEPS: Readonly<Record<string, Chunks>> = {
  "683 tokens": { tokens: [512, 171], cached: [341, 341] },
  "1365 tokens": { tokens: [512, 512, 341], cached: [512, 512, 512] },
  "1365 tokens, uneven": { tokens: [900, 200, 150, 100, 15], cached: [0, 4000, 600, 30, 2500] },
};

/** Chunks that a captured program takes. */
export interface Limits {
  sequences: number;
  longest: number;
}

/**
 * The step's chunks in a program for these very ones, and in one for 64 chunks of any length. The list
 * of work is made once, as once in a step; it is timed by itself, too.
 */
export async function bindPrefill(
  executor: ExecutorProcess,
  smCount: number,
): Promise<TimedProgram[]> {
  const programs: TimedProgram[] = [];
  for (const [index, [name, chunks]] of Object.entries(STEPS).entries()) {
    const exact = { sequences: chunks.tokens.length, longest: Math.max(...chunks.tokens) };
    const captured = { sequences: 64, longest: chunks.tokens.reduce((sum, each) => sum + each) };
    for (const [limits, text] of [
      [exact, "exact"],
      [captured, "captured for 64 chunks"],
    ] as const) {
      const region = `prefill${index}.${limits.sequences}`;
      const calls = await takeStep(executor, region, chunks, limits);
      const program = `${name}, ${text}`.replaceAll(/[ ,]+/g, "-");
      await bindCalls(executor, program, smCount, [calls.plan, ...Array(CALLS).fill(calls.attend)]);
      await bindCalls(executor, `${program}.list`, smCount, Array(CALLS).fill(calls.plan));
      programs.push({ name: program, calls: CALLS }, { name: `${program}.list`, calls: CALLS });
    }
  }
  return programs;
}

/** Memory of a step, and the calls that work on it; the output is the region `REGION.output`. */
export async function takeStep(
  executor: ExecutorProcess,
  region: string,
  { tokens, cached }: Chunks,
  { sequences, longest }: Limits,
) {
  const all = tokens.reduce((sum, each) => sum + each);
  const pagesOf = (index: number) =>
    Math.ceil(((tokens[index] ?? 0) + (cached[index] ?? 0)) / PAGE);
  const stride = Math.max(...tokens.map((_, index) => pagesOf(index)));
  const pages = tokens.length * stride;
  const table = new Int32Array(sequences * stride);
  for (let entry = 0; entry < pages; entry++) table[entry] = entry;
  const starts = new Int32Array(sequences + 1).fill(all);
  const contexts = new Int32Array(sequences);
  let start = 0;
  for (const [index, count] of tokens.entries()) {
    starts[index] = start;
    contexts[index] = cached[index] as number;
    start += count;
  }
  await put(executor, `${region}.table`, table);
  await put(executor, `${region}.starts`, starts);
  await put(executor, `${region}.contexts`, contexts);
  const elements = pages * KV_HEADS * PAGE * HEAD;
  const random = { query: all * QKV_WIDTH, keys: elements, values: elements };
  for (const [part, count] of Object.entries(random)) {
    await executor.ask("allocate", { region: `${region}.${part}`, size: count * BF16_BYTES });
    await executor.ask("random", { to: `${region}.${part}+0`, count, deviation: 1, seed: 1 });
  }
  const output = all * QUERY_HEADS * HEAD * BF16_BYTES;
  await executor.ask("allocate", { region: `${region}.output`, size: output });
  const tiles = (ctas: number) => Math.floor((all * GROUP) / (128 * ctas)) + sequences;
  await executor.ask("allocate", {
    ...{ region: `${region}.tiles`, size: (tiles(1) + tiles(2)) * TILE_BYTES },
  });
  const at = (part: string) => `${region}.${part}+0`;
  return {
    plan: {
      ...{ kernel: "prefill_plan", tokens: all, sequences, group: GROUP },
      ...{ "@queryStarts": at("starts"), "@contextBefore": at("contexts"), "@tiles": at("tiles") },
    },
    attend: {
      ...{ kernel: "prefill_attention", implementation: "default", tokens: all },
      ...{ qheads: QUERY_HEADS, kvheads: KV_HEADS, head: HEAD, page: PAGE, pages },
      ...{ queryStride: QKV_WIDTH, pageTableStride: stride, sequences, longest },
      ...{ "@query": at("query"), "@keys": at("keys"), "@values": at("values") },
      ...{ "@pageTable": at("table"), "@tiles": at("tiles"), "@output": at("output") },
    },
  };
}
