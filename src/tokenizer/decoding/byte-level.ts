import { bytesOfPiece } from "./byte-alphabet.ts";
import type { PieceStep } from "./text-assembly.ts";

/**
 * Texts of pieces that are whole characters; undefined for the others. It belongs to a vocabulary,
 * whose outputs share it: most pieces are such, and need no decoding after the first time.
 */
export type WholePieces = Map<string, string | undefined>;

/**
 * Text of a byte-level vocabulary, such as those of Llama 3 and Qwen: pieces are bytes of UTF-8. An
 * incomplete character is held back. Ill-formed bytes become U+FFFD, as in Rust's `from_utf8_lossy`.
 */
export class ByteLevel implements PieceStep {
  /** A byte order mark is text here. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #wholePieces: WholePieces;
  #mayHold = false;

  constructor(wholePieces: WholePieces = new Map()) {
    this.#wholePieces = wholePieces;
  }

  push(piece: string): string[] {
    const whole = this.#wholeText(piece);
    if (whole !== undefined && !this.#mayHold) return [whole];
    this.#mayHold = whole === undefined;
    return [this.#decoder.decode(bytesOfPiece(piece), { stream: true })];
  }

  end(): string[] {
    return [this.#decoder.decode()];
  }

  #wholeText(piece: string): string | undefined {
    const known = this.#wholePieces.get(piece);
    if (known !== undefined || this.#wholePieces.has(piece)) return known;
    const text = strictText(bytesOfPiece(piece));
    this.#wholePieces.set(piece, text);
    return text;
  }
}

const STRICT = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

function strictText(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}
