import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PlannerError, type SourcePosition } from "../../errors.ts";
import { readText } from "../../files/read-document.ts";
import { isObject } from "../json-object.ts";
import { listedTokens, namedTokens } from "../special-tokens.ts";
import type { TokenizerFiles } from "../tokenizer-files.ts";

/** Name of the template that is meant where none is named. */
export const DEFAULT = "default";
const SUFFIX = ".jinja";

export interface TemplateText {
  text: string;
  position: SourcePosition;
}

/** Chat templates of a checkpoint as they stand in its files: plain data, for other threads, too. */
export interface TemplateSet {
  folder: string;
  /** By name. */
  texts: ReadonlyMap<string, TemplateText>;
  /** What each template may name, such as the token of the start. */
  variables: Readonly<Record<string, unknown>>;
}

/** @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` */
export function templateSetOf(files: TokenizerFiles): TemplateSet {
  return {
    folder: files.folder,
    texts: templateTexts(files),
    variables: Object.fromEntries([...namedTokens(files), ...listedTokens(files)]),
  };
}

/** By name. Files beside the configuration win over what the configuration says. */
function templateTexts({ folder, config }: TokenizerFiles): ReadonlyMap<string, TemplateText> {
  const files = templateFiles(folder);
  if (files.size > 0) return new Map([...files].map(([name, path]) => [name, textOf(path)]));
  const given = config?.value.chat_template;
  if (config === undefined || given === undefined || given === null) return new Map();
  const position = config.document.positionOf(["chat_template"]);
  if (typeof given === "string") return new Map([[DEFAULT, { text: given, position }]]);
  const listed: unknown[] = Array.isArray(given) ? given : [];
  const named = listed.map((each) => {
    if (isObject(each) && typeof each.name === "string" && typeof each.template === "string") {
      return [each.name, { text: each.template, position }] as const;
    }
    return undefined;
  });
  const templates = named.filter((each) => each !== undefined);
  if (templates.length === listed.length && listed.length > 0) return new Map(templates);
  throw new PlannerError(
    "E_INVALID_FILE",
    "`chat_template` is neither a template nor a list of templates with `name` and `template`",
    { position, remedy: "Use the tokenizer_config.json that came with the checkpoint." },
  );
}

/** Paths by the templates' names: the default one, and others in a folder. */
function templateFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const own = join(folder, `chat_template${SUFFIX}`);
  if (existsSync(own)) files.set(DEFAULT, own);
  const others = join(folder, "additional_chat_templates");
  if (!existsSync(others)) return files;
  for (const name of readdirSync(others).sort()) {
    if (name.endsWith(SUFFIX)) files.set(name.slice(0, -SUFFIX.length), join(others, name));
  }
  return files;
}

function textOf(path: string): TemplateText {
  return { text: readText(path), position: { path } };
}
