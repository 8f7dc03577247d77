import { FormatGuides } from "../../src/constraint/format-guides.ts";
import type { OutputFormat } from "../../src/constraint/output-format.ts";
import { isAllowed } from "../../src/step/token-mask.ts";

/** Characters of one byte, some of more, and the bytes of one of these. */
const TOKENS = [
  ...Array.from({ length: 128 }, (_, byte) => Uint8Array.of(byte)),
  ...["é", "€", "😀", "true", '":'].map((text) => new Uint8Array(Buffer.from(text))),
  ...[0xc3, 0xa9].map((byte) => Uint8Array.of(byte)),
];
const END = TOKENS.length;
const SIZE = END + 1;

/** Formats by the tokens of a small vocabulary. */
export function smallGuides(): FormatGuides {
  return new FormatGuides(
    {
      vocabularySize: SIZE,
      eosTokens: [END],
      tokenBytes: (token) => TOKENS[token] ?? new Uint8Array(),
      isSpecial: (token) => token === END,
    },
    SIZE,
  );
}

/** Whether a format lets a whole text through, in tokens of a character each, or of a byte. */
export async function accepts(
  guides: FormatGuides,
  format: OutputFormat,
  text: string,
): Promise<boolean> {
  const guide = (await guides.hold(format)).guide();
  try {
    let mask = await guide.next(undefined);
    for (const character of text) {
      const bytes = Buffer.from(character);
      const token = TOKENS.findIndex((each) => bytes.equals(each));
      if (!isAllowed(mask, token)) return false;
      mask = await guide.next(token);
    }
    return isAllowed(mask, END);
  } finally {
    guide.close();
  }
}

/** Tokens that bring a document to its end. */
const CLOSING = [...Buffer.from('"}]0')];
/** Behind so many tokens, nothing else is chosen where they may come. */
const LONG = 150;

/**
 * A text that a format lets through, at random: it ends as soon as it may.
 *
 * @param draw a number from 0 to below 1
 */
export async function drawText(
  guides: FormatGuides,
  format: OutputFormat,
  draw: () => number,
): Promise<string> {
  const guide = (await guides.hold(format)).guide();
  const tokens: number[] = [];
  let mask = await guide.next(undefined);
  while (!isAllowed(mask, END)) {
    const allowed = [...TOKENS.keys()].filter((token) => isAllowed(mask, token));
    const closing = CLOSING.filter((token) => isAllowed(mask, token));
    const closes = closing.length > 0 && (tokens.length > LONG || draw() < 0.4);
    const from = closes ? closing : allowed;
    const token = from[Math.floor(draw() * from.length)] as number;
    tokens.push(token);
    mask = await guide.next(token);
  }
  guide.close();
  return Buffer.concat(tokens.map((token) => TOKENS[token] as Uint8Array)).toString("utf8");
}
