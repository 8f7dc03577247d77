import { PlannerError } from "../../errors.ts";
import type { PageEntry, ServingStep, SlotSampling, TokenMask } from "../../step/serving-step.ts";
import { KvCache, type KvUse } from "../kv/kv-cache.ts";
import { hasPenalties, withoutTokens } from "../requests/request.ts";
import { byTurn, type Sequence } from "../requests/sequence.ts";
import { WaitingQueue } from "../requests/waiting-queue.ts";
import { chooseDecoding } from "../rows/choose-decoding.ts";
import type { ProgramChoice, StepLoad } from "../rows/choose-program.ts";
import {
  mostDecoding,
  type ProgramRows,
  programRows,
  promptRowsBeside,
  type ServingProgram,
} from "../rows/program-rows.ts";
import { shareRows } from "../rows/share-rows.ts";
import {
  layOutServingStep,
  type PromptPart,
  type RowUse,
  type StepContent,
  type StepLayout,
} from "../rows/step-layout.ts";
import { Admission, type AdmissionOptions } from "./admission.ts";
import { PageSupply } from "./page-supply.ts";
import { RunningSet } from "./running-set.ts";

export interface SchedulerOptions extends AdmissionOptions {
  programs: readonly ServingProgram[];
  choice: ProgramChoice;
  /** Pages of the KV cache, the scrap page included. */
  kvPages: number;
  pageTokens: number;
  /** Whether requests that begin alike share pages. */
  sharesPrefixes: boolean;
}

/** A step to be submitted. */
export interface ScheduledStep {
  program: string;
  step: ServingStep;
  /** By sampled row: whose token it gives. */
  sampled: readonly Sequence[];
  /** By sampled row: tokens whose KV is right if the row gives a number. */
  cachedTokens: Int32Array;
  load: StepLoad;
  rows: RowUse;
}

export interface SchedulerState {
  waiting: number;
  running: number;
  /** Since the start. */
  preemptions: number;
  kv: KvUse;
}

/**
 * Decides what each step does: who is admitted, which program runs, which tokens get its rows, and
 * who gives up pages when there are none left. It holds no tensors and waits for nothing.
 */
export class Scheduler {
  readonly #cache: KvCache;
  readonly #admission: Admission;
  readonly #supply: PageSupply;
  readonly #queue = new WaitingQueue();
  readonly #choice: ProgramChoice;
  readonly #programs: ReadonlyMap<string, ProgramRows>;
  readonly #running = new RunningSet();
  #step = 0;
  #turns = 0;
  #preemptions = 0;

  constructor(options: SchedulerOptions) {
    const { programs, choice, kvPages, pageTokens, sharesPrefixes } = options;
    this.#cache = new KvCache(kvPages, pageTokens, sharesPrefixes);
    this.#admission = new Admission(this.#cache, options);
    this.#supply = new PageSupply(this.#cache, (sequence) => this.#preempt(sequence));
    this.#choice = choice;
    this.#programs = new Map(programs.map(({ name, batch }) => [name, programRows(batch)]));
  }

  get state(): SchedulerState {
    return {
      waiting: this.#queue.size,
      running: this.#admission.running,
      preemptions: this.#preemptions,
      kv: this.#cache.use,
    };
  }

  /** Tokens of the longest sequence that the cache holds. */
  get capacityTokens(): number {
    return this.#cache.capacityTokens;
  }

  add(sequence: Sequence): void {
    this.#queue.add(sequence);
  }

  /**
   * Ends a sequence, whatever it was doing. Its pages go to others from the next step on.
   *
   * @param byItself whether it came to its end, and nobody cut it short
   */
  remove(sequence: Sequence, byItself: boolean): void {
    const { state, isRunning } = sequence;
    if (byItself) this.#admission.ended(sequence);
    sequence.state = "finished";
    if (isRunning) this.#admission.leave(sequence);
    else if (state === "waiting") this.#queue.dropped();
  }

  /**
   * Takes a token that a step gave to a sequence that has not finished.
   *
   * @param cachedTokens whose KV is right, now that the token behind them is known
   */
  arrived(sequence: Sequence, token: number, cachedTokens: number): void {
    sequence.emitted.push(token);
    sequence.inFlight--;
    this.#cache.enter(sequence, cachedTokens);
    if (sequence.state !== "preempted" || sequence.inFlight > 0) return;
    sequence.state = "waiting";
    this.#queue.add(sequence);
  }

  /** The next step; undefined when nobody has anything to do in one. */
  schedule(): ScheduledStep | undefined {
    this.#step++;
    const running = this.#running;
    running.refresh();
    const room = this.#promptRoom(running.decoding.length);
    this.#admission.admit(this.#queue, running, room, this.#step);
    const { decoding } = running;
    const prompts = running.prompts.sort(byTurn);
    if (decoding.length + prompts.length === 0) return undefined;
    const load = {
      decodeRequests: decoding.length,
      prompts: prompts.length,
      promptTokens: prompts.reduce((sum, { promptLeft }) => sum + Math.min(promptLeft, room), 0),
      kvTokens: decoding.reduce((sum, { cachedTokens }) => sum + cachedTokens + 1, 0),
    };
    const program = this.#choice.choose(load);
    const rows = this.#rowsOf(program);
    const content = this.#contentOf(rows, decoding, prompts);
    const layout = layOutServingStep(rows, this.#cache.pageTokens, content);
    const { decode, decodeInPrefill, prompt } = layout.use;
    if (decode + decodeInPrefill + prompt === 0) return undefined;
    return { program, load, ...this.#submitted(content, layout) };
  }

  /** Rows that prompts can fill in the program that has most for them. */
  #promptRoom(decoding: number): number {
    let most = 0;
    for (const rows of this.#programs.values()) {
      most = Math.max(most, promptRowsBeside(rows, decoding));
    }
    return most;
  }

  #rowsOf(program: string): ProgramRows {
    const rows = this.#programs.get(program);
    if (rows !== undefined) return rows;
    throw new PlannerError("E_INTERNAL", `the choice of an unknown program \`${program}\``);
  }

