import { bytesOfPiece } from "./byte-alphabet.ts";
import { ByteFallback, byteOfPiece } from "./byte-fallback.ts";
import { ByteLevel } from "./byte-level.ts";
import { continuedText, type PieceStep } from "./text-assembly.ts";

/** The bytes that one piece gives within a text; alone they may be a part of a character. */
export function pieceBytes(steps: readonly PieceStep[], piece: string): Uint8Array {
  if (steps.some((step) => step instanceof ByteLevel)) return bytesOfPiece(piece);
  const byte = byteOfPiece(piece);
  if (byte !== undefined && steps.some((step) => step instanceof ByteFallback)) {
    return Uint8Array.of(byte);
  }
  const text = continuedText(steps);
  return Buffer.from(text.push(piece) + text.end());
}
