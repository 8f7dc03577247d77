/** A JSON line, and the bytes that it announces with `bytes`. */
export interface AnswerFrame {
  value: Record<string, unknown>;
  tail: Buffer;
}

const NEWLINE = 0x0a;

/** Cuts the output of a native program into answers. */
export class AnswerStream {
  readonly #parse: (line: string) => Record<string, unknown>;
  #pending: Buffer[] = [];
  #value: Record<string, unknown> | undefined;

  /** @param parse a line; throws on one that is no answer */
  constructor(parse: (line: string) => Record<string, unknown>) {
    this.#parse = parse;
  }

  /**
   * @returns the answers that the chunk completes
   * @throws what parsing a line throws
   */
  push(chunk: Buffer): AnswerFrame[] {
    this.#pending.push(chunk);
    const frames: AnswerFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): AnswerFrame | undefined {
    if (this.#value === undefined) {
      const buffered = this.#joined();
      const end = buffered.indexOf(NEWLINE);
      if (end < 0) return undefined;
      this.#value = this.#parse(buffered.toString("utf8", 0, end));
      this.#pending = [buffered.subarray(end + 1)];
    }
    const bytes = Number(this.#value.bytes ?? 0);
    if (this.#pending.reduce((sum, part) => sum + part.length, 0) < bytes) return undefined;
    const buffered = this.#joined();
    const frame = { value: this.#value, tail: buffered.subarray(0, bytes) };
    this.#value = undefined;
    this.#pending = [buffered.subarray(bytes)];
    return frame;
  }

  #joined(): Buffer {
    if (this.#pending.length !== 1) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0] as Buffer;
  }
}
