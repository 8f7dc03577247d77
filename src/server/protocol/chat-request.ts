import type { ChatMessage, ChatOptions } from "../../tokenizer/tokenizer.ts";
import { badRequest } from "./api-error.ts";
import { type Fields, isObject, isString, shown, wrong } from "./fields.ts";
import type { GenerationRequest } from "./generation-request.ts";
import { MOST_TOP_LOGPROBS, readOutputs, readStreaming, readTerms } from "./output-terms.ts";
import { readRequest } from "./read-body.ts";
import { requireServed } from "./served-models.ts";

/** Templates read each message and part, some of them several times, while nothing else runs. */
const MOST_MESSAGES = 4096;

/** Roles whose messages say something: without content, its key may be misspelt. */
const PROMPTING: ReadonlySet<string> = new Set(["user", "system", "developer", "tool"]);

/** Messages for a chat template. */
export interface ChatPrompt {
  messages: readonly ChatMessage[];
  options: ChatOptions;
  /** Templates write the start themselves. */
  addSpecialTokens: boolean;
}

export interface ChatRequest {
  chat: ChatPrompt;
  request: Omit<GenerationRequest, "prompts">;
}

/**
 * A body of /v1/chat/completions.
 *
 * @param served names of the model
 * @throws ApiError 400, 404
 */
export function readChat(body: unknown, served: readonly string[]): ChatRequest {
  const fields = readRequest("chat", body);
  return {
    chat: readChatPrompt(fields),
    request: {
      model: requireServed(fields.string("model"), served),
      outputs: readOutputs(fields),
      terms: readTerms(fields, undefined),
      topLogprobs: readTopLogprobs(fields),
      echoes: false,
      ...readStreaming(fields),
    },
  };
}

/** The prompt of a chat, also of one that is only tokenized. */
export function readChatPrompt(fields: Fields): ChatPrompt {
  const addGenerationPrompt = fields.boolean("add_generation_prompt");
  const continueFinalMessage = fields.boolean("continue_final_message") ?? false;
  if (continueFinalMessage && addGenerationPrompt === true) {
    throw badRequest(
      "`add_generation_prompt` and `continue_final_message` contradict each other: set one of them",
      "continue_final_message",
      "invalid_value",
    );
  }
  const templateArguments = fields.value("chat_template_kwargs") ?? {};
  if (!isObject(templateArguments)) {
    throw wrong("chat_template_kwargs", "an object", templateArguments);
  }
  return {
    messages: readMessages(fields),
    options: {
      addGenerationPrompt: addGenerationPrompt ?? !continueFinalMessage,
      continueFinalMessage,
      templateArguments,
    },
    addSpecialTokens: fields.boolean("add_special_tokens") ?? false,
  };
}

function readTopLogprobs(fields: Fields): number | undefined {
  const wants = fields.boolean("logprobs") ?? false;
  const top = fields.integer("top_logprobs", { min: 0, max: MOST_TOP_LOGPROBS });
  if (!wants && top !== undefined && top > 0) {
    throw badRequest(
      "`top_logprobs` needs `logprobs`: set it to true",
      "top_logprobs",
      "invalid_value",
    );
  }
  return wants ? (top ?? 0) : undefined;
}

function readMessages(fields: Fields): ChatMessage[] {
  const messages = fields.value("messages");
  if (messages === undefined) {
    throw badRequest("`messages` is missing", "messages", "missing_parameter");
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw wrong("messages", "an array of messages", messages);
  }
  requireFew(messages);
  return messages.map(readMessage);
}

/** Of messages and the parts of their contents together. */
function requireFew(messages: readonly unknown[]): void {
  let count = messages.length;
  for (const message of messages) {
    if (isObject(message) && Array.isArray(message.content)) count += message.content.length;
  }
  if (count <= MOST_MESSAGES) return;
  throw badRequest(
    `\`messages\` has ${count} messages and parts: send up to ${MOST_MESSAGES}`,
    "messages",
    "invalid_value",
  );
}

/** What else a message has is for its template, which reads what it knows. */
function readMessage(message: unknown, index: number): ChatMessage {
  const where = `messages[${index}]`;
  if (!isObject(message)) throw wrong(where, "an object with `role` and `content`", message);
  const { role, content } = message;
  if (!isString(role) || role === "") throw wrong(`${where}.role`, "a role, such as user", role);
  requireText(content, `${where}.content`);
  if (PROMPTING.has(role) && (content === undefined || content === null)) {
    throw wrong(`${where}.content`, `what the ${role} says`, content);
  }
  return {
    ...message,
    ...(Array.isArray(content) && { content: content.map(asPart) }),
    // What OpenAI calls `developer` since its o1 models, templates know as `system`.
    role: role === "developer" ? "system" : role,
  };
}

/** Templates that read parts read no text between them. */
function asPart(part: unknown): unknown {
  return isString(part) ? { type: "text", text: part } : part;
}

function requireText(content: unknown, where: string): void {
  if (content === undefined || content === null || isString(content)) return;
  if (!Array.isArray(content)) throw wrong(where, "a string or an array of parts", content);
  for (const [index, part] of content.entries()) requirePart(part, `${where}[${index}]`);
}

function requirePart(part: unknown, where: string): void {
  if (isString(part)) return;
  if (!isObject(part)) throw wrong(where, "a part with a `type`", part);
  if (part.type !== "text") {
    throw badRequest(
      `\`${where}\` is of type ${shown(part.type)}: the server reads text alone`,
      where,
      "unsupported_parameter",
    );
  }
  if (!isString(part.text)) throw wrong(`${where}.text`, "a string", part.text);
}
