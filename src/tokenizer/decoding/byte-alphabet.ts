/** Bytes that stand for themselves in byte-level vocabularies: printable ones of Latin-1. */
const PRINTABLE = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
] as const;
const BYTES = 256;

/** The byte behind each character of a byte-level vocabulary (GPT-2's table). */
const BYTE_OF: ReadonlyMap<string, number> = alphabet();

function alphabet(): ReadonlyMap<string, number> {
  const byteOf = new Map<string, number>();
  let others = 0;
  for (let byte = 0; byte < BYTES; byte++) {
    const isPrintable = PRINTABLE.some(([first, last]) => byte >= first && byte <= last);
    byteOf.set(String.fromCodePoint(isPrintable ? byte : BYTES + others++), byte);
  }
  return byteOf;
}

/** A piece's bytes; added tokens may hold characters outside the alphabet, and stand for themselves. */
export function bytesOfPiece(piece: string): Uint8Array {
  const bytes = new Uint8Array(piece.length);
  let length = 0;
  for (const character of piece) {
    const byte = BYTE_OF.get(character);
    if (byte === undefined) return Buffer.from(piece);
    bytes[length++] = byte;
  }
  return bytes;
}

/** The characters of the alphabet, by byte. */
export function byteCharacters(): readonly string[] {
  return [...BYTE_OF].sort(([, a], [, b]) => a - b).map(([character]) => character);
}
