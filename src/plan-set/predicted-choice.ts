/** What is to be known of a program to choose it. */
export interface ChoosableProgram {
  name: string;
  /** Of the dense batch: tokens that a step takes at most. */
  rows: number;
  /** Decoding requests that a step serves at most: alone, and beside prompts. */
  mostDecoding: number;
  mostDecodingBesidePrompts: number;
  /** Prompt tokens that a step takes at most. */
  mostPromptTokens: number;
  /** Whether one kernel runs after the other. */
  isSequential: boolean;
  /** KV tokens that the decode tokens of a step read, rising, and the step's predicted time, µs. */
  steps: readonly (readonly [kvTokens: number, stepUs: number])[];
}

/** What a step could do. */
export interface ChoiceLoad {
  /** Requests that want their next token. */
  decodeRequests: number;
  /** Prompt tokens that are waiting. */
  promptTokens: number;
  /** KV tokens that the decoding requests read; when left out, what programs are planned for. */
  kvTokens?: number;
}

/**
 * A program is left only for one that takes less time per token by more than this. It is less than
 * predictions err, so that two that are as good do not take turns.
 */
export const HYSTERESIS = 0.02;

/** No program. */
const NONE = -1;

/**
 * Chooses the program of each step, by the least predicted time per useful token. Padding counts:
 * a token that no request wanted makes a step no more useful.
 *
 * A program must be large enough: it serves as many of the decoding requests as any can, and where
 * prompts wait it takes some of their tokens. So no small batch can starve either.
 *
 * It is asked once a step. All figures lie in typed arrays made once, so that the answer takes well
 * below a microsecond and no memory.
 */
export class PredictedChoice {
  readonly #names: readonly string[];
  readonly #rows: Int32Array;
  readonly #alone: Int32Array;
  readonly #beside: Int32Array;
  readonly #prompts: Int32Array;
  /** Where the rows of a program's steps begin; one more entry for the end. */
  readonly #starts: Int32Array;
  readonly #kvTokens: Float64Array;
  readonly #stepUs: Float64Array;
  /** µs a KV token from a row on. */
  readonly #slopes: Float64Array;
  /** Planned KV tokens of a decode token. */
  readonly #plannedContext: Float64Array;
  readonly #mostAlone: number;
  readonly #mostBeside: number;
  readonly #isSequential: Uint8Array;
  readonly #keepBelow: number;
  /** Of the load that was asked for last: time per useful token, and useful tokens. */
  readonly #costs: Float64Array;
  readonly #useful: Int32Array;
  #current = NONE;

