import type { ExecutorProcess } from "../../../src/engine/cuda/process/executor-process.ts";
import {
  logprobBytes,
  placeSlotTables,
  slotSamplingWords,
  slotTablesWords,
} from "../../../src/engine/cuda/sampling/slot-tables.ts";
import { SlotUpdates } from "../../../src/engine/cuda/sampling/slot-updates.ts";
import type { SamplingParameters } from "../../../src/step/serving-step.ts";
import { bindCalls, put, type TimedProgram } from "./timed-program.ts";

/** As a step of llama-3-8b has them. */
const [ROWS, VOCABULARY] = [2048, 128_256];
const BF16_BYTES = 2;
const CALLS = 4;
/** Of logits. A trained model is surer of its next token than one with a deviation of 1. */
const DEVIATION = 3;

const GREEDY: SamplingParameters = {
  ...{ temperature: 0, topK: 0, topP: 1, minP: 0, seed: 1, logitBias: [], logprobs: 0 },
  ...{ repetitionPenalty: 1, presencePenalty: 0, frequencyPenalty: 0 },
};
const KINDS: Readonly<Record<string, Partial<SamplingParameters>>> = {
  greedy: {},
  temperature: { temperature: 1 },
  "top-k": { temperature: 1, topK: 50 },
  "top-p": { temperature: 1, topP: 0.9 },
  "top-k-top-p": { temperature: 1, topK: 50, topP: 0.9 },
  "min-p": { temperature: 1, minP: 0.05 },
  penalties: { temperature: 1, repetitionPenalty: 1.1, frequencyPenalty: 0.1 },
  "penalties-top-k-top-p": { temperature: 1, topK: 50, topP: 0.9, presencePenalty: 0.5 },
  logprobs: { logprobs: 5 },
};

/** All rows of one kind, each kind a program; and greedy rows without slots as a plan's own step has them. */
export async function bindSampling(
  executor: ExecutorProcess,
  smCount: number,
): Promise<TimedProgram[]> {
  const count = ROWS * VOCABULARY;
  await executor.ask("allocate", { region: "logits", size: count * BF16_BYTES });
  await executor.ask("random", { to: "logits+0", count, deviation: DEVIATION, seed: 1 });
  for (const region of ["tokens", "faults"])
    await executor.ask("allocate", { region, size: 4 * ROWS });
  await executor.ask("allocate", { region: "logprobs", size: logprobBytes(ROWS) });
  const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
  await put(executor, "rows", rows);
  const common = {
    ...{ kernel: "sampling", implementation: "default", tokens: ROWS, vocab: VOCABULARY },
    known: VOCABULARY,
    ...{ "@logits": "logits+0", "@tokens": "tokens+0", "@faults": "faults+0" },
  };
  await bindCalls(executor, "greedy-alone", smCount, Array(CALLS).fill(common));
  const programs: TimedProgram[] = [{ name: "greedy-alone", calls: CALLS }];
  for (const [kind, changes] of Object.entries(KINDS)) {
    const words = await takeSlots(executor, smCount, kind, { ...GREEDY, ...changes });
    await bindCalls(executor, kind, smCount, Array(CALLS).fill({ ...common, ...words }));
    programs.push({ name: kind, calls: CALLS });
  }
  return programs;
}

/** Tables of all slots, filled with the parameters. */
async function takeSlots(
  executor: ExecutorProcess,
  smCount: number,
  kind: string,
  parameters: SamplingParameters,
) {
  const adjusted = kind.startsWith("penalties") ? ROWS : 0;
  const tables = {
    ...{ slots: ROWS, tables: adjusted, mostBiases: 8 },
    ...{ vocabulary: VOCABULARY, known: VOCABULARY },
  };
  const places = placeSlotTables(tables);
  await executor.ask("allocate", { region: `${kind}.tables`, size: places.bytes });
  const tablesWords = slotTablesWords(tables, places, `${kind}.tables`);
  const updates = new SlotUpdates(tables);
  const history = {
    prompt: Array.from({ length: 300 }, (_, index) => (index * 7919) % VOCABULARY),
    output: Array.from({ length: 200 }, (_, index) => (index * 104_729) % VOCABULARY),
  };
  const slots = Array.from({ length: ROWS }, (_, slot) => ({ slot, parameters, history }));
  const { count, records, data } = updates.enter(slots);
  const rowSlots = Int32Array.from({ length: ROWS }, (_, slot) => updates.rowSlot(slot));
  await put(executor, `${kind}.slots`, rowSlots);
  if (count > 0) {
    const padded = data.length > 0 ? data : Int32Array.of(0);
    await put(executor, `${kind}.records`, records);
    await put(executor, `${kind}.data`, padded);
    const update = {
      ...{ kernel: "slot_update", vocab: VOCABULARY, count, words: padded.length },
      ...{ "@updates": `${kind}.records+0`, "@data": `${kind}.data+0`, ...tablesWords },
    };
    await bindCalls(executor, `${kind}.update`, smCount, [update]);
  }
  const own = { rowSlots: `${kind}.slots+0`, rowIds: "rows+0", positions: "rows+0" };
  const memory = { ...own, logprobs: "logprobs+0", inputRows: ROWS };
  return { ...tablesWords, ...slotSamplingWords(tables, memory) };
}
