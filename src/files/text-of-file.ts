import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { PlannerError } from "../errors.ts";
import { encodingOf, foreignKind, isGzip, KIND_BYTES } from "./file-kinds.ts";
import { unreadable } from "./read-document.ts";

/** Larger chunks outlive the young generation of the heap, and so cost more to collect. */
const CHUNK_BYTES = 1 << 16;

/**
 * Text of a file of any size, in pieces: UTF-8 or UTF-16, plain or compressed with gzip. A byte
 * order mark is left out.
 *
 * @throws PlannerError `E_UNREADABLE` when the file is missing or cannot be read
 * @throws PlannerError `E_INVALID_FILE`, with the kind of file, when it holds no such text
 */
export async function* textOfFile(path: string, remedy?: string): AsyncGenerator<string> {
  try {
    let { head, bytes } = await peek(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
    if (isGzip(head)) ({ head, bytes } = await peek(unzipped(bytes)));
    yield* decoded(path, head, bytes);
  } catch (error) {
    throw error instanceof PlannerError ? error : explained(path, error, remedy);
  }
}

/** The first bytes, as many as tell the kind of a file, and all bytes, these included. */
async function peek(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < KIND_BYTES) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  const head: Uint8Array = first.length === 1 && first[0] ? first[0] : Buffer.concat(first);
  return { head, bytes: joined(head, chunks) };
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>) {
  try {
    yield head;
    for (;;) {
      const { done, value } = await rest.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

function unzipped(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // An error of either end destroys the other; whoever reads `unzip` then gets it.
  return pipeline(Readable.from(bytes), unzip, () => {});
}

async function* decoded(path: string, head: Uint8Array, bytes: AsyncIterable<Uint8Array>) {
  const kind = foreignKind(head);
  if (kind !== undefined) throw invalid(path, `the file is ${kind.name}`, kind.remedy);
  const encoding = encodingOf(head);
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of bytes) {
    const text = piece(path, encoding, () => decoder.decode(chunk, { stream: true }));
    if (text !== "") yield text;
  }
  const last = piece(path, encoding, () => decoder.decode());
  if (last !== "") yield last;
}

function piece(path: string, encoding: string, decode: () => string): string {
  const text = attempt(decode);
  if (text === undefined) {
    throw invalid(
      path,
      `the file is no text in ${encoding.toUpperCase()}`,
      "Convert it, for instance with `iconv -f LATIN1 -t UTF-8`.",
    );
  }
  if (!text.includes("\0")) return text;
  throw invalid(
    path,
    "the file is binary, not text",
    "Name a text file of requests: CSV, JSON or JSONL.",
  );
}

function attempt(decode: () => string): string | undefined {
  try {
    return decode();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return undefined;
    throw error;
  }
}

function explained(path: string, error: unknown, remedy?: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (/^Z_/.test(code)) {
    return invalid(path, "the gzip file is broken or cut off", "Download or compress it again.");
  }
  return /^E[A-Z]+$/.test(code) ? unreadable(path, error, remedy) : error;
}

function invalid(path: string, message: string, remedy: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", message, { position: { path }, remedy });
}
