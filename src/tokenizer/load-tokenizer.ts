import { Tokenizer as Backend } from "tokenizers";
import { PlannerError } from "../errors.ts";
import { ChatTemplates } from "./chat/chat-templates.ts";
import { templateSetOf } from "./chat/template-set.ts";
import { TemplateThread } from "./chat/template-thread.ts";
import { decoderSteps } from "./decoding/decoder-steps.ts";
import { pieceBytes } from "./decoding/piece-bytes.ts";
import { continuedText, TextAssembly } from "./decoding/text-assembly.ts";
import { eosTokens } from "./eos-tokens.ts";
import { addedTokens, asAddedToken, checkNumbers, tokensOfFile } from "./special-tokens.ts";
import { setStartAndEnd } from "./start-and-end.ts";
import { TextStream } from "./text-stream.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { readTokenizerFiles, type TokenizerFiles } from "./tokenizer-files.ts";
import { Vocabulary, type VocabularyToken } from "./vocabulary.ts";

/**
 * The tokenizer of a checkpoint, from its `tokenizer.json` and the files beside it.
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE`
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const files = readTokenizerFiles(folder);
  requireWholeSpecialTokens(files);
  const { path, value, pieces } = files.tokenizer;
  const makers = decoderSteps(path, value.decoder);
  const steps = () => makers.map((make) => make());
  const templateSet = templateSetOf(files);
  const templates = new ChatTemplates(templateSet);
  const thread = new TemplateThread(templateSet);
  const { backend, whole } = openBackend(files);
  const vocabulary = new Vocabulary(pieces, whole);
  const tokenizer: Tokenizer = {
    vocabularySize: vocabulary.size,
    eosTokens: eosTokens(files, vocabulary.size, (content) => backend.tokenToId(content)),
    hasChatTemplate: !templates.isEmpty,
    toolTemplate: templates.ofTools,
    encode: async (text, { addSpecialTokens }) =>
      (await backend.encode(text, null, { addSpecialTokens })).getIds(),
    decode: (tokens, options) => {
      const text = new TextStream(tokenizer, options);
      return tokens.map((token) => text.push(token)).join("") + text.end();
    },
    tokenBytes: (token) => {
      const piece = vocabulary.piece(token);
      return piece === undefined ? new Uint8Array() : pieceBytes(steps(), piece);
    },
    renderChat: (messages, options) => templates.render(messages, options),
    renderLargeChat: (messages, options) => thread.render(messages, options),
    piece: (token) => vocabulary.piece(token),
    isSpecial: (token) => vocabulary.isSpecial(token),
    startText: ({ continues }) => (continues ? continuedText(steps()) : new TextAssembly(steps())),
  };
  return tokenizer;
}

/** The tokenizer of `tokenizer.json` with what the configuration adds, and all tokens found whole. */
function openBackend(files: TokenizerFiles): {
  backend: Backend;
  whole: readonly VocabularyToken[];
} {
  const { path, text } = files.tokenizer;
  const backend = opened(path, text);
  // Left in some files from training: a prompt is served whole, or refused.
  backend.disableTruncation();
  backend.disablePadding();
  const added = addedTokens(files);
  if (added.length > 0) backend.addAddedTokens(added.map(asAddedToken));
  checkNumbers(files, (content) => backend.tokenToId(content));
  setStartAndEnd(backend, files);
  const whole = [...tokensOfFile(files.tokenizer), ...added].flatMap(({ content, isSpecial }) => {
    const id = backend.tokenToId(content);
    return id === null ? [] : [{ id, piece: content, isSpecial }];
  });
  return { backend, whole };
}

/**
 * @throws PlannerError `E_INVALID_FILE` where transformers would cut special tokens in a prompt like other
 *   text
 */
function requireWholeSpecialTokens({ config }: TokenizerFiles): void {
  if (config?.value.split_special_tokens !== true) return;
  throw new PlannerError("E_INVALID_FILE", "`split_special_tokens` is not supported here", {
    position: config.document.positionOf(["split_special_tokens"]),
    remedy: "Set it to false if special tokens in a prompt are to be found whole.",
  });
}

function opened(path: string, text: string): Backend {
  try {
    return Backend.fromString(text);
  } catch (cause) {
    throw new PlannerError(
      "E_INVALID_FILE",
      `the tokenizer cannot be read: ${(cause as Error).message}`,
      {
        position: { path },
        remedy: "Use the tokenizer.json that came with the checkpoint.",
        cause,
      },
    );
  }
}
