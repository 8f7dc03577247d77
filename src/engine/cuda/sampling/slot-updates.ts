import { PlannerError } from "../../../errors.ts";
import { samplingFault } from "../../../step/sampling-limits.ts";
import type { SamplingParameters, SlotSampling, TokenHistory } from "../../../step/serving-step.ts";
import { PARAMETER_WORDS, type SlotTables } from "./slot-tables.ts";

/** Slots that requests take in a step, as the device reads them. */
export interface EncodedUpdates {
  count: number;
  /** Records of {@link UPDATE_WORDS}. */
  records: Int32Array;
  /** Their biases and tokens. */
  data: Int32Array;
}

const HEAD_WORDS = 4;
/** Of an update (`native-kernels/sampling/slot_tables.h`). */
export const UPDATE_WORDS = HEAD_WORDS + PARAMETER_WORDS;
/** Of an entry of a table of adjustments. */
const COUNT_MASK = 0x3fff;
const BIASED = 0x4000;
const IN_PROMPT = 0x8000;
/** The row has no slot: its token is the likeliest. */
const NO_SLOT = -1;
const NO_TABLE = 0;
/** Below it, a temperature is none. */
const LEAST_TEMPERATURE = 1e-5;

/**
 * The host's side of sampling by slots: which slots sample otherwise than greedily, and which of them
 * have a table of adjustments.
 */
export class SlotUpdates {
  readonly #tables: SlotTables;
  /** By slot; from 1. */
  readonly #tableOf: Int32Array;
  readonly #isPlain: boolean[];
  /** By slot, how many are wanted. */
  readonly #logprobs: Uint8Array;
  readonly #free: number[];

  constructor(tables: SlotTables) {
    this.#tables = tables;
    this.#tableOf = new Int32Array(tables.slots).fill(NO_TABLE);
    this.#isPlain = Array.from({ length: tables.slots }, () => true);
    this.#logprobs = new Uint8Array(tables.slots);
    this.#free = Array.from({ length: tables.tables }, (_, index) => tables.tables - index);
  }

