import { AddedToken } from "tokenizers";
import { PlannerError, type SourcePosition } from "../errors.ts";
import { isObject, type JsonObject } from "./json-object.ts";
import type { TokenizerFile, TokenizerFiles } from "./tokenizer-files.ts";

/** A token that is found in text as a whole, before the vocabulary sees it. */
export interface WholeToken {
  content: string;
  isSpecial: boolean;
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
  for (const [name, value] of settingFiles(files).flatMap((each) => Object.entries(each))) {
    const content = contentOf(value);
    if (NAMED_TOKEN.test(name) && content !== undefined) named.set(name, content);
  }
  return named;
}

/** The lists of further special tokens, by name. */
export function listedTokens(files: TokenizerFiles): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  for (const value of settingFiles(files)) {
    for (const name of LISTS) {
      const listed = isObject(value[name]) ? Object.values(value[name]) : value[name];
      if (!Array.isArray(listed)) continue;
      const contents = listed.map(contentOf).filter((content) => content !== undefined);
      lists.set(name, [...new Set([...(lists.get(name) ?? []), ...contents])]);
    }
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

function tokensByNumber({ config }: TokenizerFiles): (WholeToken & { id: number })[] {
  const listed = config?.value.added_tokens_decoder;
  if (!isObject(listed)) return [];
  return Object.entries(listed)
    .map(([id, each]) => ({ id: Number(id), each }))
    .sort((a, b) => a.id - b.id)
    .flatMap(({ id, each }) => wholeToken(each, false).map((token) => ({ ...token, id })));
}

/**
 * Files with names of tokens, of which the last comes first. transformers 4.57.6 and 5.24.0 read
 * `special_tokens_map.json` where the configuration has no `added_tokens_decoder`, and only there.
 */
function settingFiles({ config, specialTokens }: TokenizerFiles): JsonObject[] {
  const files = [config, isOld({ config }) ? specialTokens : undefined];
  return files.flatMap((file) => (file === undefined ? [] : [file.value]));
}

function isOld({ config }: Pick<TokenizerFiles, "config">): boolean {
  return config?.value.added_tokens_decoder === undefined;
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
 * Holds the numbers that files give to tokens against those that the tokenizer gives: it counts added
 * tokens on from the vocabulary, whatever the files say. With others the model would be given, and
 * would end at, other tokens than it was trained with.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first that differs
 */
export function checkNumbers(
  files: TokenizerFiles,
  numberOf: (content: string) => number | null,
): void {
  for (const { where, content, id, position } of numberedTokens(files)) {
    const given = numberOf(content);
    // The library adds no empty token.
    if (given === id || content === "") continue;
    const found = given === null ? "does not know it" : `makes it ${given}`;
    throw new PlannerError(
      "E_INVALID_FILE",
      `${where} numbers ${JSON.stringify(content)} ${id}, and the tokenizer ${found}`,
      {
        position: position(),
        remedy: "Use the tokenizer files of one checkpoint, as they came with it.",
      },
    );
  }
}

interface NumberedToken {
  where: string;
  content: string;
  id: number;
  position(): SourcePosition;
}

function numberedTokens(files: TokenizerFiles): NumberedToken[] {
  const { tokenizer, config, addedTokens: older } = files;
  const own = Array.isArray(tokenizer.value.added_tokens) ? tokenizer.value.added_tokens : [];
  return [
    ...own.flatMap((each) => {
      const content = contentOf(each);
      const position = () => ({ path: tokenizer.path });
      const where = "`added_tokens` of tokenizer.json";
      return isObject(each) && content !== undefined && typeof each.id === "number"
        ? [{ where, content, id: each.id, position }]
        : [];
    }),
    ...tokensByNumber(files).map(({ content, id }) => ({
      where: "`added_tokens_decoder`",
      ...{ content, id },
      position: () =>
        config?.document.positionOf(["added_tokens_decoder", `${id}`]) ?? { path: files.folder },
    })),
    ...Object.entries((isOld(files) ? older?.value : undefined) ?? {}).map(([content, id]) => ({
      where: "added_tokens.json",
      ...{ content, id: Number(id) },
      position: () => older?.document.positionOf([content]) ?? { path: files.folder },
    })),
  ];
}
