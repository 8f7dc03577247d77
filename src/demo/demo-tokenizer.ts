import { byteCharacters } from "../tokenizer/decoding/byte-alphabet.ts";
import { trainPairs } from "./byte-pairs.ts";
import { DEMO_TEXT } from "./demo-text.ts";

export const MESSAGE_START = "<|im_start|>";
export const MESSAGE_END = "<|im_end|>";
export const TEXT_END = "<|endoftext|>";
const SPECIAL = [TEXT_END, MESSAGE_START, MESSAGE_END];
/** More than the text has. */
const MOST_MERGES = 4096;

/** Words, each with the space before it; runs of digits, of other characters, and of spaces. */
const WORDS = " ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** Tools and their calls as Hermes and Qwen word them. */
const CHAT_TEMPLATE = `{%- if tools %}
{{- '${MESSAGE_START}system\\nTools to call as <tool_call>{"name": ..., "arguments": {...}}</tool_call>:\\n' }}
{%- for tool in tools %}{{- tool | tojson }}{{- '\\n' }}{%- endfor %}
{{- '${MESSAGE_END}\\n' }}
{%- endif %}
{%- for message in messages %}
{{- '${MESSAGE_START}' + message.role + '\\n' }}
{%- if message.content is string %}{{- message.content }}
{%- elif message.content %}{%- for part in message.content %}{{- part.text }}{%- endfor %}
{%- endif %}
{%- for call in message.tool_calls or [] %}{{- '<tool_call>' }}{{- call.function | tojson }}{{- '</tool_call>' }}{%- endfor %}
{{- '${MESSAGE_END}\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '${MESSAGE_START}assistant\\n' }}{%- endif %}`;

/** Files of the demonstration's tokenizer: byte-level, as that of Qwen and Llama 3. */
export interface DemoTokenizer {
  tokenizer: object;
  config: object;
  /** Ids of pieces. */
  ids: ReadonlyMap<string, number>;
  /** Ids of whole words with the space before them. */
  words: ReadonlySet<number>;
}

export function demoTokenizer(): DemoTokenizer {
  const words = DEMO_TEXT.split(/\s+/).map((word) => ["Ġ", ...word]);
  const merges = trainPairs(words, MOST_MERGES);
  const joined = merges.map(([left, right]) => left + right);
  const pieces = [...byteCharacters(), ...new Set(joined)];
  const ids = new Map([...pieces, ...SPECIAL].map((piece, id) => [piece, id]));
  const whole = new Set(words.map((word) => ids.get(word.join(""))));
  return {
    tokenizer: tokenizerFile(pieces, merges, ids),
    config: {
      tokenizer_class: "PreTrainedTokenizerFast",
      bos_token: null,
      eos_token: MESSAGE_END,
      pad_token: TEXT_END,
      clean_up_tokenization_spaces: false,
      chat_template: CHAT_TEMPLATE,
    },
    ids,
    words: new Set([...whole].filter((id) => id !== undefined)),
  };
}

function tokenizerFile(
  pieces: readonly string[],
  merges: readonly (readonly string[])[],
  ids: ReadonlyMap<string, number>,
): object {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content) => ({
      id: ids.get(content),
      content,
      ...{ single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
    })),
    normalizer: { type: "NFC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: WORDS }, behavior: "Isolated", invert: false },
        { ...byteLevel, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { ...byteLevel, use_regex: false },
    model: {
      type: "BPE",
      ...{ dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false },
      ...{ continuing_subword_prefix: null, end_of_word_suffix: null, ignore_merges: false },
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges: merges.map((pair) => pair.join(" ")),
    },
  };
}
