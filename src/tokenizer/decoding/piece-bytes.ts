import { bytesOfPiece } from "./byte-alphabet.ts";
import { ByteFallback, byteOfPiece } from "./byte-fallback.ts";
import { ByteLevel } from "./byte-level.ts";
import { type PieceStep, TextAssembly } from "./text-assembly.ts";

/** Any text: a piece behind it is not the first of its text, which some decoders treat otherwise. */
const BEFORE = "a";

/** The bytes that one piece gives within a text; alone they may be a part of a character. */
export function pieceBytes(steps: readonly PieceStep[], piece: string): Uint8Array {
  if (steps.some((step) => step instanceof ByteLevel)) return bytesOfPiece(piece);
  const byte = byteOfPiece(piece);
  if (byte !== undefined && steps.some((step) => step instanceof ByteFallback)) {
    return Uint8Array.of(byte);
  }
  const text = new TextAssembly(steps);
  text.push(BEFORE);
  return Buffer.from(text.push(piece) + text.end());
}