  /**
   * Enters the slots that requests take in a step. A slot that another request had gives its table
   * back, and a greedy one without penalties, biases and log probabilities needs no update.
   *
   * @throws PlannerError `E_INTERNAL` on parameters or tokens that no kernel takes, and when more
   *   slots than the engine was opened for have penalties or biases; nothing is entered then
   */
  enter(sampling: readonly SlotSampling[]): EncodedUpdates {
    for (const each of sampling) requireSound(each, this.#tables);
    if (new Set(sampling.map(({ slot }) => slot)).size !== sampling.length) {
      throw refused("parameters for one slot twice");
    }
    this.#requireTables(sampling);
    for (const { slot } of sampling) this.#release(slot);
    const updates = sampling.flatMap((each) => this.#take(each));
    const records = new Int32Array(updates.length * UPDATE_WORDS);
    const data: number[] = [];
    for (const [index, update] of updates.entries()) {
      const biases = update.parameters.logitBias;
      const entries = update.table === NO_TABLE ? new Map<number, number>() : entriesOf(update);
      records.set([update.slot, data.length, entries.size], index * UPDATE_WORDS);
      records.set(parameterWords(update), index * UPDATE_WORDS + HEAD_WORDS);
      for (const { token, bias } of biases) data.push(token, floatBits(bias));
      for (const [token, entry] of entries) data.push(token, entry);
    }
    return { count: updates.length, records, data: Int32Array.from(data) };
  }

  /** What a row of the slot's sequence is sampled by: the slot, or -1 for the likeliest token. */
  rowSlot(slot: number): number {
    return slot < 0 || this.#isPlain[slot] ? NO_SLOT : slot;
  }

  /** Log probabilities that the slot's request wants, beside the chosen token's; 0: none at all. */
  logprobs(slot: number): number {
    return slot < 0 ? 0 : (this.#logprobs[slot] as number);
  }

  /**
   * A request that takes a slot brings its parameters, unless they are those of the likeliest token
   * and the slot has these already.
   *
   * @throws PlannerError `E_INTERNAL` when it would be sampled by those of the request before it
   */
  requireParameters(slot: number, id: number | null, sampling: readonly SlotSampling[]): void {
    if (this.#isPlain[slot] || sampling.some((each) => each.slot === slot)) return;
    throw refused(`request ${id} takes slot ${slot} without parameters`);
  }

  #take(sampling: SlotSampling): Update[] {
    const { slot, parameters, history = NO_HISTORY } = sampling;
    const plain = isGreedy(parameters) && !isAdjusted(parameters) && parameters.logprobs === 0;
    this.#isPlain[slot] = plain;
    this.#logprobs[slot] = parameters.logprobs;
    if (plain) return [];
    const table = isAdjusted(parameters) ? (this.#free.pop() as number) : NO_TABLE;
    this.#tableOf[slot] = table;
    return [{ slot, parameters, history, table }];
  }

  #release(slot: number): void {
    const table = this.#tableOf[slot] as number;
    if (table !== NO_TABLE) this.#free.push(table);
    this.#tableOf[slot] = NO_TABLE;
  }

  #requireTables(sampling: readonly SlotSampling[]): void {
    const needed = sampling.filter(({ parameters }) => isAdjusted(parameters)).length;
    const freed = sampling.filter(({ slot }) => this.#tableOf[slot] !== NO_TABLE).length;
    const free = this.#free.length + freed;
    if (needed <= free) return;
    throw refused(`${needed} more slots with penalties or biases, where ${free} are left`);
  }
}

interface Update {
  slot: number;
  parameters: SamplingParameters;
  history: TokenHistory;
  table: number;
}

const NO_HISTORY: TokenHistory = { prompt: [], output: [] };

/** Whether logits change by the slot, for which it needs a table. */
export function isAdjusted(parameters: SamplingParameters): boolean {
  const { repetitionPenalty, presencePenalty, frequencyPenalty, logitBias } = parameters;
  return (
    repetitionPenalty !== 1 ||
    presencePenalty !== 0 ||
    frequencyPenalty !== 0 ||
    logitBias.length > 0
  );
}

function isGreedy({ temperature }: SamplingParameters): boolean {
  return temperature < LEAST_TEMPERATURE;
}

function parameterWords({ parameters, table }: Update): Int32Array {
  const words = new DataView(new ArrayBuffer(PARAMETER_WORDS * 4));
  const { temperature, topP, minP, topK, seed, logprobs, logitBias } = parameters;
  const { repetitionPenalty, presencePenalty, frequencyPenalty } = parameters;
  words.setFloat32(0, isGreedy(parameters) ? 0 : temperature, true);
  words.setFloat32(4, topP, true);
  words.setFloat32(8, minP, true);
  words.setInt32(12, topK, true);
  words.setUint32(16, seed % 2 ** 32, true);
  words.setUint32(20, Math.floor(seed / 2 ** 32), true);
  words.setFloat32(24, repetitionPenalty, true);
  words.setFloat32(28, presencePenalty, true);
  words.setFloat32(32, frequencyPenalty, true);
  words.setInt32(36, logprobs, true);
  words.setInt32(40, table, true);
  words.setInt32(44, logitBias.length, true);
  return new Int32Array(words.buffer);
}

/** By token, those that are not zero. */
function entriesOf({ parameters: { logitBias }, history }: Update): Map<number, number> {
  const entries = new Map<number, number>();
  const before = (token: number) => entries.get(token) ?? 0;
  for (const token of history.output) {
    entries.set(token, Math.min(before(token) + 1, COUNT_MASK));
  }
  for (const token of history.prompt) entries.set(token, before(token) | IN_PROMPT);
  for (const { token } of logitBias) entries.set(token, before(token) | BIASED);
  return entries;
}

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] as number;
}

function requireSound({ slot, parameters, history }: SlotSampling, tables: SlotTables): void {
  if (!isWholeBelow(tables.slots, slot)) throw refused(`slot ${slot}: a number of ${slot}`);
  const fault = samplingFault(parameters, tables.known);
  if (fault !== undefined) throw refused(`slot ${slot}: ${fault}`);
  const biases = parameters.logitBias.length;
  if (biases > tables.mostBiases) throw refused(`slot ${slot}: a number of biases of ${biases}`);
  for (const token of [...(history?.prompt ?? []), ...(history?.output ?? [])]) {
    if (!isWholeBelow(tables.known, token)) throw refused(`slot ${slot}: a token of ${token}`);
  }
}

function isWholeBelow(bound: number, value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < bound;
}

function refused(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `sampling that cannot run: ${what}`);
}
