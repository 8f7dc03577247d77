import { PlannerError } from "../errors.ts";

/** A partially ordered set of instructions; instruction i waits for `waits[waitStarts[i]..waitStarts[i + 1]]`. */
export interface SimulationInput {
  count: number;
  /** Time alone on its partition, µs. */
  durationUs: Float64Array;
  waitStarts: Int32Array;
  waits: Int32Array;
  /** Time of `instruction` while `other` runs, over its time alone on the same partition. */
  slowdown(instruction: number, other: number): number;
}

export interface SimulationResult {
  startUs: Float64Array;
  finishUs: Float64Array;
  /** Time of each instruction in flight beside at least one other, µs. */
  coRunUs: Float64Array;
}

/**
 * Runs instructions as an executor would that starts each as soon as its waits are over. While
 * a set of instructions is in flight, each progresses at the rate that the others leave it.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` when the waits form a cycle
 */
export function simulateEvents(input: SimulationInput): SimulationResult {
  const { count, durationUs } = input;
  const { waiting, successorStarts, successors } = invert(input);
  const startUs = new Float64Array(count);
  const finishUs = new Float64Array(count);
  const coRunUs = new Float64Array(count);
  const remaining = new Float64Array(count);
  const rate = new Float64Array(count);
  const inFlight: number[] = [];
  let now = 0;
  let finished = 0;

  const start = (instruction: number): void => {
    startUs[instruction] = now;
    remaining[instruction] = 1;
    inFlight.push(instruction);
  };
  for (let i = 0; i < count; i++) if (waiting[i] === 0) start(i);

  while (inFlight.length > 0) {
    let step = Number.POSITIVE_INFINITY;
    for (const a of inFlight) {
      let time = durationUs[a] as number;
      for (const b of inFlight) if (b !== a) time *= input.slowdown(a, b);
      rate[a] = 1 / time;
      step = Math.min(step, (remaining[a] as number) * time);
    }
    now += step;
    if (inFlight.length > 1) for (const a of inFlight) coRunUs[a]! += step;
    let kept = 0;
    const done: number[] = [];
    for (const a of inFlight) {
      const left = (remaining[a] as number) - step * (rate[a] as number);
      if (left > 1e-9) {
        remaining[a] = left;
        inFlight[kept++] = a;
      } else {
        done.push(a);
      }
    }
    inFlight.length = kept;
    for (const a of done) {
      finishUs[a] = now;
      finished++;
      const end = successorStarts[a + 1] as number;
      for (let k = successorStarts[a] as number; k < end; k++) {
        const next = successors[k] as number;
        waiting[next] = (waiting[next] as number) - 1;
        if (waiting[next] === 0) start(next);
      }
    }
  }
  if (finished < count) {
    throw new PlannerError("E_UNSOUND_PLAN", "the waits of the instructions form a cycle", {
      remedy: "Run verify on the plan: it names the cycle.",
    });
  }
  return { startUs, finishUs, coRunUs };
}

function invert({ count, waitStarts, waits }: SimulationInput) {
  const waiting = new Int32Array(count);
  const successorStarts = new Int32Array(count + 1);
  for (const producer of waits) successorStarts[producer + 1]!++;
  for (let i = 0; i < count; i++) {
    successorStarts[i + 1]! += successorStarts[i] as number;
    waiting[i] = (waitStarts[i + 1] as number) - (waitStarts[i] as number);
  }
  const successors = new Int32Array(waits.length);
  const next = successorStarts.slice();
  for (let i = 0; i < count; i++) {
    const end = waitStarts[i + 1] as number;
    for (let k = waitStarts[i] as number; k < end; k++) {
      successors[next[waits[k] as number]!++] = i;
    }
  }
  return { waiting, successorStarts, successors };
}
