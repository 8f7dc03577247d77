import type { PlannerError } from "../../../src/errors.ts";
import { note } from "../benchmark.ts";
import { figuresOf, ratioOf, type SideResult } from "./side-result.ts";

/** What both sides of this project came to in one round; one of them where it was cut, or is not asked for. */
export interface Round {
  planned?: SideResult;
  sequential?: SideResult;
}

/** What a run has found so far. Each result is said as it comes, so that none is lost with the rest. */
export class Found {
  readonly #others = new Map<string, SideResult[]>();
  readonly #rounds: Round[] = [];
  readonly #failures = new Map<string, PlannerError>();
  #facts: Record<string, unknown> = {};

  /** The first failure of another engine; undefined where none failed. */
  get failure(): PlannerError | undefined {
    return this.#failures.values().next().value;
  }

  /** What is known of this project's engine beside its rounds. */
  addFacts(facts: Record<string, unknown>): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** That another engine did not serve all its rounds. */
  addFailure(name: string, failure: PlannerError): void {
    note(`${failure.message}\n${failure.remedy ?? ""}`.trimEnd());
    this.#failures.set(name, failure);
  }

  addOther(name: string, result: SideResult): void {
    note(`${name}: ${JSON.stringify(result)}`);
    const results = this.#others.get(name);
    if (results === undefined) this.#others.set(name, [result]);
    else results.push(result);
  }

  addOwn(round: number, side: keyof Round, result: SideResult): void {
    const { programs, ...figures } = result;
    note(`${side}: ${JSON.stringify(figures)}`);
    this.#rounds[round] = { ...this.#rounds[round], [side]: result };
  }

  /** Figures over all rounds, and their ratios. */
  get figures() {
    const rounds = this.#rounds;
    const planned = rounds.flatMap((round) => round.planned ?? []);
    const whole = rounds.flatMap(({ planned, sequential }) =>
      planned && sequential ? { planned, sequential } : [],
    );
    return {
      ...(rounds.length > 0 && { planned: figuresOf(planned) }),
      ...(whole.length > 0 && {
        sequential: figuresOf(whole.map(({ sequential }) => sequential)),
        plannedOverSequential: ratioOf(
          whole.map(({ planned }) => planned),
          whole.map(({ sequential }) => sequential),
        ),
      }),
      ...(rounds.length > 0 && { rounds }),
      ...(this.#others.size > 0 && { beside: this.#beside(planned) }),
      ...(this.#failures.size > 0 && {
        failures: Object.fromEntries(
          [...this.#failures].map(([name, { message }]) => [name, message]),
        ),
      }),
      ...this.#facts,
    };
  }

  #beside(planned: readonly SideResult[]) {
    return Object.fromEntries(
      [...this.#others].map(([name, results]) => [
        name,
        { ...figuresOf(results), plannedOver: ratioOf(planned, results), rounds: results },
      ]),
    );
  }
}