  /**
   * @param programs at least one, each with at least one row of steps
   * @param plannedContexts KV tokens of a decode token that each program is planned for
   * @param hysteresis as a fraction
   */
  constructor(
    programs: readonly ChoosableProgram[],
    plannedContexts: readonly number[],
    hysteresis = HYSTERESIS,
  ) {
    this.#names = programs.map(({ name }) => name);
    this.#rows = Int32Array.from(programs, ({ rows }) => rows);
    this.#alone = Int32Array.from(programs, ({ mostDecoding }) => mostDecoding);
    this.#prompts = Int32Array.from(programs, ({ mostPromptTokens }) => mostPromptTokens);
    this.#beside = Int32Array.from(programs, (program) =>
      // A prompt has to get a row.
      program.mostPromptTokens > 0
        ? Math.min(program.mostDecodingBesidePrompts, program.rows - 1)
        : NONE,
    );
    const steps = programs.flatMap((program) => program.steps);
    this.#kvTokens = Float64Array.from(steps, ([kvTokens]) => kvTokens);
    this.#stepUs = Float64Array.from(steps, ([, stepUs]) => stepUs);
    this.#slopes = Float64Array.from(programs.flatMap((program) => slopesOf(program.steps)));
    this.#starts = new Int32Array(programs.length + 1);
    for (const [index, program] of programs.entries()) {
      this.#starts[index + 1] = (this.#starts[index] as number) + program.steps.length;
    }
    this.#plannedContext = Float64Array.from(plannedContexts);
    this.#mostAlone = Math.max(...this.#alone);
    this.#mostBeside = Math.max(...this.#beside);
    this.#isSequential = Uint8Array.from(programs, ({ isSequential }) => Number(isSequential));
    this.#keepBelow = 1 + hysteresis;
    this.#costs = new Float64Array(programs.length);
    this.#useful = new Int32Array(programs.length);
  }

  /**
   * The program of the next step, which is remembered: the next answer stays with it where another
   * is hardly better.
   *
   * @returns its name; that of the first program when there is nothing to do
   */
  choose({ decodeRequests, promptTokens, kvTokens = NONE }: ChoiceLoad): string {
    const chosen = this.choosePosition(decodeRequests, promptTokens, kvTokens, this.#current);
    if (chosen !== NONE) this.#current = chosen;
    return this.#names[chosen === NONE ? 0 : chosen] as string;
  }

  /**
   * The same without memory, on plain numbers.
   *
   * @param kvTokens -1: what programs are planned for
   * @param current position of the program before; -1 for none
   * @returns position of a program; -1 when there is nothing to do
   */
  choosePosition(
    decodeRequests: number,
    promptTokens: number,
    kvTokens: number,
    current: number,
  ): number {
    const waits = promptTokens > 0 && this.#mostBeside >= 0;
    const most = waits ? this.#mostBeside : this.#mostAlone;
    const decoding = Math.min(decodeRequests, most);
    const prompts = waits ? promptTokens : 0;
    let best = NONE;
    let least = Number.POSITIVE_INFINITY;
    for (let program = 0; program < this.#rows.length; program++) {
      const useful = this.#usefulTokens(program, decoding, prompts);
      const cost =
        useful === 0 ? Number.POSITIVE_INFINITY : this.#us(program, decoding, kvTokens) / useful;
      this.#useful[program] = useful;
      this.#costs[program] = cost;
      if (cost < least) {
        least = cost;
        best = program;
      }
    }
    if (best === NONE) {
      // No program has a row for a prompt beside so many: they go first.
      return waits ? this.choosePosition(decodeRequests, 0, kvTokens, current) : NONE;
    }
    const isClose = current !== NONE && (this.#costs[current] as number) <= least * this.#keepBelow;
    return isClose || this.#isNoSlower(current, best) ? current : this.#smallestLike(best);
  }

  /** The program, or the smallest of those that are no slower. */
  #smallestLike(best: number): number {
    let smallest = best;
    for (let program = 0; program < this.#rows.length; program++) {
      if (this.#isNoSlower(program, smallest)) smallest = program;
    }
    return smallest;
  }

  /**
   * Whether a sequential program does as much as another with fewer rows: padding only adds work.
   * Their tables may say otherwise, since the KV of padded rows is not that of requests, and the
   * times of small programs are bounds. Overlap may hide work, so that this holds where neither has any.
   */
  #isNoSlower(program: number, other: number): boolean {
    return (
      program !== NONE &&
      this.#isSequential[program] === 1 &&
      this.#isSequential[other] === 1 &&
      (this.#useful[program] as number) >= (this.#useful[other] as number) &&
      (this.#rows[program] as number) < (this.#rows[other] as number)
    );
  }

  /**
   * Predicted time of a step of a program, µs: linear between rows and beyond the last, and with
   * less KV than in the first as there.
   *
   * @param kvTokens that its decode tokens read
   */
  stepUs(program: number, kvTokens: number): number {
    let row = this.#starts[program] as number;
    const last = (this.#starts[program + 1] as number) - 1;
    while (row < last && (this.#kvTokens[row + 1] as number) < kvTokens) row++;
    const beyond = kvTokens - (this.#kvTokens[row] as number);
    const us = this.#stepUs[row] as number;
    return beyond > 0 ? us + beyond * (this.#slopes[row] as number) : us;
  }

  /** Tokens that a step of the program does for requests; 0 for a program that is too small. */
  #usefulTokens(program: number, decoding: number, prompts: number): number {
    const most = (prompts > 0 ? this.#beside : this.#alone)[program] as number;
    if (most < decoding) return 0;
    const left = (this.#rows[program] as number) - decoding;
    const taken = Math.min(prompts, this.#prompts[program] as number, left);
    return prompts > 0 && taken === 0 ? 0 : decoding + taken;
  }

  #us(program: number, decoding: number, kvTokens: number): number {
    const planned = decoding * (this.#plannedContext[program] as number);
    return this.stepUs(program, kvTokens < 0 ? planned : kvTokens);
  }
}

/** From each row to the next; that of the last goes on beyond it. */
function slopesOf(steps: ChoosableProgram["steps"]): number[] {
  const slopes = steps.slice(1).map(([kvTokens, us], row) => {
    const [fromTokens, fromUs] = steps[row] as (typeof steps)[number];
    return (us - fromUs) / (kvTokens - fromTokens);
  });
  return [...slopes, slopes.at(-1) ?? 0];
}
