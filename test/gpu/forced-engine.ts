import {
  LAST_SAMPLED,
  type RowLogprobs,
  type ServedStep,
  type ServingEngine,
  type ServingStep,
} from "../../src/step/serving-step.ts";

/** What an engine sampled for a request that was then forced to another token, or the same. */
export interface ForcedToken {
  request: number;
  /** Among the tokens that were appended. */
  index: number;
  sampled: number;
  logprobs: RowLogprobs | undefined;
}

/**
 * Makes an engine append the tokens that a reference appended, whatever it samples itself: one near
 * tie would change all that follows. Other requests go on as they are.
 */
export class ForcedEngine implements ServingEngine {
  readonly #engine: ServingEngine;
  readonly #tokens: ReadonlyMap<number, { promptTokens: number; all: readonly number[] }>;
  readonly forced: ForcedToken[] = [];
  /** Tokens that were in the cache when a request had its first rows, by request. */
  readonly cachedAtFirst = new Map<number, number>();
  /** Requests of which a step took a part of the prompt, and left some. */
  readonly chunked = new Set<number>();

  /** @param requests prompt and appended tokens, by the numbers that the runtime gives requests */
  constructor(
    engine: ServingEngine,
    requests: ReadonlyMap<number, { prompt: readonly number[]; tokens: readonly number[] }>,
  ) {
    this.#engine = engine;
    this.#tokens = new Map(
      [...requests].map(([id, { prompt, tokens }]) => [
        id,
        { promptTokens: prompt.length, all: [...prompt, ...tokens] },
      ]),
    );
  }

  get depth(): number {
    return this.#engine.depth;
  }

  async submit(program: string, step: ServingStep): Promise<ServedStep> {
    this.#note(step);
    const tokenIds = step.tokenIds.map((token, row) =>
      token === LAST_SAMPLED ? (this.#at(step, row, 0) ?? token) : token,
    );
    const served = await this.#engine.submit(program, { ...step, tokenIds });
    const tokens = served.tokens.map((sampled, position) => {
      const row = step.sampledRows[position] as number;
      const token = this.#at(step, row, 1);
      if (token === undefined) return sampled;
      const request = step.sequences[step.sequenceOf[row] as number]?.id as number;
      const { promptTokens = 0 } = this.#tokens.get(request) ?? {};
      const index = (step.positions[row] as number) + 1 - promptTokens;
      this.forced.push({ request, index, sampled, logprobs: served.logprobs?.get(position) });
      return token;
    });
    return { ...served, tokens };
  }

  #note({ sequences }: ServingStep): void {
    const ends = new Map<number, number>();
    for (const { id, cachedTokens, newTokens } of sequences) {
      if (id === null) continue;
      if (!this.cachedAtFirst.has(id)) this.cachedAtFirst.set(id, cachedTokens);
      ends.set(id, Math.max(ends.get(id) ?? 0, cachedTokens + newTokens));
    }
    for (const [id, end] of ends) {
      if (end < (this.#tokens.get(id)?.promptTokens ?? 0)) this.chunked.add(id);
    }
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** The forced token at the position of a row, or behind it; undefined where the row's request has none. */
  #at({ sequences, sequenceOf, positions }: ServingStep, row: number, behind: 0 | 1) {
    const id = sequences[sequenceOf[row] as number]?.id ?? -1;
    return this.#tokens.get(id)?.all[(positions[row] as number) + behind];
  }
}
