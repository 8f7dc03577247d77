import { randomInt } from "node:crypto";

export type ToolFormatName = "hermes" | "llama" | "mistral";

/** How the models of a family write calls of tools. */
export interface ToolFormat {
  name: ToolFormatName;
  /** Stands before a call, or before several. */
  opening: string;
  /** Stands behind one; undefined where nothing does. */
  closing: string | undefined;
  /** Stands between calls that have one opening; undefined where each has its own. */
  separator: ";" | "," | undefined;
  /** Whether an answer may begin with a call that has no opening. */
  begins: boolean;
  /** Whether calls may stand in an array. */
  lists: boolean;
  /** Whether the name may stand before the arguments, outside of JSON. */
  names: boolean;
  /** Texts that vocabularies may have as special tokens, which answers usually leave out. */
  marks: readonly string[];
  /** What stands before and behind the arguments of a call that is an answer of its own. */
  wraps(name: string): readonly [before: string, behind: string];
  /** What the ids of calls are: what they begin with, and how many letters and digits follow. */
  ids: { prefix: string; length: number };
}

const OPENAI_IDS = { prefix: "call_", length: 24 };

export const TOOL_FORMATS: Readonly<Record<ToolFormatName, ToolFormat>> = {
  hermes: {
    ...{ name: "hermes", opening: "<tool_call>", closing: "</tool_call>", separator: undefined },
    ...{ begins: false, lists: false, names: false, ids: OPENAI_IDS },
    marks: ["<tool_call>", "</tool_call>"],
    wraps: (name) => [`<tool_call>\n${begun(name, "arguments")}`, "}\n</tool_call>"],
  },
  llama: {
    ...{ name: "llama", opening: "<|python_tag|>", closing: undefined, separator: ";" },
    ...{ begins: true, lists: false, names: false, ids: OPENAI_IDS },
    marks: ["<|python_tag|>"],
    wraps: (name) => [begun(name, "parameters"), "}"],
  },
  mistral: {
    ...{ name: "mistral", opening: "[TOOL_CALLS]", closing: undefined, separator: "," },
    ...{ begins: false, lists: true, names: true },
    marks: ["[TOOL_CALLS]", "[CALL_ID]", "[ARGS]"],
    wraps: (name) => [`[TOOL_CALLS] [${begun(name, "arguments")}`, "}]"],
    // Its templates refuse others.
    ids: { prefix: "", length: 9 },
  },
};

function begun(name: string, key: string): string {
  return `{"name": ${JSON.stringify(name)}, "${key}": `;
}

/** What a template says only where its model writes calls so, and what says that it writes others. */
const SIGNS: readonly { name: ToolFormatName; sign: RegExp; unless?: RegExp }[] = [
  { name: "hermes", sign: /<tool_call>/, unless: /<function=|<arg_key>/ },
  {
    name: "llama",
    sign: /<\|python_tag\|>|\\?"name\\?": function name, \\?"parameters\\?":/,
  },
  { name: "mistral", sign: /\[TOOL_CALLS\]/ },
];

/**
 * The format that a chat template asks its model for.
 *
 * @returns undefined where it asks for none of these, or for several
 */
export function toolFormatOf(template: string): ToolFormat | undefined {
  const found = SIGNS.filter(
    ({ sign, unless }) => sign.test(template) && unless?.test(template) !== true,
  );
  const [only] = found;
  return only === undefined || found.length > 1 ? undefined : TOOL_FORMATS[only.name];
}

const OF_IDS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function newCallId({ ids }: ToolFormat): string {
  const letters = Array.from({ length: ids.length }, () => OF_IDS[randomInt(OF_IDS.length)]);
  return `${ids.prefix}${letters.join("")}`;
}
