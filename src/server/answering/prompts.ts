import { PlannerError } from "../../errors.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import type { Prompt } from "../generation/generation.ts";
import { badRequest } from "../protocol/api-error.ts";
import type { ChatPrompt } from "../protocol/chat-request.ts";
import type { PromptSource } from "../protocol/generation-request.ts";

/** @param echoes whether outputs begin with the prompt's text */
export async function plainPrompt(
  tokenizer: Tokenizer,
  source: PromptSource,
  echoes: boolean,
): Promise<Prompt> {
  if (source.kind === "tokens") {
    const { tokens } = source;
    requireKnown(tokenizer, tokens);
    const echo = echoes ? tokenizer.decode(tokens, { skipSpecialTokens: true }) : "";
    return { tokens, echo };
  }
  const { text, addSpecialTokens } = source;
  requireWhole(text, "prompt");
  const tokens = await tokenizer.encode(text, { addSpecialTokens });
  return { tokens, echo: echoes ? text : "" };
}

/** @throws ApiError 400 where the checkpoint has no chat template, or its template refuses */
export async function chatPrompt(tokenizer: Tokenizer, chat: ChatPrompt): Promise<Prompt> {
  const { messages, options, addSpecialTokens } = chat;
  if (!tokenizer.hasChatTemplate) {
    throw badRequest(
      "the checkpoint has no chat template: use /v1/completions",
      "messages",
      "no_chat_template",
    );
  }
  const text = renderedBy(tokenizer, messages, options);
  requireWhole(text, "messages");
  return { tokens: await tokenizer.encode(text, { addSpecialTokens }), echo: "" };
}

function renderedBy(
  tokenizer: Tokenizer,
  ...[messages, options]: Parameters<Tokenizer["renderChat"]>
) {
  try {
    return tokenizer.renderChat(messages, options);
  } catch (error) {
    if (!(error instanceof PlannerError)) throw error;
    throw badRequest(error.message, "messages", "invalid_value");
  }
}

/** Half of a surrogate pair is no character: tokenizers would read another one. */
function requireWhole(text: string, param: string): void {
  const at = text.search(/\p{Surrogate}/u);
  if (at === -1) return;
  throw badRequest(
    `\`${param}\` has half of a surrogate pair, \\u${text.charCodeAt(at).toString(16)}: give both halves`,
    param,
    "invalid_value",
  );
}

function requireKnown({ vocabularySize }: Tokenizer, tokens: readonly number[]): void {
  const at = tokens.findIndex((token) => token < 0 || token >= vocabularySize);
  if (at === -1) return;
  throw badRequest(
    `token ${at} of the prompt is ${tokens[at]}: give ids from 0 to ${vocabularySize - 1}`,
    "prompt",
    "invalid_value",
  );
}
