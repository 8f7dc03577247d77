import type { Said } from "./known-fields.ts";
import { isTokenKind, type TokenKind } from "./token-names.ts";
import { cachedTokensOf, type RowTokens } from "./token-words.ts";

/** Reads how much of the prompts of a trace a cache held, from whatever fields say so. */
export class CachedPrompts {
  /** Names of fields by which a cache held something. */
  readonly fields = new Set<string>();

  /**
   * Tokens of one prompt. Of several fields the largest counts: some tools write two.
   *
   * @throws RowFault where the lengths are not those of one request that the model served
   */
  of(known: readonly Said[], lengths: RowTokens): number {
    let most = 0;
    const ofTokens = known.filter(isOfTokens);
    // What stands beside the lengths says better why a total is another.
    const totals = ofTokens.filter(({ kind }) => kind === "total");
    const others = ofTokens.filter(({ kind }) => kind !== "total");
    // DeepSeek writes hits and misses, and 0 for both where it knows neither.
    const isSaid = others.some(({ kind }) => kind === "cached" || kind === "cachedShare");
    for (const said of [...others, ...totals]) {
      if (isSaid && (said.kind === "uncached" || said.kind === "uncachedShare")) continue;
      const tokens = cachedTokensOf(said, lengths);
      if (tokens > 0) this.fields.add(said.field);
      most = Math.max(most, tokens);
    }
    return most;
  }
}

function isOfTokens(said: Said): said is Said<TokenKind> {
  return isTokenKind(said.kind);
}
