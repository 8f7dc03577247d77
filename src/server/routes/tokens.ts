import type { FastifyInstance } from "fastify";
import type { AnswerService } from "../answering/answer-service.ts";
import { badRequest } from "../protocol/api-error.ts";
import { readChatPrompt } from "../protocol/chat-request.ts";
import { fieldsOf, wrong } from "../protocol/fields.ts";
import { parseJson, requireKnownKeys } from "../protocol/read-body.ts";
import { requireServed } from "../protocol/served-models.ts";
import { tokenText } from "../protocol/token-text.ts";

const OF_TEXT = ["model", "prompt", "add_special_tokens", "return_token_strs"];
const OF_CHAT = [
  ...["model", "messages", "add_special_tokens", "return_token_strs"],
  ...["add_generation_prompt", "continue_final_message", "chat_template_kwargs", "tools"],
];

/** /tokenize and /detokenize, as vLLM has them. */
export function registerTokens(
  app: FastifyInstance,
  { ground, prompts }: AnswerService,
  served: readonly string[],
): void {
  const { tokenizer, contextTokens } = ground;
  const { textOf } = tokenText(tokenizer);

  app.post("/tokenize", async ({ body }) => {
    const fields = fieldsOf(parseJson(body as Buffer | undefined));
    const isChat = fields.has("messages");
    requireKnownKeys(fields, isChat ? OF_CHAT : OF_TEXT);
    requireServed(fields.string("model"), served);
    const { tokens } = isChat
      ? await prompts.chat(readChatPrompt(fields))
      : await prompts.plain(
          {
            kind: "text",
            text: required(fields.string("prompt"), "prompt"),
            addSpecialTokens: fields.boolean("add_special_tokens") ?? true,
          },
          false,
        );
    return {
      count: tokens.length,
      max_model_len: contextTokens,
      tokens,
      ...(fields.boolean("return_token_strs") === true && { token_strs: tokens.map(textOf) }),
    };
  });

  app.post("/detokenize", ({ body }) => {
    const fields = fieldsOf(parseJson(body as Buffer | undefined));
    requireKnownKeys(fields, ["model", "tokens"]);
    requireServed(fields.string("model"), served);
    const most = tokenizer.vocabularySize - 1;
    if (!fields.has("tokens")) throw wrong("tokens", "an array of token ids", null);
    const tokens = fields.integers("tokens", { min: 0, max: most });
    return { prompt: tokenizer.decode(tokens, { skipSpecialTokens: false }) };
  });
}

function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw badRequest(`\`${name}\` is missing`, name, "missing_parameter");
}
