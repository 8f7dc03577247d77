import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Pair, trainPairs } from "../../src/demo/byte-pairs.ts";
import { byteCharacters } from "../../src/tokenizer/decoding/byte-alphabet.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TEXT = `the quick brown fox jumps over the lazy dog and then the fox doesn't stop, it's there
1234 56 789 grüße aus köln, naïve café, 日本語 日本 中文 привет мир, der die das und the end of the story`;
const WORDS = TEXT.split(/\s+/);
const SPLIT =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const PLAIN = { single_word: false, lstrip: false, rstrip: false, normalized: false };

/** Contents of the files of a checkpoint, by their names. */
export interface TokenizerFolder {
  "tokenizer.json": Record<string, unknown> & { added_tokens: object[]; model: object };
  "tokenizer_config.json": Record<string, unknown>;
  [file: string]: unknown;
}

/** Writes them; objects as JSON. */
export function writeFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      join(folder, name),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** Of the kind of Llama 3 and Qwen: bytes of UTF-8, and words split by a pattern. */
export function byteLevelFiles(): TokenizerFolder {
  const characters = byteCharacters();
  const spelled = WORDS.map((word) =>
    [...Buffer.from(` ${word}`)].map((byte) => characters[byte] as string),
  );
  const merges = trainPairs(spelled, 200);
  const pieces = [...characters, ...joined(merges)];
  const special = ["<|begin_of_text|>", "<|eot_id|>"];
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true };
  return {
    "tokenizer.json": {
      version: "1.0",
      added_tokens: special.map((content, index) => ({
        ...{ id: pieces.length + index, content, special: true },
        ...PLAIN,
      })),
      normalizer: null,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: SPLIT }, behavior: "Isolated", invert: false },
          { ...byteLevel, use_regex: false },
        ],
      },
      post_processor: template("<|begin_of_text|>", pieces.length),
      decoder: byteLevel,
      model: bpe(pieces, merges, { ignore_merges: true }),
    },
    "tokenizer_config.json": {
      tokenizer_class: "PreTrainedTokenizerFast",
      bos_token: "<|begin_of_text|>",
      eos_token: "<|eot_id|>",
      clean_up_tokenization_spaces: true,
    },
  };
}

/** Of the kind of Llama 2 and Mistral: a mark for spaces, and rare characters byte by byte. */
export function metaspaceFiles(): TokenizerFolder {
  const spelled = WORDS.map((word) => [...`▁${word}`]);
  const merges = trainPairs(spelled, 200);
  const special = ["<unk>", "<s>", "</s>"];
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
  );
  const characters = [...new Set(spelled.flat())].filter((character) => /[▁a-z]/.test(character));
  const known = new Set(characters);
  const pieces = [...special, ...bytes, ...characters];
  const kept: Pair[] = [];
  for (const [left, right] of merges) {
    if (!known.has(left) || !known.has(right)) continue;
    known.add(left + right);
    kept.push([left, right]);
  }
  return {
    "tokenizer.json": {
      version: "1.0",
      added_tokens: special.map((content, id) => ({ id, content, special: true, ...PLAIN })),
      normalizer: {
        type: "Sequence",
        normalizers: [
          { type: "Prepend", prepend: "▁" },
          { type: "Replace", pattern: { String: " " }, content: "▁" },
        ],
      },
      pre_tokenizer: null,
      post_processor: template("<s>", 1),
      decoder: {
        type: "Sequence",
        decoders: [
          { type: "Replace", pattern: { String: "▁" }, content: " " },
          { type: "ByteFallback" },
          { type: "Fuse" },
          { type: "Strip", content: " ", start: 1, stop: 0 },
        ],
      },
      model: bpe([...pieces, ...joined(kept)], kept, {
        ...{ unk_token: "<unk>", fuse_unk: true, byte_fallback: true },
      }),
    },
    "tokenizer_config.json": {
      tokenizer_class: "LlamaTokenizer",
      ...{ bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>" },
      ...{ add_bos_token: true, add_eos_token: false, legacy: true },
      clean_up_tokenization_spaces: false,
    },
  };
}

function bpe(pieces: readonly string[], merges: readonly Pair[], more: object): object {
  return {
    type: "BPE",
    ...{ dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false },
    ...more,
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    merges: merges.map((pair) => pair.join(" ")),
  };
}

function template(start: string, id: number): object {
  return {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: start, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    pair: [
      ...[{ SpecialToken: { id: start, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      ...[{ SpecialToken: { id: start, type_id: 1 } }, { Sequence: { id: "B", type_id: 1 } }],
    ],
    special_tokens: { [start]: { id: start, ids: [id], tokens: [start] } },
  };
}

function joined(merges: readonly Pair[]): string[] {
  return [...new Set(merges.map(([left, right]) => left + right))];
}
