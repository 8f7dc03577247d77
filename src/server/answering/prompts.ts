import { PlannerError } from "../../errors.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import type { GenerationGround, Prompt } from "../generation/generation.ts";
import { badRequest } from "../protocol/api-error.ts";
import type { ChatPrompt } from "../protocol/chat-request.ts";
import type { PromptSource } from "../protocol/generation-request.ts";
import { FewAtOnce } from "./few-at-once.ts";
import { requireRoom, textBytes } from "./text-bounds.ts";
import { requireTemplate } from "./tool-reading.ts";

/** Texts from here on are encoded few at a time. */
const BIG_TEXT_BYTES = 2 ** 16;
/** Each holds a processor for as long as it takes: more of them would starve small texts and steps. */
const MOST_BIG_ENCODINGS = 2;
/** Messages and parts: a template takes up to 0.2 ms for each, and a step 5 ms or more. */
const MOST_QUICK_PARTS = 32;

/** Prompts as tokens, of texts that the context may hold. */
export class Prompts {
  readonly #tokenizer: Tokenizer;
  readonly #contextTokens: number;
  readonly #big = new FewAtOnce(MOST_BIG_ENCODINGS);

  constructor({ tokenizer, contextTokens }: GenerationGround) {
    this.#tokenizer = tokenizer;
    this.#contextTokens = contextTokens;
  }

  /**
   * @param echoes whether outputs begin with the prompt's text
   * @throws ApiError 400 on a text that is too long or broken, or an unknown token
   */
  async plain(source: PromptSource, echoes: boolean): Promise<Prompt> {
    if (source.kind === "tokens") {
      const { tokens } = source;
      requireKnown(this.#tokenizer, tokens);
      const echo = echoes ? this.#tokenizer.decode(tokens, { skipSpecialTokens: true }) : "";
      return { tokens, echo };
    }
    const { text, addSpecialTokens } = source;
    const tokens = await this.#encode(text, "prompt", addSpecialTokens);
    return { tokens, echo: echoes ? text : "" };
  }

  /**
   * @throws ApiError 400 where the checkpoint has no chat template, its template refuses, or the
   *   messages are too long
   */
  async chat({ messages, options, addSpecialTokens }: ChatPrompt): Promise<Prompt> {
    if (!this.#tokenizer.hasChatTemplate) {
      throw badRequest(
        "the checkpoint has no chat template: use /v1/completions",
        "messages",
        "no_chat_template",
      );
    }
    if (options.tools !== undefined) requireTemplate(this.#tokenizer);
    const bytes = textBytes([messages, options.templateArguments, options.tools]);
    requireRoom(bytes, this.#contextTokens, "messages");
    const isLarge = bytes >= BIG_TEXT_BYTES || partsOf(messages) > MOST_QUICK_PARTS;
    const text = await refusalsTold(() =>
      // Nothing else runs while a template does.
      isLarge
        ? this.#big.run(() => this.#tokenizer.renderLargeChat(messages, options))
        : this.#tokenizer.renderChat(messages, options),
    );
    return { tokens: await this.#encode(text, "messages", addSpecialTokens), echo: "" };
  }

  async #encode(text: string, param: string, addSpecialTokens: boolean) {
    const bytes = Buffer.byteLength(text);
    requireRoom(bytes, this.#contextTokens, param);
    requireWhole(text, param);
    const encode = () => this.#tokenizer.encode(text, { addSpecialTokens });
    return bytes < BIG_TEXT_BYTES ? encode() : this.#big.run(encode);
  }
}

/** Of messages, and of the parts of their contents. */
function partsOf(messages: ChatPrompt["messages"]): number {
  return messages.reduce(
    (sum, { content }) => sum + 1 + (Array.isArray(content) ? content.length : 0),
    0,
  );
}

/** What a template says against messages is the client's to know. */
async function refusalsTold(render: () => string | Promise<string>): Promise<string> {
  try {
    return await render();
  } catch (error) {
    if (!(error instanceof PlannerError && error.code === "E_USAGE")) throw error;
    const { message, remedy = "" } = error;
    throw badRequest(`${message}. ${remedy}`.trim(), "messages", "invalid_value");
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
