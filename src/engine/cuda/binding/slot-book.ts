import { PlannerError } from "../../../errors.ts";
import type { PageEntry, ServingStep } from "../../../step/serving-step.ts";
import { SCRAP_PAGE, type StepSequence } from "../../../step/step.ts";

export interface SlotBounds {
  slots: number;
  /** Pages of a slot's table. */
  tableStride: number;
  /** Pages of the KV cache, the scrap page included. */
  kvPages: number;
  pageTokens: number;
}

/** A request in a slot that another one had before. */
export interface Arrival {
  slot: number;
  id: number | null;
  before: number | null;
}

const NO_SLOT = -1;
const NOBODY = null;
/** In the host's tables alone: no sequence has this page. */
const NO_PAGE = -1;

/**
 * The host's copy of what the device keeps by slot, as it will be when the steps submitted so far
 * have run. So a step is checked against what its kernels will find: the pages in the tables, and
 * whether a last sampled token is there.
 */
export class SlotBook {
  readonly #bounds: SlotBounds;
  readonly #tables: Int32Array;
  /** Request that sampled the slot's last token. */
  readonly #lastOf: (number | null)[];
  /** Slots that the step being entered has sequences in, and samples in, by a stamp of the step. */
  readonly #taken: Int32Array;
  readonly #sampling: Int32Array;
  readonly #owners: (number | null)[];
  /** Pages of the owner, as they were last checked, and how many of them. */
  readonly #checkedPages: (readonly number[])[];
  readonly #checked: Int32Array;
  #stamp = 0;
  #arrivals: Arrival[] = [];

  constructor(bounds: SlotBounds) {
    this.#bounds = bounds;
    const { slots, tableStride } = bounds;
    this.#tables = new Int32Array(slots * tableStride).fill(NO_PAGE);
    this.#taken = new Int32Array(slots);
    this.#sampling = new Int32Array(slots);
    this.#lastOf = Array.from({ length: slots }, () => NOBODY);
    this.#owners = Array.from({ length: slots }, () => NOBODY);
    this.#checkedPages = Array.from({ length: slots }, () => []);
    this.#checked = new Int32Array(slots);
  }

