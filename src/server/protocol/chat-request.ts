import type { ChatMessage, ChatOptions } from "../../tokenizer/tokenizer.ts";
import { badRequest } from "./api-error.ts";
import { type Fields, isObject, isString, wrong } from "./fields.ts";
import type { GenerationRequest } from "./generation-request.ts";
import { MOST_TOP_LOGPROBS, readOutputs, readStreaming, readTerms } from "./output-terms.ts";
import { readRequest } from "./read-body.ts";
import { requireServed } from "./served-models.ts";

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
  if (Array.isArray(messages) && messages.length > 0) return messages.map(readMessage);
  throw wrong("messages", "an array of messages", messages);
}

function readMessage(message: unknown, index: number): ChatMessage {
  const where = `messages[${index}]`;
  if (!isObject(message)) throw wrong(where, "an object with `role` and `content`", message);
  const { role, content, tool_calls: calls, ...others } = message;
  if (!isString(role) || role === "") throw wrong(`${where}.role`, "a role, such as user", role);
  return {
    ...others,
    // What OpenAI calls so since its o1 models.
    role: role === "developer" ? "system" : role,
    content: textOf(content, `${where}.content`),
    ...(Array.isArray(calls) && calls.length > 0 && { tool_calls: calls.map(withArguments) }),
  };
}

/** Parts of text stand on lines of their own, as in vLLM. */
function textOf(content: unknown, where: string): string {
  if (content === undefined || content === null) return "";
  if (isString(content)) return content;
  if (!Array.isArray(content)) throw wrong(where, "a string or an array of parts", content);
  return content.map((part, index) => partText(part, `${where}[${index}]`)).join("\n");
}

function partText(part: unknown, where: string): string {
  if (isString(part)) return part;
  if (!isObject(part)) throw wrong(where, "a part with a `type`", part);
  const { type, text, refusal } = part;
  if (type === "text" && isString(text)) return text;
  if (type === "refusal" && isString(refusal)) return refusal;
  if (type === "text") throw wrong(`${where}.text`, "a string", text);
  throw badRequest(
    `\`${where}\` is of type ${JSON.stringify(type)}: the server reads text alone`,
    where,
    "unsupported_parameter",
  );
}

/** Chat templates read arguments as values; clients send them as the text of JSON. */
function withArguments(call: unknown): unknown {
  if (!isObject(call) || !isObject(call.function)) return call;
  const { arguments: given } = call.function;
  if (!isString(given)) return call;
  try {
    return { ...call, function: { ...call.function, arguments: JSON.parse(given) } };
  } catch {
    return call;
  }
}
