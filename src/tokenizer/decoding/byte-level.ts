import { bytesOfPiece } from "./byte-alphabet.ts";
import type { PieceStep } from "./text-assembly.ts";

/**
 * Text of a byte-level vocabulary, such as those of Llama 3 and Qwen: pieces are bytes of UTF-8. An
 * incomplete character is held back. Ill-formed bytes become U+FFFD, as in Rust's `from_utf8_lossy`.
 */
export class ByteLevel implements PieceStep {
  /** A byte order mark is text here. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  push(piece: string): string[] {
    return [this.#decoder.decode(bytesOfPiece(piece), { stream: true })];
  }

  end(): string[] {
    return [this.#decoder.decode()];
  }
}
