import type { ServedStep, ServingEngine, ServingStep } from "../../step/serving-step.ts";

/** Predicted time of a step, µs. */
export type StepTime = (program: string, step: ServingStep) => number;

interface Pending {
  endUs: number;
  served: ServedStep;
  resolve: (served: ServedStep) => void;
}

/**
 * Serves on a clock of its own: a step takes its predicted time, and begins when the one before has
 * ended. All tokens are 0.
 */
export class ServingSimulator implements ServingEngine {
  /** As on a GPU: the next step is submitted while one runs. */
  readonly depth = 2;
  readonly #stepTime: StepTime;
  readonly #pending: Pending[] = [];
  #nowUs = 0;
  #lastEndUs = 0;

  constructor(stepTime: StepTime) {
    this.#stepTime = stepTime;
  }

  /** The end of the last step that was given out, or where the clock was set to; µs. */
  get nowUs(): number {
    return this.#nowUs;
  }

  /** Lets time pass in which nothing runs. */
  advanceTo(us: number): void {
    this.#nowUs = Math.max(this.#nowUs, us);
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    const deviceUs = this.#stepTime(program, step);
    const endUs = Math.max(this.#nowUs, this.#lastEndUs) + deviceUs;
    this.#lastEndUs = endUs;
    const tokens = new Int32Array(step.sampledRows.length);
    return new Promise((resolve) => {
      this.#pending.push({ endUs, served: { tokens, failures: [], deviceUs }, resolve });
      if (this.#pending.length === 1) this.#later();
    });
  }

  async close(): Promise<void> {}

  /**
   * A turn more than its caller may take between two steps, so that what comes of one step is
   * scheduled before the next one ends, whatever the speed of this machine.
   */
  #later(): void {
    setImmediate(() => setImmediate(() => this.#end()));
  }

  #end(): void {
    const first = this.#pending.shift();
    if (first === undefined) return;
    this.advanceTo(first.endUs);
    first.resolve(first.served);
    if (this.#pending.length > 0) this.#later();
  }
}
