import { type KvFault, KvLedger } from "../../../src/step/kv-ledger.ts";
import type { ServedStep, ServingEngine, ServingStep } from "../../../src/step/serving-step.ts";

/** An engine whose steps are held against a book of which slot of the KV cache has which token. */
export class WatchedEngine implements ServingEngine {
  readonly faults: KvFault[] = [];
  readonly depth: number;
  readonly died?: Promise<Error>;
  readonly #engine: ServingEngine;
  readonly #ledger: KvLedger;

  constructor(engine: ServingEngine, pageTokens: number) {
    this.#engine = engine;
    this.depth = engine.depth;
    if (engine.died !== undefined) this.died = engine.died;
    this.#ledger = new KvLedger(pageTokens);
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    this.faults.push(...this.#ledger.enter(step));
    return this.#engine.submit(program, step);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}
