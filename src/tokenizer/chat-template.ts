import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Template } from "@huggingface/jinja";
import { PlannerError, type SourcePosition } from "../errors.ts";
import { readText } from "../files/read-document.ts";
import { isObject } from "./json-object.ts";
import { listedTokens, namedTokens } from "./special-tokens.ts";
import type { ChatMessage, ChatOptions } from "./tokenizer.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

const DEFAULT = "default";
const WITH_TOOLS = "tool_use";
const SUFFIX = ".jinja";
/** What the caller's own arguments may not stand for. */
const OWN_ARGUMENTS = ["messages", "tools", "add_generation_prompt"];
/** Behind the message to go on with, to find its end in the text. The space tells a trimmed one. */
const END_MARK = "CONTINUE_FINAL_MESSAGE_TAG ";
/** Names of a message's reasoning, the standard one first. */
const REASONING = ["reasoning_content", "thinking", "reasoning"];

interface TemplateText {
  text: string;
  position: SourcePosition;
}

/** Chat templates of a checkpoint. */
export class ChatTemplates {
  readonly #templates: ReadonlyMap<string, { template: Template; text: string }>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #folder: string;

  /** @throws PlannerError `E_INVALID_FILE` for a template that does not parse */
  constructor(files: TokenizerFiles) {
    const texts = templateTexts(files);
    this.#folder = files.folder;
    this.#templates = new Map(
      [...texts].map(([name, text]) => [name, { template: parsed(text), text: text.text }]),
    );
    this.#variables = Object.fromEntries([...namedTokens(files), ...listedTokens(files)]);
  }

  get isEmpty(): boolean {
    return this.#templates.size === 0;
  }

  /** @throws PlannerError `E_USAGE` */
  render(messages: readonly ChatMessage[], options: ChatOptions): string {
    const { addGenerationPrompt, continueFinalMessage = false, tools } = options;
    if (addGenerationPrompt && continueFinalMessage) {
      throw new PlannerError(
        "E_USAGE",
        "a text cannot both go on with the last message and start the next one",
        { remedy: "Set add_generation_prompt or continue_final_message to false." },
      );
    }
    const { template, text } = this.#templateFor(tools);
    const plain = messages.map(plainMessage);
    const chat = continueFinalMessage ? withEndMark(plain, text) : plain;
    const rendered = this.#rendered(template, {
      ...this.#variables,
      documents: null,
      ...ownArguments(options),
      messages: chat,
      tools: tools ?? null,
      add_generation_prompt: addGenerationPrompt,
    });
    return continueFinalMessage ? beforeEndMark(rendered) : rendered;
  }

  #templateFor(tools: ChatOptions["tools"]): { template: Template; text: string } {
    const withTools = tools === undefined ? undefined : this.#templates.get(WITH_TOOLS);
    const found = withTools ?? this.#templates.get(DEFAULT);
    if (found !== undefined) return found;
    const names = [...this.#templates.keys()].join(", ");
    throw new PlannerError(
      "E_USAGE",
      names === ""
        ? "the checkpoint has no chat template"
        : `the checkpoint has no chat template \`${DEFAULT}\`, only ${names}`,
      {
        position: { path: this.#folder },
        remedy:
          "Use a chat model, put a chat_template.jinja beside it, or ask for completions of text.",
      },
    );
  }

  #rendered(template: Template, variables: Record<string, unknown>): string {
    try {
      return template.render(variables);
    } catch (cause) {
      const { message } = cause as Error;
      throw new PlannerError("E_USAGE", `the chat template refuses the messages: ${message}`, {
        remedy: "Change the messages, or the template.",
        cause,
      });
    }
  }
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

function parsed({ text, position }: TemplateText): Template {
  try {
    return new Template(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new PlannerError("E_INVALID_FILE", `the chat template cannot be read: ${message}`, {
      position,
      remedy: "Mend the template, or take it away to serve completions of text alone.",
      cause,
    });
  }
}

/**
 * As transformers 5 hands it on: without keys that are null, which clients send by habit and which
 * templates would print, and with the message's reasoning under the names that templates read.
 */
function plainMessage(message: ChatMessage): Record<string, unknown> {
  const given = Object.entries(message).filter(([, value]) => value !== null);
  const plain = Object.fromEntries(given);
  const reasoning = REASONING.map((name) => plain[name]).find((value) => value !== undefined);
  if (reasoning === undefined) return plain;
  return { thinking: reasoning, ...plain, reasoning_content: reasoning };
}

function ownArguments({ templateArguments = {} }: ChatOptions): Readonly<Record<string, unknown>> {
  const taken = OWN_ARGUMENTS.find((name) => Object.hasOwn(templateArguments, name));
  if (taken === undefined) return templateArguments;
  throw new PlannerError("E_USAGE", `\`${taken}\` is no argument of the chat template`, {
    remedy: `Leave it out there: the request has a key of its own for it.`,
  });
}

function withEndMark(
  messages: readonly Record<string, unknown>[],
  template: string,
): Record<string, unknown>[] {
  const last = messages.at(-1);
  const content = last?.content;
  const marked =
    typeof content === "string"
      ? content + END_MARK
      : Array.isArray(content) && markedParts(content);
  if (last === undefined || marked === undefined || marked === false) {
    throw noContinuation("the last message has no text to go on with");
  }
  if (!template.includes("content")) throw noContinuation("the chat template prints no content");
  return [...messages.slice(0, -1), { ...last, content: marked }];
}

/** Parts of a message; its last text is gone on with. */
function markedParts(parts: readonly unknown[]): unknown[] | undefined {
  const at = parts.findLastIndex((part) => isObject(part) && typeof part.text === "string");
  if (at === -1) return undefined;
  return parts.map((part, index) =>
    index === at && isObject(part) ? { ...part, text: `${part.text}${END_MARK}` } : part,
  );
}

/** The text up to the mark; where the template trims the message, so is what stands before. */
function beforeEndMark(rendered: string): string {
  const at = rendered.lastIndexOf(END_MARK.trimEnd());
  if (at === -1) throw noContinuation("the chat template leaves the last message out");
  const text = rendered.slice(0, at);
  return rendered.startsWith(END_MARK, at) ? text : text.trimEnd();
}

function noContinuation(why: string): PlannerError {
  return new PlannerError("E_USAGE", `continue_final_message: ${why}`, {
    remedy: "Let the last message be the assistant's, with text, or leave the key out.",
  });
}
