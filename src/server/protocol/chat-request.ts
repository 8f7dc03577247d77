import type { ChatMessage, ChatOptions } from "../../tokenizer/tokenizer.ts";
import { badRequest } from "./api-error.ts";
import { readMessages } from "./chat-messages.ts";
import { type Fields, isObject, wrong } from "./fields.ts";
import type { GenerationRequest } from "./generation-request.ts";
import { MOST_TOP_LOGPROBS, readOutputs, readStreaming, readTerms } from "./output-terms.ts";
import { readRequest } from "./read-body.ts";
import { readFormat } from "./response-format.ts";
import { requireServed } from "./served-models.ts";
import { readTools, type ToolUse } from "./tool-request.ts";

/** Messages for a chat template. */
export interface ChatPrompt {
  messages: readonly ChatMessage[];
  options: ChatOptions;
  /** Undefined where no tool may be called. */
  tools: ToolUse | undefined;
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
      format: readFormat(fields),
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
  const tools = readTools(fields);
  return {
    messages: readMessages(fields),
    tools,
    options: {
      addGenerationPrompt: addGenerationPrompt ?? !continueFinalMessage,
      continueFinalMessage,
      templateArguments,
      ...(tools !== undefined && { tools: tools.tools }),
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
