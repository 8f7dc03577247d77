import { PlannerError } from "../../errors.ts";
import type { ChatMessage, ChatOptions } from "../tokenizer.ts";
import { beforeEndMark, plainMessage, withEndMark, withToolNames } from "./messages.ts";
import { PythonTemplate } from "./python-template.ts";
import { DEFAULT, type TemplateSet, type TemplateText } from "./template-set.ts";
import { requireAllRead } from "./unread-words.ts";

const WITH_TOOLS = "tool_use";
/** What the caller's own arguments may not stand for. */
const OWN_ARGUMENTS = ["messages", "tools", "add_generation_prompt"];

/** Chat templates of a checkpoint. */
export class ChatTemplates {
  readonly #templates: ReadonlyMap<string, { template: PythonTemplate; text: string }>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #folder: string;

  /** @throws PlannerError `E_INVALID_FILE` for a template that does not parse */
  constructor({ folder, texts, variables }: TemplateSet) {
    this.#folder = folder;
    this.#templates = new Map(
      [...texts].map(([name, text]) => [name, { template: parsed(text), text: text.text }]),
    );
    this.#variables = variables;
  }

  get isEmpty(): boolean {
    return this.#templates.size === 0;
  }

  /** The text of the one that words chats with tools. */
  get ofTools(): string | undefined {
    return (this.#templates.get(WITH_TOOLS) ?? this.#templates.get(DEFAULT))?.text;
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
    if (messages.length === 0) {
      throw new PlannerError("E_USAGE", "a chat without messages", {
        remedy: "Give one message at least.",
      });
    }
    const { template, text } = this.#templateFor(tools);
    const plain = withToolNames(messages.map((message) => plainMessage(message, text)));
    const chat = continueFinalMessage ? withEndMark(plain, text) : plain;
    const rendered = this.#rendered(template, {
      ...this.#variables,
      documents: null,
      ...ownArguments(options),
      messages: chat,
      tools: tools ?? null,
      add_generation_prompt: addGenerationPrompt,
    });
    // The template's own refusals come first: they know better what it takes.
    requireAllRead(messages, options, text);
    return continueFinalMessage ? beforeEndMark(rendered) : rendered;
  }

  #templateFor(tools: ChatOptions["tools"]): { template: PythonTemplate; text: string } {
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

  #rendered(template: PythonTemplate, variables: Record<string, unknown>): string {
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

function parsed({ text, position }: TemplateText): PythonTemplate {
  try {
    return new PythonTemplate(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new PlannerError("E_INVALID_FILE", `the chat template cannot be read: ${message}`, {
      position,
      remedy: "Mend the template, or take it away to serve completions of text alone.",
      cause,
    });
  }
}

function ownArguments({ templateArguments = {} }: ChatOptions): Readonly<Record<string, unknown>> {
  const taken = OWN_ARGUMENTS.find((name) => Object.hasOwn(templateArguments, name));
  if (taken === undefined) return templateArguments;
  throw new PlannerError("E_USAGE", `\`${taken}\` is no argument of the chat template`, {
    remedy: `Leave it out there: the request has a key of its own for it.`,
  });
}
