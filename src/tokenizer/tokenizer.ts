import type { TextAssembly } from "./decoding/text-assembly.ts";

/**
 * One message of a chat as a template reads it: templates of some families read further keys, such
 * as `tool_calls`, `tool_call_id`, `name` or `reasoning_content`, so they are handed on as they are.
 */
export interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly [key: string]: unknown;
}

export interface EncodeOptions {
  /**
   * Whether the tokenizer's own template adds its tokens, such as the one of the start. False for
   * what `renderChat` gives: a chat template writes these tokens itself.
   */
  addSpecialTokens: boolean;
}

export interface DecodeOptions {
  skipSpecialTokens: boolean;
}

export interface ChatOptions {
  /** Whether the text ends where the assistant's next message starts. */
  addGenerationPrompt: boolean;
  /** Whether the last message is to be gone on with: the text ends with its content. */
  continueFinalMessage?: boolean;
  /** Further variables of the template, such as `enable_thinking`. */
  templateArguments?: Readonly<Record<string, unknown>>;
  tools?: readonly unknown[];
}

/** Text into tokens and back, as the checkpoint's files say. */
export interface Tokenizer {
  /** One more than the largest token id that stands for text. */
  readonly vocabularySize: number;
  /** From `generation_config.json`, else `config.json`, else `tokenizer_config.json`. */
  readonly eosTokens: readonly number[];
  /** Whether the checkpoint brings a chat template. */
  readonly hasChatTemplate: boolean;
  /** The chat template that words chats with tools; undefined without one. */
  readonly toolTemplate: string | undefined;
  /** On a thread of its own: a prompt of 400 kB takes about a second, and steps must go on. */
  encode(text: string, options: EncodeOptions): Promise<number[]>;
  /** Ids that stand for nothing, such as the padding of an embedding, give no text. */
  decode(tokens: readonly number[], options: DecodeOptions): string;
  /** What one token is on its own: its bytes may be a part of a character. */
  tokenBytes(token: number): Uint8Array;
  /**
   * @throws PlannerError `E_USAGE` when there is no template, or the template refuses the messages:
   *   the error says what the template says (`raise_exception`)
   */
  renderChat(messages: readonly ChatMessage[], options: ChatOptions): string;
  /** Likewise, on a thread of its own: a chat of 4,000 messages takes a quarter of a second. */
  renderLargeChat(messages: readonly ChatMessage[], options: ChatOptions): Promise<string>;
  /** A token as the vocabulary spells it, for `startText`; undefined for an id without a token. */
  piece(token: number): string | undefined;
  /** Whether it marks something, such as the end, and is no text. */
  isSpecial(token: number): boolean;
  /**
   * Starts a text that grows piece by piece.
   *
   * @param continues whether it goes on with another text
   */
  startText(options: { continues: boolean }): TextAssembly;
}
