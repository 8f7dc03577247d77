/** What a tokenizer has to say of its tokens. */
export interface TokenSource {
  /** One more than the largest token id that stands for text. */
  readonly vocabularySize: number;
  readonly eosTokens: readonly number[];
  tokenBytes(token: number): Uint8Array;
  isSpecial(token: number): boolean;
}

/** Bytes of all tokens, in a form that threads hand over quickly. */
export interface TokenVocabulary {
  /** Tokens that an engine chooses from. */
  size: number;
  bytes: Uint8Array;
  /** By token: where its bytes end. One without bytes is never let through. */
  ends: Uint32Array;
  /** Tokens that end an output. */
  endTokens: readonly number[];
}

/** @param size tokens of the model, which may have more than its tokenizer, or fewer */
export function tokenVocabulary(source: TokenSource, size: number): TokenVocabulary {
  const known = Math.min(size, source.vocabularySize);
  const tokens = Array.from({ length: known }, (_, token) =>
    source.isSpecial(token) ? new Uint8Array() : source.tokenBytes(token),
  );
  const ends = new Uint32Array(known);
  let end = 0;
  for (const [token, { length }] of tokens.entries()) {
    end += length;
    ends[token] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [token, each] of tokens.entries())
    bytes.set(each, (ends[token] as number) - each.length);
  const endTokens = source.eosTokens.filter((token) => token < size);
  return { size, bytes, ends, endTokens };
}
