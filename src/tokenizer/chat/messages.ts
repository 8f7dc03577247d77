import { PlannerError } from "../../errors.ts";
import { isObject } from "../json-object.ts";
import type { ChatMessage } from "../tokenizer.ts";

/** A message as a template gets it. */
export type PlainMessage = Readonly<Record<string, unknown>>;

/** Behind the message to go on with, to find its end in the text. The space tells a trimmed one. */
const END_MARK = "CONTINUE_FINAL_MESSAGE_TAG ";
/** Names of a message's reasoning, the standard one first. */
const REASONING = ["reasoning_content", "thinking", "reasoning"];
/** A loop over the parts of a message's content. */
const READS_PARTS = /\bfor\s+\w+\s+in\s+(?:(?:\w+\.)?content\b|\w+\[\s*['"]content['"]\s*\])/;
/** Between texts that become one, as vLLM puts it. */
const BETWEEN_PARTS = "\n";

/**
 * A message as transformers 5 hands it on: without keys that are null, which clients send by habit
 * and which templates would print, and with the reasoning under each name that templates read.
 *
 * Beyond that, a message without content has an empty one. Parts become one text for templates that
 * do not read parts: these would print them as Python shows lists. The arguments of a tool call come
 * from clients as JSON, and templates read objects.
 *
 * @throws PlannerError `E_USAGE` for parts that are not text, where the template reads text alone
 */
export function plainMessage(message: ChatMessage, template: string): PlainMessage {
  const given = Object.entries(message).filter(([, value]) => value !== null);
  const plain: Record<string, unknown> = { content: "", ...Object.fromEntries(given) };
  if (Array.isArray(plain.content) && !READS_PARTS.test(template)) {
    plain.content = plain.content.map(textOfPart).join(BETWEEN_PARTS);
  }
  if (Array.isArray(plain.tool_calls)) plain.tool_calls = plain.tool_calls.map(withReadArguments);
  const reasoning = REASONING.map((name) => plain[name]).find((value) => value !== undefined);
  if (reasoning === undefined) return plain;
  return { thinking: reasoning, ...plain, reasoning_content: reasoning };
}

/**
 * The messages, with the name of the tool that answered in each that answers a call. OpenAI's form
 * has the call's id alone; transformers' has the name, and some templates refuse to go without it.
 */
export function withToolNames(messages: readonly PlainMessage[]): PlainMessage[] {
  const names = new Map<unknown, unknown>();
  return messages.map((message) => {
    for (const call of Array.isArray(message.tool_calls) ? message.tool_calls : []) {
      if (isObject(call) && isObject(call.function)) names.set(call.id, call.function.name);
    }
    const name = message.role === "tool" ? names.get(message.tool_call_id) : undefined;
    return name === undefined ? message : { name, ...message };
  });
}

function withReadArguments(toolCall: unknown): unknown {
  const called = isObject(toolCall) ? toolCall.function : undefined;
  if (!isObject(toolCall) || !isObject(called) || typeof called.arguments !== "string") {
    return toolCall;
  }
  return { ...toolCall, function: { ...called, arguments: readArguments(called.arguments) } };
}

/** A model may have made arguments that are no JSON: the template prints them as they are. */
function readArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOfPart(part: unknown): string {
  if (typeof part === "string") return part;
  if (isObject(part) && typeof part.text === "string") return part.text;
  throw new PlannerError("E_USAGE", "the chat template of this model reads text alone", {
    remedy: "Give a message's content as text, or as parts with `text`.",
  });
}

/**
 * The messages with a mark behind the last one's text.
 *
 * @throws PlannerError `E_USAGE` when it has none
 */
export function withEndMark(messages: readonly PlainMessage[], template: string): PlainMessage[] {
  const last = messages.at(-1);
  const content = last === undefined ? undefined : marked(last.content);
  if (content === undefined) throw noContinuation("the last message has no text to go on with");
  if (!template.includes("content")) throw noContinuation("the chat template prints no content");
  return [...messages.slice(0, -1), { ...last, content }];
}

/** Of several parts, the last text is gone on with. */
function marked(content: unknown): unknown {
  if (typeof content === "string") return content + END_MARK;
  if (!Array.isArray(content)) return undefined;
  const at = content.findLastIndex((part) => isObject(part) && typeof part.text === "string");
  if (at === -1) return undefined;
  return content.map((part, index) =>
    index === at ? { ...part, text: `${part.text}${END_MARK}` } : part,
  );
}

/**
 * The text up to the mark. Where the template trims the message, so is what stands before.
 *
 * @throws PlannerError `E_USAGE` when the template left the message out
 */
export function beforeEndMark(rendered: string): string {
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
