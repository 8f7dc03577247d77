import { type StepRange, usefulTokens } from "../../../src/replay/metrics/steady-part.ts";
import type { StepLog } from "../../../src/replay/replay-log.ts";
import type { ReplayClock } from "../../../src/replay/run-replay.ts";
import type { ProgramChoice, StepLoad } from "../../../src/runtime/rows/choose-program.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** Of a turn, its start does not count: clock and power settle. */
const SETTLING = 0.25;

/** Two choices that take turns in one stream, so that both meet the same requests and the same card. */
export class TakingTurns implements ProgramChoice {
  readonly #sides: readonly [ProgramChoice, ProgramChoice];
  readonly #clock: Pick<ReplayClock, "nowUs">;
  readonly #turnUs: number;
  readonly #turns = new Map<StepLoad, number>();
  #startUs: number | undefined;

  constructor(
    sides: readonly [ProgramChoice, ProgramChoice],
    clock: Pick<ReplayClock, "nowUs">,
    turnUs: number,
  ) {
    this.#sides = sides;
    this.#clock = clock;
    this.#turnUs = turnUs;
  }

  choose(load: StepLoad): string {
    const nowUs = this.#clock.nowUs();
    this.#startUs ??= nowUs;
    const turn = Math.floor((nowUs - this.#startUs) / this.#turnUs);
    this.#turns.set(load, turn);
    return this.#sides[turn % 2 === 0 ? 0 : 1].choose(load);
  }

  /** The turn that chose a step's program, from 0. */
  turnOf({ load }: Pick<StepLog, "load">): number {
    return this.#turns.get(load) ?? 0;
  }
}

export interface TurnRates {
  /** Tokens/s of each turn, the first of them of the first side. */
  tokensPerSecond: [number[], number[]];
  /** Each turn of the first side over the mean of the turns beside it. */
  ratio: Spread | null;
}

/** Of the steady plan's decode tokens, what a step has once the stream has filled the batch. */
const FILLED = 0.85;

/** From the step in which a stream has filled the steady plan's batch to the last that left requests waiting. */
export function filledPart(steps: readonly StepLog[], decodeTokens: number): StepRange {
  const first = steps.findIndex(({ rows }) => rows.decode >= FILLED * decodeTokens);
  const end = steps.findLastIndex(({ waiting }) => waiting > 0) + 1;
  return { first: first === -1 ? end : first, end };
}

/**
 * What each whole turn of a range came to, without its start. A turn in which a step has no prompt
 * does not count: such steps have no overlap.
 */
export function turnRates(
  steps: readonly StepLog[],
  { first, end }: StepRange,
  turnOf: (step: StepLog) => number,
): TurnRates {
  const byTurn = new Map<number, StepLog[]>();
  for (const step of steps.slice(first, end)) {
    const turn = turnOf(step);
    const own = byTurn.get(turn);
    if (own === undefined) byTurn.set(turn, [step]);
    else own.push(step);
  }
  // The range begins and ends amid a turn.
  const turns = [...byTurn.keys()]
    .sort((a, b) => a - b)
    .slice(1, -1)
    .filter((turn) => byTurn.get(turn)?.every(({ rows }) => rows.prompt > 0));
  const rates = new Map(turns.map((turn) => [turn, rateOf(byTurn.get(turn) ?? [])]));
  const ratios = turns.flatMap((turn) => {
    const beside = [rates.get(turn - 1), rates.get(turn + 1)].filter((rate) => rate !== undefined);
    if (turn % 2 === 1 || beside.length === 0) return [];
    const mean = beside.reduce((sum, rate) => sum + rate, 0) / beside.length;
    return [(rates.get(turn) as number) / mean];
  });
  const ofSide = (side: number) =>
    [...rates].filter(([turn]) => turn % 2 === side).map(([, rate]) => rate);
  return { tokensPerSecond: [ofSide(0), ofSide(1)], ratio: spreadOf(ratios) };
}

/** From the arrival of the last step that settles to that of the last. */
function rateOf(steps: readonly StepLog[]): number {
  const [from, to] = [steps[0]?.arrivedUs ?? 0, steps.at(-1)?.arrivedUs ?? 0];
  const settledUs = from + SETTLING * (to - from);
  const settled = steps.findIndex(({ arrivedUs }) => arrivedUs >= settledUs);
  const counted = steps.slice(settled + 1);
  const tokens = counted.reduce((sum, step) => sum + usefulTokens(step), 0);
  return tokens / ((to - (steps[settled]?.arrivedUs ?? to)) / 1e6);
}