  /** Decoding sequences first; prompts get the rows that are left. All get the pages they need. */
  #contentOf(
    rows: ProgramRows,
    decoding: readonly Sequence[],
    prompts: readonly Sequence[],
  ): StepContent {
    const most = mostDecoding(rows, prompts.length > 0);
    let chosen = chooseDecoding(decoding, most);
    const before = this.#preemptions;
    let hasAll = true;
    for (const sequence of chosen) {
      if (!hasRoom(sequence) && this.#provide(sequence, 1) === 0) hasAll = false;
    }
    const left = prompts.map(({ promptLeft }) => promptLeft);
    const shares = shareRows(left, rows.rows - chosen.length);
    const parts = prompts.map((sequence, index): PromptPart => {
      const share = shares[index] as number;
      return { sequence, tokens: share === 0 ? 0 : this.#provide(sequence, share) };
    });
    if (!hasAll || this.#preemptions > before) {
      chosen = chosen.filter((sequence) => sequence.isRunning && hasRoom(sequence));
    }
    return {
      decoding: chosen.slice(0, rows.decodeRows),
      overflow: chosen.slice(rows.decodeRows),
      prompts: parts.filter(({ sequence, tokens }) => tokens > 0 && sequence.isRunning),
    };
  }

  /** None for a sequence that was preempted meanwhile. */
  #provide(sequence: Sequence, tokens: number): number {
    return sequence.isRunning ? this.#supply.provide(sequence, tokens, this.#running.all) : 0;
  }

  #preempt(sequence: Sequence): void {
    this.#preemptions++;
    this.#admission.preempted();
    this.#admission.leave(sequence);
    sequence.state = sequence.inFlight > 0 ? "preempted" : "waiting";
    if (sequence.state === "waiting") this.#queue.add(sequence);
  }

  /** Enters into the sequences what the step will have done to them. */
  #submitted(
    { decoding, overflow, prompts }: StepContent,
    { step, sampled, promptRows, use }: StepLayout,
  ) {
    const { pageTokens } = this.#cache;
    const pageEntries: PageEntry[] = [];
    const sampling: SlotSampling[] = [];
    const advance = (sequence: Sequence, tokens: number) => {
      const { slot, pages, pagedTokens, cachedTokens } = sequence;
      for (; sequence.tabledTokens < pagedTokens; sequence.tabledTokens += pageTokens) {
        const index = sequence.tabledTokens / pageTokens;
        pageEntries.push({ slot, index, page: pages[index] as number });
      }
      const wanted = sequence.mayNotEnd ? "without ends" : "all";
      if (sequence.knownSampling !== wanted) sampling.push(samplingOf(sequence));
      sequence.knownSampling = wanted;
      sequence.cachedTokens = cachedTokens + tokens;
      sequence.mostCachedTokens = Math.max(sequence.mostCachedTokens, sequence.cachedTokens);
      sequence.turn = ++this.#turns;
      if (sequence.cachedTokens >= sequence.promptTokens) sequence.state = "decoding";
    };
    for (const sequence of decoding) advance(sequence, 1);
    for (const sequence of overflow) advance(sequence, 1);
    for (const [index, { sequence }] of prompts.entries()) {
      const tokens = promptRows[index] as number;
      if (tokens > 0) advance(sequence, tokens);
    }
    const cachedTokens = new Int32Array(sampled.length);
    const masks = new Map<number, TokenMask>();
    for (const [row, sequence] of sampled.entries()) {
      sequence.inFlight++;
      cachedTokens[row] = sequence.cachedTokens;
      if (sequence.mask === undefined) continue;
      masks.set(row, sequence.mask);
      sequence.mask = undefined;
    }
    const whole = { ...step, pageEntries, sampling, ...(masks.size > 0 && { masks }) };
    return { step: whole, sampled, cachedTokens, rows: use };
  }
}

/** Whether there is a place for the next token in its pages. */
function hasRoom({ cachedTokens, pagedTokens }: Sequence): boolean {
  return cachedTokens < pagedTokens;
}

/** Penalties count tokens of the prompt, and what was generated before a preemption. */
function samplingOf(sequence: Sequence): SlotSampling {
  const { slot, sampling, prompt, emitted, eosTokens = [] } = sequence;
  if (sequence.mayNotEnd) return { slot, parameters: withoutTokens(sampling, eosTokens) };
  if (!hasPenalties(sampling)) return { slot, parameters: sampling };
  return {
    ...{ slot, parameters: sampling },
    history: { prompt: Array.from(prompt), output: [...emitted] },
  };
}
