/** Letters and digits of a word, in any script. */
const NO_WORD = /[^\p{L}\p{N}]+/u;

/** Runs of words that are written as one, such as `numprompttokens`, are longer than this. */
const SHORTEST_RUN = 5;

/** Shorter words than this stand in others by chance, such as `in` in `remaining`. */
const SHORTEST_IN_RUN = 3;

/**
 * The words of a name, in small letters: of `promptChars`, `prompt_chars` and, where both words are
 * known, `promptchars` the same two.
 *
 * @param known words that may stand in a name without a mark between them
 */
export function wordsOf(name: string, known: ReadonlySet<string>): readonly string[] {
  const spaced = name
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ")
    .replaceAll(/(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu, " ");
  return spaced
    .toLowerCase()
    .split(NO_WORD)
    .filter((word) => word !== "")
    .flatMap((word) => (known.has(word) ? [word] : (runOf(word, known) ?? [word])));
}

/** The fewest known words that make up a word, if they do without a rest. */
function runOf(word: string, known: ReadonlySet<string>): readonly string[] | undefined {
  if (word.length < SHORTEST_RUN) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end++) {
    for (let start = 0; start <= end - SHORTEST_IN_RUN; start++) {
      const before = best[start];
      if (before === undefined || !known.has(word.slice(start, end))) continue;
      const found = [...before, word.slice(start, end)];
      if (found.length < (best[end]?.length ?? Number.POSITIVE_INFINITY)) best[end] = found;
    }
  }
  return best[word.length];
}

/** What stands last in a path such as `usage.prompt_tokens`. */
export function lastKey(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The letters of a name in small ones, without digits and marks: of `Request-ID 1` it is `requestid`. */
export function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}
