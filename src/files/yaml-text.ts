import {
  Composer,
  type ErrorCode,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  type Pair,
  Parser,
  visit,
  type Document as YamlDocument,
} from "yaml";
import { PlannerError, type SourcePosition } from "../errors.ts";
import type { Document } from "./document.ts";
import { MOST_LEVELS, refuseHuge, secondKey, tooDeep } from "./refusals.ts";
import { isOtherType, readsInTwoWays } from "./yaml-versions.ts";

/** The parser's own messages quote the file. */
const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias with an anchor or a tag",
  BAD_ALIAS: "an alias that names no anchor before it",
  BAD_COLLECTION_TYPE: "a tag that does not fit what it stands before",
  BAD_DIRECTIVE: "a directive that is not known",
  BAD_DQ_ESCAPE: "an escape sequence that is not known",
  BAD_INDENT: "wrong indentation",
  BAD_PROP_ORDER: "an anchor or a tag in the wrong place",
  BAD_SCALAR_START: "a character that cannot begin a value",
  BLOCK_AS_IMPLICIT_KEY: "a map or list where a value on one line is expected",
  BLOCK_IN_FLOW: "lines of a map or list inside brackets",
  DUPLICATE_KEY: "the same key a second time",
  IMPOSSIBLE: "what is no YAML",
  KEY_OVER_1024_CHARS: "a key of more than 1024 characters",
  MISSING_CHAR: "a missing character, such as a closing quote or bracket, a comma or a colon",
  MULTILINE_IMPLICIT_KEY: "a key of several lines",
  MULTIPLE_ANCHORS: "several anchors of one value",
  MULTIPLE_DOCS: "a second document",
  MULTIPLE_TAGS: "several tags of one value",
  NON_STRING_KEY: "a key that is no text",
  RESOURCE_EXHAUSTION: "more than can be read",
  TAB_AS_INDENT: "a tab as indentation",
  TAG_RESOLVE_FAILED: "a tag that is not known, or does not fit its value",
  UNEXPECTED_TOKEN: "something unexpected",
};

/**
 * Parses one YAML document, without what could make it larger than its text or read in two ways:
 * aliases, tags that are not known, equal keys.
 *
 * No error quotes the text, which may be any file.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first thing wrong
 */
export function parseYaml(path: string, text: string): Document {
  refuseHuge(path, text, "YAML");
  refuseUnprintable(path, text);
  const lines = new LineCounter();
  const placeOf = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { path, line, column: col };
  };
  const parsed = composed(text, lines, placeOf);
  const [fault] = [...parsed.errors, ...parsed.warnings];
  if (fault !== undefined) throw syntaxError(WORDS[fault.code], placeOf(fault.pos[0]));
  refuseUnsafe(parsed, placeOf);
  refuseOtherVersion(path, parsed);
  const positionOf: Document["positionOf"] = (keys) => {
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = depth === 0 ? parsed.contents : parsed.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return placeOf(node.range[0]);
    }
    return { path };
  };
  const olderReading = olderReadingIn(parsed, placeOf);
  return { path, value: parsed.toJS(), positionOf, ...(olderReading && { olderReading }) };
}

/** What no YAML may hold, not even in a comment: other programs stop there, or cut the text off. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function refuseUnprintable(path: string, text: string): void {
  const at = text.search(UNPRINTABLE);
  if (at === -1) return;
  const before = text.slice(0, at).split("\n");
  const position = { path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  throw new PlannerError("E_INVALID_FILE", "the file holds a control character", {
    position,
    remedy: "Remove it here; in a quoted text, write it as an escape, such as \\0.",
  });
}

/** By the steps of `parseDocument`, to stop where nesting goes too deep for what recurses later. */
function composed(
  text: string,
  lines: LineCounter,
  placeOf: (offset: number) => SourcePosition,
): YamlDocument.Parsed {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MOST_LEVELS) throw tooDeep(placeOf(parser.offset - lexeme.length));
  }
  tokens.push(...parser.end());
  // Equal keys are looked for below, in time proportional to their number.
  const composer = new Composer({ uniqueKeys: false, logLevel: "error" });
  const [first, second] = composer.compose(tokens, true, text.length);
  if (second !== undefined) throw syntaxError(WORDS.MULTIPLE_DOCS, placeOf(second.range[0]));
  return first as YamlDocument.Parsed;
}

/** There `yes` is true, and a date no text. */
function refuseOtherVersion(path: string, { directives }: YamlDocument.Parsed): void {
  const { version } = directives.yaml;
  if (version === "1.2") return;
  throw new PlannerError("E_INVALID_FILE", `the file declares YAML ${version}, and 1.2 is read`, {
    position: { path, line: 1, column: 1 },
    remedy: "Take its first line out, and quote dates and words such as yes.",
  });
}

function refuseUnsafe(
  parsed: YamlDocument.Parsed,
  placeOf: (offset: number) => SourcePosition,
): void {
  visit(parsed, {
    Alias: (_, { range }) => {
      throw new PlannerError("E_INVALID_FILE", "aliases are not read", {
        position: placeOf(range?.[0] ?? 0),
        remedy: "Write the value out in place of the alias.",
      });
    },
    Scalar: (_, { type, source = "", range }) => {
      if (type === "PLAIN" && readsInTwoWays(source)) throw inTwoWays(placeOf(range?.[0] ?? 0));
    },
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items as Pair[]) {
        const place = () => placeOf((isNode(key) && key.range?.[0]) || 0);
        if (key !== null && !isScalar(key)) throw syntaxError(WORDS.NON_STRING_KEY, place());
        const name = String(key?.value ?? null);
        if (seen.has(name)) throw secondKey(place());
        seen.add(name);
      }
    },
  });
}

function olderReadingIn(
  parsed: YamlDocument.Parsed,
  placeOf: (offset: number) => SourcePosition,
): SourcePosition | undefined {
  let found: SourcePosition | undefined;
  visit(parsed, {
    Scalar: (_, { type, source = "", range }) => {
      if (type !== "PLAIN" || !isOtherType(source)) return undefined;
      found = placeOf(range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return found;
}

function inTwoWays(position: SourcePosition): PlannerError {
  return new PlannerError(
    "E_INVALID_FILE",
    "versions of YAML differ in what this is: a text, a truth value, or which number",
    { position, remedy: "Write numbers in plain decimal digits, and put text in quotes." },
  );
}

function syntaxError(what: string, position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the file cannot be read as YAML: ${what}`, {
    position,
    remedy: "Mend the syntax here; if the file was cut off, make it again.",
  });
}
