import { lettersOf } from "./name-words.ts";
import { RowFault } from "./row-fault.ts";
import { SeenTexts } from "./seen-texts.ts";

/** Names of a span's own id and of that above it, without case and punctuation. */
const OWN_ID = /^(context)?(span|observation|run)id$/;
const PARENT_ID = /^parent(span|observation|run)id$/;
/** What others call so, spans do with an id of their trace beside it. */
const BARE_OWN_ID = /^id$/;
const BARE_PARENT_ID = /^parentid$/;
const TRACE_ID = /^(context)?traceid$/;

/** Names of the share of requests that a row stands for. */
const SHARE =
  /^(shares?|prob|probability|probabilities|fraction|proportion|percent|percentage|pct|density|pmf|p)$/;
/** Shares are rounded. */
const SHARE_ROUNDING = 0.005;

/** What OpenAI's interface calls its answers, and the parts of one that streams. */
const ANSWER = /^(chat\.completion|text_completion|response)(\.chunk)?$/;

/**
 * Finds rows that are no requests by what they say of other rows: spans that sum up those below them,
 * parts of an answer that streams, and rows that stand for a share of all requests.
 */
export class RowRelations {
  readonly #own: string | undefined;
  readonly #parent: string | undefined;
  readonly #object: string | undefined;
  readonly #answer: string | undefined;
  readonly #share: string | undefined;
  readonly #ids = new SeenTexts();
  readonly #parents = new SeenTexts();
  readonly #answers = new SeenTexts();
  #shares = 0;
  #rows = 0;
  #isShare = true;

  /**
   * @param names of all fields, also inside others, such as `context.span_id`
   * @param asked those that the user named for something else
   */
  constructor(names: readonly string[], asked: readonly string[] = []) {
    const find = (pattern: RegExp) =>
      names.find((name) => !asked.includes(name) && pattern.test(lettersOf(name)));
    const isTrace = find(TRACE_ID) !== undefined || find(OWN_ID) !== undefined;
    this.#parent = find(PARENT_ID) ?? (isTrace ? find(BARE_PARENT_ID) : undefined);
    this.#own = this.#parent === undefined ? undefined : (find(OWN_ID) ?? find(BARE_OWN_ID));
    this.#object = find(/^object$/);
    this.#answer = find(BARE_OWN_ID);
    this.#share = find(SHARE);
  }

  /**
   * @param value the row's value of a field
   * @throws RowFault
   */
  check(value: (name: string) => unknown, hasLengths: boolean): void {
    if (!hasLengths) return;
    if (this.#object !== undefined && this.#answer !== undefined) {
      this.#refusePart(value(this.#object), this.#answer, textOf(value(this.#answer)));
    }
    if (this.#share !== undefined) this.#addShare(value(this.#share));
    if (this.#own === undefined || this.#parent === undefined) return;
    const [own, parent] = [textOf(value(this.#own)), textOf(value(this.#parent))];
    const isAbove = own !== "" && this.#parents.has(own);
    const isBelow = parent !== "" && this.#ids.has(parent);
    if (isAbove || isBelow) throw summedUp(this.#parent, isBelow ? parent : own);
    if (own !== "") this.#ids.add(own);
    if (parent !== "") this.#parents.add(parent);
  }

  /**
   * Call it after the last row.
   *
   * @throws RowFault where the rows share all requests among them
   */
  end(): void {
    if (this.#share === undefined || !this.#isShare || this.#rows < 2) return;
    const isWhole = [1, 100].some(
      (whole) => Math.abs(this.#shares - whole) <= SHARE_ROUNDING * whole,
    );
    if (!isWhole) return;
    throw new RowFault(
      `${this.#share} sums up to ${Number(this.#shares.toPrecision(4))}: rows seem to stand for shares of the requests`,
      `Write whole numbers of requests in its place, such as the shares times 1000, and name them: --columns in=NAME,out=NAME,count=NAME. If ${this.#share} says something else, rename it.`,
    );
  }

  #refusePart(object: unknown, field: string, id: string): void {
    if (typeof object !== "string" || !ANSWER.test(object) || id === "") return;
    if (!this.#answers.add(id)) return;
    throw new RowFault(
      `${field} is "${id.slice(0, 40)}" a second time, so that rows are parts of one answer`,
      "Keep the last part of each answer, which has the counts of all.",
    );
  }

  #addShare(value: unknown): void {
    const share =
      typeof value === "string" ? Number.parseFloat(value) : Number(value ?? Number.NaN);
    if (!(share >= 0)) this.#isShare = false;
    this.#shares += share;
    this.#rows++;
  }
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function summedUp(field: string, id: string): RowFault {
  return new RowFault(
    `${field} names "${id.slice(0, 40)}", a row that has lengths too: it seems to sum up those below it`,
    `Keep the rows of the model's own calls alone. If they do not sum up, rename ${field}.`,
  );
}
