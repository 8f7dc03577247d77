import type { ModelShape } from "../../generated/plan.ts";
import type { ProgramBatch } from "../../generated/program.ts";
import { below, type Random, shuffled } from "../../random.ts";
import { layOutStep, SCRAP_PAGE, type Step, type StepRequest } from "../../step/step.ts";
import { randomTokens } from "./memory/model-weights.ts";

/** A sequence whose tokens are all known: what it generates is given, not sampled. */
interface Request {
  id: number;
  tokenIds: readonly number[];
  promptTokens: number;
  done: number;
  pages: number[];
}

/** A row of logits that a step gives: those after a position of a sequence. */
export interface WantedRow {
  id: number;
  position: number;
}

export interface ServedSteps {
  /** With an entry in `wanted` for each of the step's `sampledRows`. */
  steps: { step: Step; wanted: WantedRow[] }[];
  /** Tokens of the sequences, by id. */
  sequences: (readonly number[])[];
  /** Pages that the KV cache must have, the scrap page included. */
  pages: number;
}

export interface ServedOptions {
  batch: ProgramBatch;
  shape: ModelShape;
  pageTokens: number;
  steps: number;
}

/** In one step of so many, decode rows without a request to go on with stay empty. */
const IDLE_STEP_ONE_IN = 4;
/** One prompt in so many is long: it takes several pages, and often several steps. */
const LONG_PROMPT_ONE_IN = 3;
const LONG_PROMPT_PAGES = 2.5;

/**
 * Steps of continuous batching of random requests: prompts in chunks, then token by token. Requests
 * hand their pages on to each other in random order. Where too few requests generate, new ones take
 * decode rows from their first token on. Some steps leave rows empty.
 */
export function serveRandomRequests(options: ServedOptions, random: Random): ServedSteps {
  const { batch, pageTokens } = options;
  const pool = new PagePool(random);
  const steps: ServedSteps["steps"] = [];
  const sequences: (readonly number[])[] = [];
  let live: Request[] = [];
  const admit = (kind: StepRequest["kind"]) => {
    const request = randomRequest(sequences.length, kind, options, random);
    sequences.push(request.tokenIds);
    live.push(request);
    return request;
  };
  for (let count = 0; count < options.steps; count++) {
    const chosen = [...decoding(live, batch, random, admit), ...chunks(live, batch, random, admit)];
    const requests = chosen.map(({ request, newTokens, kind }): StepRequest => {
      const { id, tokenIds, promptTokens, done, pages } = request;
      while (pages.length * pageTokens < done + newTokens) pages.push(pool.take());
      const end = done + newTokens;
      return {
        id,
        kind,
        pages: [...pages],
        cachedTokens: done,
        tokenIds: tokenIds.slice(done, end),
        sampled: end >= promptTokens,
      };
    });
    const wanted = chosen
      .filter(({ request, newTokens }) => request.done + newTokens >= request.promptTokens)
      .map(({ request, newTokens }) => ({
        id: request.id,
        position: request.done + newTokens - 1,
      }));
    steps.push({ step: layOutStep(batch, pageTokens, requests), wanted });
    for (const { request, newTokens } of chosen) request.done += newTokens;
    for (const { pages } of live.filter(isFinished)) pool.giveBack(pages);
    live = live.filter((request) => !isFinished(request));
  }
  return { steps, sequences, pages: pool.size };
}

interface Chosen {
  request: Request;
  newTokens: number;
  kind: StepRequest["kind"];
}

function decoding(
  live: readonly Request[],
  batch: ProgramBatch,
  random: Random,
  admit: (kind: StepRequest["kind"]) => Request,
): Chosen[] {
  const rows = rowCount(batch.decodeRows);
  const ready = live.filter(({ done, promptTokens }) => done >= promptTokens);
  const isIdle = rowCount(batch.prefillRows) > 0 && below(random, IDLE_STEP_ONE_IN) === 0;
  while (!isIdle && ready.length < rows) ready.push(admit("decode"));
  return shuffled(ready, random)
    .slice(0, rows - emptyRows(rows, random))
    .map((request) => ({ request, newTokens: 1, kind: "decode" }));
}

function chunks(
  live: readonly Request[],
  batch: ProgramBatch,
  random: Random,
  admit: (kind: StepRequest["kind"]) => Request,
): Chosen[] {
  const rows = rowCount(batch.prefillRows);
  const waiting = live.filter(({ done, promptTokens }) => done < promptTokens);
  const chosen: Chosen[] = [];
  let left = rows - emptyRows(rows, random);
  let unused = rows;
  while (left > 0) {
    const request = waiting.shift() ?? admit("prefill");
    const newTokens = Math.min(left, request.promptTokens - request.done);
    const padding = unused > newTokens ? 1 : 0;
    if (chosen.length + 1 + padding > batch.prefillChunks) break;
    chosen.push({ request, newTokens, kind: "prefill" });
    left -= newTokens;
    unused -= newTokens;
  }
  return chosen;
}

function randomRequest(
  id: number,
  kind: StepRequest["kind"],
  options: ServedOptions,
  random: Random,
): Request {
  const { batch, shape, pageTokens, steps } = options;
  const [decodeRows, prefillRows] = [rowCount(batch.decodeRows), rowCount(batch.prefillRows)];
  const short = Math.max(2, Math.ceil((2 * prefillRows) / Math.max(1, decodeRows)));
  const isLong = below(random, LONG_PROMPT_ONE_IN) === 0;
  const most = Math.min(
    isLong ? Math.ceil(LONG_PROMPT_PAGES * pageTokens) : short,
    // So that some prompt ends within the steps.
    Math.ceil((prefillRows * steps) / 2),
  );
  const promptTokens = kind === "decode" ? 0 : 1 + below(random, most);
  const generated = decodeRows === 0 ? 0 : 1 + below(random, steps);
  const tokenIds = randomTokens(promptTokens + generated, shape, random);
  return { id, tokenIds, promptTokens, done: 0, pages: [] };
}

/** Free pages, given out in random order, so that tables are not in order and pages are used again. */
class PagePool {
  readonly #random: Random;
  readonly #free: number[] = [];
  #next = SCRAP_PAGE + 1;

  constructor(random: Random) {
    this.#random = random;
  }

  get size(): number {
    return this.#next;
  }

  take(): number {
    const [page] = this.#free.splice(below(this.#random, this.#free.length), 1);
    return page ?? this.#next++;
  }

  giveBack(pages: readonly number[]): void {
    this.#free.push(...pages);
  }
}

function isFinished({ done, tokenIds }: Request): boolean {
  return done >= tokenIds.length;
}

function rowCount(ranges: readonly (readonly [number, number])[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Half of the steps are full; the others leave up to three of eight rows or more empty. */
function emptyRows(rows: number, random: Random): number {
  return rows < 8 || below(random, 2) === 0 ? 0 : below(random, 4);
}
