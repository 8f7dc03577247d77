import type { ArrivalRefusal } from "./arrival-clock.ts";
import type { SkipReason, UsableRow } from "./trace-row.ts";

/** When the requests of a trace arrived. */
export interface ArrivalFacts {
  /** Requests with an arrival of their own. */
  known: number;
  /** ns since the zero of the trace's clock, in digits: JSON readers would round the number. */
  firstNs: string;
  /** From the first to the last, s. */
  spanS: number;
  /** Requests that arrived before the one above them in the file. */
  outOfOrder: number;
  /** Requests that arrived in the same ns as an earlier one. */
  tied: number;
}

/** Parts of prompts that a cache held, which a plan computes all the same. */
export interface CachedFacts {
  tokens: number;
  /** Of all prompts that count. */
  ofPromptTokens: number;
  fields: readonly string[];
}

/** What a trace holds, besides the lengths that count. */
export interface TraceFacts {
  format: string;
  /** Requests of the file. A row may stand for several. */
  rows: number;
  /** Those whose lengths count. */
  requests: number;
  /** How many do not count, by the reason. */
  skipped: Partial<Record<SkipReason, number>>;
  /** Fields by which failed and cancelled requests were told. */
  outcomeFields: readonly string[];
  /** Undefined where no field says that a cache held a part of a prompt. */
  cached?: CachedFacts;
  /** What may be read otherwise than it is meant, in sentences; undefined where nothing is. */
  doubts?: readonly string[];
  arrivals: ArrivalFacts | { refused: string; remedy: string };
}

/** Gathers the arrivals of the requests that count. */
export class ArrivalTally {
  #ns = new BigInt64Array(1024);
  #known = 0;
  #outOfOrder = 0;

  add({ arrivalNs }: UsableRow): void {
    if (arrivalNs === undefined) return;
    if (this.#known === this.#ns.length) {
      const wider = new BigInt64Array(this.#known * 2);
      wider.set(this.#ns);
      this.#ns = wider;
    }
    if (this.#known > 0 && arrivalNs < (this.#ns[this.#known - 1] as bigint)) this.#outOfOrder++;
    this.#ns[this.#known] = arrivalNs;
    this.#known++;
  }

  /** @param refusal why they cannot be used, as the trace's clock says after the last row */
  facts(refusal: ArrivalRefusal | undefined): TraceFacts["arrivals"] {
    if (refusal !== undefined) return { refused: refusal.reason, remedy: refusal.remedy };
    if (this.#known === 0) {
      return { refused: "no request has an arrival", remedy: "Use a trace with arrivals." };
    }
    const sorted = this.#ns.subarray(0, this.#known);
    if (this.#outOfOrder > 0) sorted.sort();
    const first = sorted[0] as bigint;
    const last = sorted[this.#known - 1] as bigint;
    return {
      known: this.#known,
      firstNs: String(first),
      spanS: Number(last - first) / 1e9,
      outOfOrder: this.#outOfOrder,
      tied: sorted.reduce(
        (ties, ns, index) => ties + Number(index > 0 && ns === sorted[index - 1]),
        0,
      ),
    };
  }
}
