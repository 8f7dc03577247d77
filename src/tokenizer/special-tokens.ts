import { AddedToken } from "tokenizers";
import { PlannerError } from "../errors.ts";
import { isObject, type JsonObject } from "./json-object.ts";
import type { TokenizerFile, TokenizerFiles } from "./tokenizer-files.ts";

/** A token that is found in text as a whole, before the vocabulary sees it. */
export interface WholeToken {
  content: string;
  isSpecial: boolean;
  /** As the configuration numbers it. */
  id?: number;
  singleWord: boolean;
  leftStrip: boolean;
  rightStrip: boolean;
  normalized: boolean;
}

/** Tokens with a name, such as `bos_token`. */
const NAMED_TOKEN = /^[a-z0-9_]+_token$/;
/** Lists of further special tokens: the old name, and the new one. */
const LISTS = ["additional_special_tokens", "extra_special_tokens"];

/** Special tokens by name, such as `eos_token`; chat templates read them. */
export function namedTokens(files: TokenizerFiles): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const [name, value] of settings(files)) {
    const content = contentOf(value);
    if (NAMED_TOKEN.test(name) && content !== undefined) named.set(name, content);
  }
  return named;
}

/** The lists of further special tokens, by name. */
export function listedTokens(files: TokenizerFiles): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  for (const [name, value] of settings(files)) {
    if (!LISTS.includes(name)) continue;
    const listed = isObject(value) ? Object.values(value) : value;
    if (!Array.isArray(listed)) continue;
    lists.set(
      name,
      listed.map(contentOf).filter((content) => content !== undefined),
    );
  }
  return lists;
}

/** The tokens that `tokenizer.json` itself finds whole. */
export function tokensOfFile({ value }: TokenizerFile): WholeToken[] {
  const { added_tokens: added } = value;
  return Array.isArray(added) ? added.flatMap((each) => wholeToken(each, false)) : [];
}

/**
 * Tokens that the configuration adds to `tokenizer.json`, or of which it says something else. As in
 * transformers: first its `added_tokens_decoder`, then what has a name or stands in a list.
 */
export function addedTokens(files: TokenizerFiles): WholeToken[] {
  const known = new Map(tokensOfFile(files.tokenizer).map((token) => [token.content, token]));
  const added: WholeToken[] = [];
  const add = (token: WholeToken) => {
    const before = known.get(token.content);
    if (before !== undefined && isSame(before, token)) return;
    known.set(token.content, token);
    added.push(token);
  };
  for (const token of tokensByNumber(files)) add(token);
  const lists = [...listedTokens(files).values()].flat();
  for (const content of [...namedTokens(files).values(), ...lists]) {
    const before = known.get(content);
    add({ ...(before ?? plainToken(content)), isSpecial: true });
  }
  return added;
}

/** For the tokenizer itself. */
export function asAddedToken({ content, isSpecial, ...options }: WholeToken): AddedToken {
  const { singleWord, leftStrip, rightStrip, normalized } = options;
  return new AddedToken(content, isSpecial, { singleWord, leftStrip, rightStrip, normalized });
}

function tokensByNumber({ config }: TokenizerFiles): WholeToken[] {
  const listed = config?.value.added_tokens_decoder;
  if (!isObject(listed)) return [];
  return Object.entries(listed)
    .map(([id, each]) => ({ id: Number(id), each }))
    .sort((a, b) => a.id - b.id)
    .flatMap(({ id, each }) => wholeToken(each, false).map((token) => ({ ...token, id })));
}

/** Keys of the configuration, and those that only the older file has. */
function settings({ config, specialTokens }: TokenizerFiles): [string, unknown][] {
  return Object.entries({ ...specialTokens?.value, ...config?.value });
}

function wholeToken(value: unknown, isSpecial: boolean): WholeToken[] {
  const content = contentOf(value);
  if (content === undefined) return [];
  const described: JsonObject = isObject(value) ? value : {};
  const special = described.special === true || isSpecial;
  return [
    {
      content,
      isSpecial: special,
      singleWord: described.single_word === true,
      leftStrip: described.lstrip === true,
      rightStrip: described.rstrip === true,
      normalized: typeof described.normalized === "boolean" ? described.normalized : !special,
    },
  ];
}

function plainToken(content: string): WholeToken {
  return {
    content,
    ...{ isSpecial: true, singleWord: false, leftStrip: false, rightStrip: false },
    normalized: false,
  };
}

function contentOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isObject(value) && typeof value.content === "string" ? value.content : undefined;
}

function isSame(one: WholeToken, other: WholeToken): boolean {
  return (
    one.isSpecial === other.isSpecial &&
    one.singleWord === other.singleWord &&
    one.leftStrip === other.leftStrip &&
    one.rightStrip === other.rightStrip &&
    one.normalized === other.normalized
  );
}

/**
 * Holds the numbers of `added_tokens_decoder` against those that the tokenizer gave.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first that differs
 */
export function checkNumbers(
  { config }: TokenizerFiles,
  added: readonly WholeToken[],
  numberOf: (content: string) => number | null,
): void {
  for (const { content, id } of added) {
    const given = numberOf(content);
    if (id === undefined || given === id) continue;
    throw new PlannerError(
      "E_INVALID_FILE",
      `\`added_tokens_decoder\` numbers ${JSON.stringify(content)} ${id}, tokenizer.json ${given}`,
      {
        ...(config && { position: config.document.positionOf(["added_tokens_decoder", `${id}`]) }),
        remedy: "Use tokenizer.json and tokenizer_config.json of one checkpoint.",
      },
    );
  }
}
