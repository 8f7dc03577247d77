import { PlannerError } from "../../errors.ts";
import type { PageEntry, ServingStep } from "../../step/serving-step.ts";
import { KvCache, type KvUse } from "../kv/kv-cache.ts";
import { byTurn, type Sequence } from "../requests/sequence.ts";
import { WaitingQueue } from "../requests/waiting-queue.ts";
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

export interface SchedulerOptions extends AdmissionOptions {
  programs: readonly ServingProgram[];
  choice: ProgramChoice;
  /** Pages of the KV cache, the scrap page included. */
  kvPages: number;
  pageTokens: number;
  /** Whether requests that begin alike share pages. */
  sharesPrefixes: boolean;
}

/** A row of a step that gives a token. */
export interface SampledRow {
  sequence: Sequence;
  /** Tokens whose KV is right if this row gives a number. */
  cachedTokens: number;
}

/** A step to be submitted. */
export interface ScheduledStep {
  program: string;
  step: ServingStep;
  /** In the order of the step's sampled rows. */
  sampled: readonly SampledRow[];
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
  /** By the tokens that they may still generate, the most first. */
  #running: Sequence[] = [];
  #step = 0;
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
    let running = 0;
    for (const { isRunning } of this.#running) if (isRunning) running++;
    return {
      waiting: this.#queue.size,
      running,
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

  /** Ends a sequence, whatever it was doing. Its pages go to others from the next step on. */
  remove(sequence: Sequence): void {
    const { state, isRunning } = sequence;
    sequence.state = "finished";
    if (isRunning) this.#admission.leave(sequence);
    else if (state === "waiting") this.#queue.dropped();
  }

  /** Takes a token that a step gave to a sequence that has not finished. */
  arrived({ sequence, cachedTokens }: SampledRow, token: number): void {
    sequence.emitted.push(token);
    sequence.inFlight--;
    this.#cache.enter(sequence.kv, sequence.tokenAt, cachedTokens);
    if (sequence.state !== "preempted" || sequence.inFlight > 0) return;
    sequence.state = "waiting";
    this.#queue.add(sequence);
  }

  /** The next step; undefined when nobody has anything to do in one. */
  schedule(): ScheduledStep | undefined {
    this.#step++;
    this.#running = this.#running
      .filter(({ isRunning }) => isRunning)
      .sort((a, b) => b.tokensLeft - a.tokensLeft);
    const decoding = this.#running.filter(
      ({ state, tokensLeft }) => state === "decoding" && tokensLeft > 0,
    );
    const prompts = this.#running.filter(({ state }) => state === "prefilling");
    const room = this.#promptRoom(decoding.length);
    this.#admission.admit(this.#queue, this.#running, prompts, room, this.#step);
    prompts.sort(byTurn);
    if (decoding.length + prompts.length === 0) return undefined;
    const load = {
      decodeRequests: decoding.length,
      prompts: prompts.length,
      promptTokens: prompts.reduce((sum, { promptLeft }) => sum + Math.min(promptLeft, room), 0),
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
  #contentOf(rows: ProgramRows, decoding: Sequence[], prompts: readonly Sequence[]): StepContent {
    const most = mostDecoding(rows, prompts.length > 0);
    if (decoding.length > most) decoding.sort(byLastStep);
    const chosen = decoding.slice(0, most).filter((sequence) => this.#provide(sequence, 1) > 0);
    const left = prompts.map(({ promptLeft }) => promptLeft);
    const shares = shareRows(left, rows.rows - chosen.length);
    const parts = prompts.map((sequence, index): PromptPart => {
      const share = shares[index] as number;
      return { sequence, tokens: share === 0 ? 0 : this.#provide(sequence, share) };
    });
    const going = chosen.filter(({ isRunning }) => isRunning);
    return {
      decoding: going.slice(0, rows.decodeRows),
      overflow: going.slice(rows.decodeRows),
      prompts: parts.filter(({ sequence, tokens }) => tokens > 0 && sequence.isRunning),
    };
  }

  /** None for a sequence that was preempted meanwhile. */
  #provide(sequence: Sequence, tokens: number): number {
    return sequence.isRunning ? this.#supply.provide(sequence, tokens, this.#running) : 0;
  }

  #preempt(sequence: Sequence): void {
    this.#preemptions++;
    this.#admission.leave(sequence);
    sequence.state = sequence.inFlight > 0 ? "preempted" : "waiting";
    if (sequence.state === "waiting") this.#queue.add(sequence);
  }

  /** Enters into the sequences what the step will have done to them. */
  #submitted({ decoding, overflow, prompts }: StepContent, layout: StepLayout) {
    const pageEntries: PageEntry[] = [];
    const sampling: ServingStep["sampling"][number][] = [];
    const advance = (sequence: Sequence, tokens: number) => {
      const { slot, kv, cachedTokens } = sequence;
      for (; sequence.tabledPages < kv.pages.length; sequence.tabledPages++) {
        const index = sequence.tabledPages;
        pageEntries.push({ slot, index, page: kv.pages[index] as number });
      }
      if (!sequence.hasSampling) sampling.push({ slot, parameters: sequence.sampling });
      sequence.hasSampling = true;
      sequence.cachedTokens = cachedTokens + tokens;
      sequence.lastStep = this.#step;
      if (sequence.cachedTokens >= sequence.promptTokens) sequence.state = "decoding";
    };
    for (const sequence of decoding) advance(sequence, 1);
    for (const sequence of overflow) advance(sequence, 1);
    for (const [index, { sequence }] of prompts.entries()) {
      const tokens = layout.promptRows[index] as number;
      if (tokens > 0) advance(sequence, tokens);
    }
    const sampled = layout.sampled.map((sequence): SampledRow => {
      sequence.inFlight++;
      return { sequence, cachedTokens: sequence.cachedTokens };
    });
    return {
      step: { ...layout.step, pageEntries, sampling },
      sampled,
      rows: layout.use,
    };
  }
}

/** Those that have waited longest for a row, within a priority. */
function byLastStep(a: Sequence, b: Sequence): number {
  return b.priority - a.priority || a.lastStep - b.lastStep || a.id - b.id;
}
