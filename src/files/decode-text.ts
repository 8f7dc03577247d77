import { encodingOf, type FileKind, foreignKind, GZIP, isGzip } from "./file-kinds.ts";

/** A file that is no text as it lies: what it is instead. */
export class NoTextError extends Error {
  override readonly name = "NoTextError";
  readonly remedy: string;

  constructor({ name, remedy }: FileKind) {
    super(`it is ${name}`);
    this.remedy = remedy;
  }
}

/**
 * Text of a whole file in UTF-8 or UTF-16, without its byte order mark.
 *
 * @throws NoTextError when the file is something else
 */
export function decodeText(bytes: Uint8Array): string {
  const kind = isGzip(bytes) ? GZIP : foreignKind(bytes);
  if (kind !== undefined) throw new NoTextError(kind);
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const name = `not text in ${encoding.toUpperCase()}`;
    throw new NoTextError({ name, remedy: "Convert it to UTF-8." });
  }
}
