import { parseArgs } from "node:util";
import { parse, quote } from "shell-quote";
import { PlannerError } from "../errors.ts";
import { decimalIn } from "../text/decimal.ts";
import { checkOptions } from "./check-options.ts";
import type { SearchOptions } from "./search-options.ts";

/** Every option, in the order in which the command line lists them; the compiler minds that none is left out. */
const KINDS = {
  model: "text",
  precision: "text",
  kvCache: "text",
  gpu: "text",
  profile: "text",
  sessions: "text",
  tp: "number",
  norms: "text",
  workload: "text",
  columns: "text",
  maxPositions: "number",
  batch: "number",
  decode: "number",
  context: "number",
  solver: "text",
  method: "text",
  parts: "number",
  splits: "text",
  batches: "number",
  gap: "number",
  minGain: "number",
  nodeLimit: "number",
  timeLimit: "number",
  threads: "number",
} as const satisfies Record<keyof SearchOptions, "text" | "number">;

const OPTIONS = Object.keys(KINDS) as (keyof SearchOptions)[];
/** Options that say what a search writes, where, and how it talks, not what it looks for. */
const OTHER_OPTIONS = {
  out: { type: "string" },
  set: { type: "boolean" },
  explain: { type: "boolean" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  debug: { type: "boolean" },
  "no-progress": { type: "boolean" },
} as const;

/** Every option that may stand in the command of a plan, by its attribute's name. */
export type CommandOption =
  | keyof SearchOptions
  | Exclude<keyof typeof OTHER_OPTIONS, "no-progress">
  | "progress";

/** The command line that searches with these options: a plan's provenance names it, and the gate runs it. */
export function searchCommand(options: SearchOptions): string {
  const words = OPTIONS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${flagOf(name)}`, String(value)];
  });
  return quote(["nanoflow-plan", "search", ...words]);
}

/** A command line that was found to be a search and nothing else. */
export interface ParsedSearch {
  options: SearchOptions;
  /** The file that it writes, where it says so. */
  out?: string;
  /** Whether it makes a set. */
  isSet: boolean;
  /** Every option as it stands there, in its order: flag and value, or the flag alone. */
  given: readonly (readonly string[])[];
}

/**
 * Reads a command line of anyone's. What a shell would do more than start a search is not asked of it.
 *
 * @returns undefined when it is no search, or not with options and values that are known
 */
export function parseSearchCommand(command: string): ParsedSearch | undefined {
  // A variable is given back as an operator, which is no word.
  const words = parse(command, (name) => ({ op: name }));
  if (!words.every((word) => typeof word === "string" && isPlain(word))) return undefined;
  const [name, verb, ...args] = words as string[];
  if (name !== "nanoflow-plan" || verb !== "search") return undefined;
  try {
    return parsedSearch(args);
  } catch (error) {
    if (error instanceof PlannerError || isOfParseArgs(error)) return undefined;
    throw error;
  }
}

function isOfParseArgs(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS_");
}

/** @throws PlannerError, or an error of `parseArgs`, when an option or a value is not known */
function parsedSearch(args: string[]): ParsedSearch | undefined {
  const flags = OPTIONS.map((name) => [flagOf(name), { type: "string" as const }]);
  const { values, tokens } = parseArgs({
    args,
    options: { ...Object.fromEntries(flags), ...OTHER_OPTIONS },
    strict: true,
    allowPositionals: false,
    tokens: true,
  });
  const { out, set: isSet = false } = values as { out?: string; set?: boolean };
  const texts = values as Record<string, string | undefined>;
  const entries = OPTIONS.flatMap((name) => {
    const text = texts[flagOf(name)];
    return text === undefined
      ? []
      : [[name, KINDS[name] === "number" ? decimalIn(text.trim()) : text]];
  });
  const options: Partial<SearchOptions> = Object.fromEntries(entries);
  if (options.model === undefined) return undefined;
  const search = { ...options, model: options.model };
  checkOptions(search);
  if (isRepeated(tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []))))
    return undefined;
  const given = tokens.flatMap((token) =>
    token.kind === "option"
      ? [[`--${token.name}`, ...(token.value === undefined ? [] : [token.value])]]
      : [],
  );
  return { options: search, ...(out !== undefined && { out }), isSet, given };
}

/** Which of two values holds, readers would not see. */
function isRepeated(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

/** A shell would read a leading tilde as a folder; control characters are nothing to print. */
function isPlain(word: string): boolean {
  return !/^~|\p{Cc}/u.test(word);
}

/** The flag of an option's attribute, without its dashes. */
export function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
