import type { Plan } from "../../generated/plan.ts";
import type { KvUse } from "../../runtime/kv/kv-cache.ts";
import type { StepRecord } from "../../runtime/serving/step-record.ts";

/** A program that the server chooses from, and the plan that it was made of. */
export interface ShownProgram {
  name: string;
  /** Of a stream's steps that it was searched for, such as `steady`. */
  phase: string;
  plan: Plan;
}

/** What is served, and how. */
export interface ServedBy {
  model: string;
  /** Such as `reference` or `cuda`. */
  engine: string;
}

/** How requests are, now. */
export interface RequestState {
  running: number;
  waiting: number;
  preemptions: number;
  /** In pages. */
  kv: KvUse;
}

/** What `/status.json` says. */
export interface ServerStatus extends ServedBy, RequestState {
  uptimeSeconds: number;
  /** The last step; null before the first. */
  lastStep: {
    step: number;
    program: string;
    /** Decoding requests that got a row, prompt tokens, and rows that nobody had. */
    decodeRows: number;
    promptRows: number;
    paddingRows: number;
    /** In µs; the measured one is 0 where an engine measures none, the predicted one null. */
    deviceUs: number;
    predictedUs: number | null;
  } | null;
  /** The program of most steps of the last second with steps; null before the first step. */
  program: string | null;
  /** One entry a second, the oldest first: the last one is not over yet. */
  history: readonly SecondStatus[];
  programs: readonly { name: string; phase: string; kind: Plan["kind"]; steps: number }[];
}

/** What one second saw. */
export interface SecondStatus {
  /** Since the server started. */
  second: number;
  steps: number;
  /** Output tokens that requests got. */
  tokens: number;
  /** At the last step; where there was none, as in the second before. */
  running: number;
  waiting: number;
  /** Share of the pages that requests hold. */
  kvShare: number;
}

const SECONDS_KEPT = 120;

/** Keeps what the page shows: counts by program, and the last two minutes second by second. */
export class StatusBook {
  readonly #served: ServedBy;
  readonly #programs: readonly ShownProgram[];
  readonly #nowMs: () => number;
  readonly #startMs: number;
  readonly #steps = new Map<string, number>();
  #seconds: SecondStatus[] = [];
  #inSecond = new Map<string, number>();
  #last: ServerStatus["lastStep"] = null;
  #program: string | null = null;

  constructor(
    served: ServedBy,
    programs: readonly ShownProgram[],
    nowMs: () => number = () => performance.now(),
  ) {
    this.#served = served;
    this.#programs = programs;
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
  }

  step(record: StepRecord): void {
    const { step, program, rows, tokens, deviceUs, predictedUs = null } = record;
    this.#steps.set(program, (this.#steps.get(program) ?? 0) + 1);
    const second = this.#secondNow();
    const before = this.#seconds.at(-1) as SecondStatus;
    if (before.steps === 0) this.#inSecond = new Map();
    this.#inSecond.set(program, (this.#inSecond.get(program) ?? 0) + 1);
    this.#program = mostFrequent(this.#inSecond);
    this.#seconds[this.#seconds.length - 1] = {
      second,
      steps: before.steps + 1,
      tokens: before.tokens + tokens,
      ...usedBy(record),
    };
    this.#last = {
      ...{ step, program, deviceUs, predictedUs },
      decodeRows: rows.decode + rows.decodeInPrefill,
      promptRows: rows.prompt + rows.promptInDecode,
      paddingRows: rows.padding,
    };
  }

  status(state: RequestState): ServerStatus {
    this.#secondNow();
    const { running, waiting, preemptions, kv } = state;
    const current = this.#seconds.at(-1) as SecondStatus;
    return {
      ...this.#served,
      uptimeSeconds: (this.#nowMs() - this.#startMs) / 1000,
      ...{ running, waiting, preemptions, kv },
      lastStep: this.#last,
      program: this.#program,
      history: [...this.#seconds.slice(0, -1), { ...current, ...usedBy(state) }],
      programs: this.#programs.map(({ name, phase, plan }) => ({
        ...{ name, phase, kind: plan.kind },
        steps: this.#steps.get(name) ?? 0,
      })),
    };
  }

  /** Adds the seconds that have begun since the last time. */
  #secondNow(): number {
    const now = Math.floor((this.#nowMs() - this.#startMs) / 1000);
    const last = this.#seconds.at(-1);
    const { running, waiting, kvShare } = last ?? { running: 0, waiting: 0, kvShare: 0 };
    const first = Math.max((last?.second ?? -1) + 1, now - SECONDS_KEPT + 1);
    for (let second = first; second <= now; second++) {
      this.#seconds.push({ second, steps: 0, tokens: 0, running, waiting, kvShare });
    }
    this.#seconds = this.#seconds.slice(-SECONDS_KEPT);
    return now;
  }
}

function usedBy({ running, waiting, kv }: Pick<RequestState, "running" | "waiting" | "kv">) {
  const pages = kv.held + kv.kept + kv.free;
  return { running, waiting, kvShare: pages === 0 ? 0 : kv.held / pages };
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const [name, count] of counts) {
    if (best === null || count > (counts.get(best) as number)) best = name;
  }
  return best;
}
