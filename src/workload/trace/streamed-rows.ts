import { wordSet } from "./length-words.ts";
import { lastKey, wordsOf } from "./name-words.ts";
import type { RowTokens } from "./token-words.ts";

const ID_WORDS = wordSet("id ids uuid guid rid ulid");
/** What several requests share. */
const GROUP_WORDS = wordSet(
  "user users client customer org organization project tenant account key model engine session chat conversation thread group batch parent dataset document doc prompt task worker node host gpu device pod replica instance run experiment",
);

/** As many ids are remembered at a time: parts of one answer stand near each other. */
const MOST_IDS = 4096;

/** Finds rows that may be parts or copies of one answer, by an id, equal prompts and outputs that never fall. */
export class StreamedRows {
  readonly #field: string | undefined;
  readonly #last = new Map<string, RowTokens>();
  #parts = 0;
  #isElse = false;

  /** @param names of the fields that the user did not name */
  constructor(names: readonly string[]) {
    this.#field = names.find((name) => {
      const words = wordsOf(lastKey(name), ID_WORDS);
      return ID_WORDS.has(words.at(-1) ?? "") && !words.some((word) => GROUP_WORDS.has(word));
    });
  }

  /** @param value the row's value of a field */
  add(value: (name: string) => unknown, tokens: RowTokens): void {
    if (this.#field === undefined || this.#isElse) return;
    const said = value(this.#field);
    if (said === undefined || said === null || said === "") return;
    const id = String(said);
    const last = this.#last.get(id);
    if (last === undefined) this.#makeRoom();
    else if (last.promptTokens === tokens.promptTokens && last.outputTokens <= tokens.outputTokens)
      this.#parts++;
    else this.#isElse = true;
    this.#last.set(id, tokens);
  }

  /** Ids of which none has come again by now are those of requests. */
  #makeRoom(): void {
    if (this.#last.size < MOST_IDS) return;
    if (this.#parts === 0) this.#isElse = true;
    this.#last.clear();
  }

  /** What a user must know, once all rows are read. */
  get found(): string[] {
    if (this.#isElse || this.#parts === 0) return [];
    return [
      `${this.#field} repeats with the same prompt and an output no shorter (${this.#parts.toLocaleString("en-US")} times): rows may be parts or copies of one answer, and each counts as a request`,
    ];
  }
}
