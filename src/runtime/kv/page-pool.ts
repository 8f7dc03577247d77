import { PlannerError } from "../../errors.ts";
import { SCRAP_PAGE } from "../../step/step.ts";
import { LruList } from "./lru-list.ts";

/**
 * The pages of the KV cache, counted by how many sequences hold them. A page that nobody holds is
 * free, or kept for what it contains until its room is needed: the one that was let go of first goes
 * first.
 */
export class PagePool {
  readonly #holders: Int32Array;
  readonly #isKept: Uint8Array;
  readonly #free: Int32Array;
  #freeCount = 0;
  readonly #idle: LruList;
  readonly #forget: (page: number) => void;

  /**
   * @param pages of the cache, the scrap page included
   * @param forget called when a kept page loses its content
   */
  constructor(pages: number, forget: (page: number) => void) {
    this.#holders = new Int32Array(pages);
    this.#isKept = new Uint8Array(pages);
    this.#free = new Int32Array(pages);
    this.#idle = new LruList(pages);
    this.#forget = forget;
    for (let page = pages - 1; page > SCRAP_PAGE; page--) this.#free[this.#freeCount++] = page;
  }

  /** Pages that sequences may hold. */
  get size(): number {
    return this.#holders.length - 1;
  }

  /** Pages that nobody holds, with content or without. */
  get available(): number {
    return this.#freeCount + this.#idle.size;
  }

  /** Pages that nobody holds and that are kept for their content. */
  get idle(): number {
    return this.#idle.size;
  }

  /** @returns a page with one holder and no content; undefined when all are held */
  take(): number | undefined {
    const page = this.#freeCount > 0 ? this.#free[--this.#freeCount] : this.#evicted();
    if (page !== undefined) this.#holders[page] = 1;
    return page;
  }

  /** One more holds a page that has content, whether others hold it or not. */
  share(page: number): void {
    const holders = this.#holders[page] as number;
    if (holders === 0) this.#idle.remove(page);
    this.#holders[page] = holders + 1;
  }

  /** From now on the page is not free when nobody holds it. */
  keep(page: number): void {
    this.#isKept[page] = 1;
  }

  holders(page: number): number {
    return this.#holders[page] as number;
  }

  /**
   * One less holds the page.
   *
   * @throws PlannerError `E_INTERNAL` when nobody held it
   */
  release(page: number): void {
    const holders = (this.#holders[page] ?? 0) - 1;
    if (holders < 0) throw new PlannerError("E_INTERNAL", `page ${page} released by nobody`);
    this.#holders[page] = holders;
    if (holders > 0) return;
    if (this.#isKept[page] === 1) this.#idle.add(page);
    else this.#free[this.#freeCount++] = page;
  }

  #evicted(): number | undefined {
    const page = this.#idle.takeOldest();
    if (page === undefined) return undefined;
    this.#isKept[page] = 0;
    this.#forget(page);
    return page;
  }
}
