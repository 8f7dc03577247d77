import { readdirSync, readFileSync } from "node:fs";
import { below, type Random, randomFrom } from "../../../src/random.ts";

const MOST_CHARACTERS = 1000;
const MOST_PIECES = 40;
const LETTERS = [..."ab cde  \n\t1234'.,sS-_"];
/** What pre-tokenizers, normalizers and added tokens treat in a way of their own. */
const PIECES = [
  ...["hello", " world", "don't", "I'LL", "it’s", "http://x.y/z?a=b", "__init__", "...", "!="],
  ...["123", "4567890", "١٢٣", "Ⅷ", "²", "½", "①", "é", "e\u0301", "ﬁ", "ẞ", "İ", " ſ", "ǅ"],
  ...["漢字", "日本語テキスト", "한국어", "ไทย", "العربية", "हिन्दी", "😀", "👩‍👩‍👧", "𝒳", "𐐷"],
  ...["\n", "\n\n", " ", "   ", "\t", "\r\n", "\u00a0", "\u3000", "\u200b", "\u0085", "\u2028"],
  ...["\0", "\ufeff", "\u{10FFFF}", "\u0301", "\u1160", "\u00ad", "▁", "▁▁"],
  ...["<s>", "</s>", " <s>", "<unk>", "<|eot_id|>", "<|im_end|>", "<|endoftext|>"],
];

/** Prose and code of this repository. */
export function prose(): string {
  const files = ["docs", "src/model"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(md|ts)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return files.map((file) => readFileSync(file, "utf8")).join("\n");
}

/** Texts of four kinds in turn: prose, special pieces, any characters, and a few letters. */
export function sampleTexts(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const whole = prose();
  return Array.from({ length: count }, (_, index) => textOf(index % 4, whole, random));
}

function textOf(kind: number, whole: string, random: Random): string {
  const many = (most: number, one: () => string) =>
    Array.from({ length: below(random, most) }, one).join("");
  const of = (items: readonly string[]) => items[below(random, items.length)] as string;
  if (kind === 0) {
    const start = below(random, whole.length - MOST_CHARACTERS);
    return whole.slice(start, start + below(random, MOST_CHARACTERS));
  }
  if (kind === 1) return many(MOST_PIECES, () => of(PIECES));
  return kind === 2
    ? many(MOST_PIECES, () => character(random))
    : many(MOST_CHARACTERS / 4, () => of(LETTERS));
}

/** Any character; those of smaller numbers more often. */
function character(random: Random): string {
  const [first, second] = [0x3000, 0x20000];
  const bound = random() < 0.5 ? first : random() < 0.5 ? second : 0x110000;
  const code = below(random, bound);
  return code >= 0xd800 && code < 0xe000 ? " " : String.fromCodePoint(code);
}
