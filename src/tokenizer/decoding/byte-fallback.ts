import type { PieceStep } from "./text-assembly.ts";

const BYTE_PIECE = /^<0x([0-9A-Fa-f]{2})>$/;
const BYTE_PIECE_LENGTH = 6;
const REPLACEMENT = "\u{FFFD}";

/** The byte that a piece such as `<0x0A>` stands for. */
export function byteOfPiece(piece: string): number | undefined {
  if (piece.length !== BYTE_PIECE_LENGTH) return undefined;
  const digits = BYTE_PIECE.exec(piece)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/**
 * Characters outside a vocabulary come as pieces of one byte each. A run of such pieces is text only
 * if all of it is: otherwise each of its bytes becomes U+FFFD. So a run is held back to its end.
 */
export class ByteFallback implements PieceStep {
  readonly #strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
  #run: number[] = [];

  push(piece: string): string[] {
    const byte = byteOfPiece(piece);
    if (byte === undefined) return this.#run.length === 0 ? [piece] : [...this.end(), piece];
    this.#run.push(byte);
    return [];
  }

  end(): string[] {
    if (this.#run.length === 0) return [];
    const run = this.#run;
    this.#run = [];
    try {
      return [this.#strict.decode(Uint8Array.from(run))];
    } catch {
      return run.map(() => REPLACEMENT);
    }
  }
}