  /**
   * Enters the step's new pages, and checks that its sequences have the pages that they say.
   *
   * @param contextTokens most KV tokens of a sequence
   * @returns takes the pages back
   * @throws PlannerError `E_INTERNAL`; nothing is entered then
   */
  enter(step: ServingStep, contextTokens: number): () => void {
    const { pageEntries, sequences, slots } = step;
    if (slots.length !== sequences.length) {
      throw refused(`${slots.length} slots of ${sequences.length} sequences`);
    }
    for (const entry of pageEntries) this.#requireEntry(entry);
    const before = new Int32Array(pageEntries.length);
    this.#arrivals = [];
    const undo = () => {
      for (const { slot, before: owner } of this.#arrivals) this.#owners[slot] = owner;
      for (let index = pageEntries.length - 1; index >= 0; index--) {
        this.#setPage(pageEntries[index] as PageEntry, before[index] as number);
      }
    };
    for (let index = 0; index < before.length; index++) {
      const entry = pageEntries[index] as PageEntry;
      before[index] = this.#tables[this.#at(entry)] as number;
      this.#setPage(entry, entry.page);
    }
    try {
      for (const entry of pageEntries) this.#requireOnce(entry);
      this.#stamp++;
      for (let index = 0; index < sequences.length; index++) {
        const sequence = sequences[index] as StepSequence;
        this.#requireSequence(sequence, slots[index] as number, contextTokens);
      }
      this.#requireOneSample(step);
    } catch (error) {
      undo();
      throw error;
    }
    return undo;
  }

  /** Of the step that was entered last. */
  get arrivals(): readonly Arrival[] {
    return this.#arrivals;
  }

  /** @param index of a page of the slot, which a sequence of the entered step has */
  page(slot: number, index: number): number {
    return this.#tables[slot * this.#bounds.tableStride + index] as number;
  }

  /** @throws PlannerError `E_INTERNAL` when no step sampled a token of the slot's request */
  requireLast(slot: number, row: number): void {
    if (slot < 0) throw refused(`row ${row} asks for the last sampled token without a slot`);
    const owner = this.#owners[slot] as number | null;
    if (owner !== NOBODY && this.#lastOf[slot] === owner) return;
    throw refused(
      `row ${row} asks for the last sampled token of request ${owner}, and none was sampled`,
    );
  }

  /** Enters that the step samples, once it is sure to run. */
  sampled({ sampledRows, sequenceOf, sequences, slots }: ServingStep): void {
    for (const row of sampledRows) {
      const sequence = sequenceOf[row] as number;
      const slot = slots[sequence] as number;
      if (slot >= 0) this.#lastOf[slot] = sequences[sequence]?.id ?? NOBODY;
    }
  }

  #setPage(entry: PageEntry, page: number): void {
    const { slot, index } = entry;
    this.#tables[this.#at(entry)] = page;
    if (index < (this.#checked[slot] as number)) this.#checked[slot] = index;
  }

  #at({ slot, index }: PageEntry): number {
    return slot * this.#bounds.tableStride + index;
  }

  #requireEntry({ slot, index, page }: PageEntry): void {
    const { slots, tableStride, kvPages } = this.#bounds;
    if (!isBelow(slots, slot)) throw outside("slot of a page entry", slot, slots);
    if (!isBelow(tableStride, index)) {
      throw outside(`index of a page entry of slot ${slot}`, index, tableStride);
    }
    if (!isBelow(kvPages, page)) throw outside(`page of slot ${slot} at ${index}`, page, kvPages);
    if (page === SCRAP_PAGE) throw refused(`slot ${slot} is to have the scrap page`);
  }

  /** The device enters all at once, so that no order would say which of two counts. */
  #requireOnce(entry: PageEntry): void {
    if (this.#tables[this.#at(entry)] === entry.page) return;
    throw refused(`two pages for slot ${entry.slot} at ${entry.index}`);
  }

  #requireSequence(sequence: StepSequence, slot: number, contextTokens: number): void {
    const { id, pages, cachedTokens, newTokens } = sequence;
    const tokens = cachedTokens + newTokens;
    if (tokens > contextTokens) {
      throw refused(`${nameOf(id)} has ${tokens} KV tokens where ${contextTokens} fit`);
    }
    const needed = Math.ceil(tokens / this.#bounds.pageTokens);
    if (needed > pages.length) {
      throw refused(`${nameOf(id)} has ${pages.length} of ${needed} pages`);
    }
    if (slot === NO_SLOT) {
      requireScrap(sequence, needed);
      return;
    }
    const { slots } = this.#bounds;
    if (!isBelow(slots, slot)) throw outside(`slot of ${nameOf(id)}`, slot, slots);
    const before = this.#owners[slot] as number | null;
    // Tokens of one request may be several sequences: single ones in decode rows, and a chunk.
    if (this.#taken[slot] === this.#stamp && before !== id) {
      throw refused(`two requests in slot ${slot}`);
    }
    this.#taken[slot] = this.#stamp;
    this.#requirePages(sequence, slot, needed);
    if (before === id) return;
    this.#arrivals.push({ slot, id, before });
    this.#owners[slot] = id;
  }

  /** A slot has room for one last token. */
  #requireOneSample({ sampledRows, sequenceOf, slots }: ServingStep): void {
    for (let index = 0; index < sampledRows.length; index++) {
      const slot = slots[sequenceOf[sampledRows[index] as number] as number] ?? NO_SLOT;
      if (slot === NO_SLOT) continue;
      if (this.#sampling[slot] === this.#stamp) throw refused(`slot ${slot} samples two tokens`);
      this.#sampling[slot] = this.#stamp;
    }
  }

  /**
   * Where the array of pages is the one that was found right before, of the same request, and the
   * slot's table has not changed since, only the pages behind are new: owners append to their pages.
   */
  #requirePages({ id, pages }: StepSequence, slot: number, needed: number): void {
    const tables = this.#tables;
    const start = slot * this.#bounds.tableStride;
    const isSame = this.#checkedPages[slot] === pages && this.#owners[slot] === id;
    for (let index = isSame ? (this.#checked[slot] as number) : 0; index < needed; index++) {
      if (tables[start + index] === pages[index]) continue;
      throw refused(
        `page ${index} of ${nameOf(id)} is ${pages[index]}, and the table of slot ${slot} has ${tables[start + index]}`,
      );
    }
    this.#checkedPages[slot] = pages;
    this.#checked[slot] = needed;
  }
}

function requireScrap({ id, pages }: StepSequence, needed: number): void {
  for (let index = 0; index < needed; index++) {
    if (pages[index] !== SCRAP_PAGE) throw refused(`${nameOf(id)} has pages and no slot`);
  }
}

function nameOf(id: StepSequence["id"]): string {
  return id === null ? "padding" : `request ${id}`;
}

function isBelow(bound: number, id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < bound;
}

function outside(what: string, id: number, bound: number): PlannerError {
  return refused(`the ${what} is ${id}, and must be from 0 to ${bound - 1}`);
}

function refused(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `a step that cannot run: ${what}`);
}
