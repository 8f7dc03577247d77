import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { PlannerError } from "../../../errors.ts";
import { foreignKind, GZIP, isGzip, KIND_BYTES } from "../../../files/file-kinds.ts";
import { invalidTensors, parseTensorHeader, SAVE_AGAIN } from "./tensor-header.ts";

/** A tensor in a file of a checkpoint. */
export interface StoredTensor {
  file: string;
  dtype: string;
  shape: readonly number[];
  /** Of its first byte in the file. */
  offset: number;
  bytes: number;
}

/** The length of the header comes first, as a 64-bit number. */
const LENGTH_BYTES = 8;
/** The format's own bound on headers. */
const MOST_HEADER_BYTES = 100_000_000;
const COMPARED_BYTES = 1 << 24;

/**
 * Tensors of a safetensors file, by their names. Only the header is read, and held against the size
 * of the file (https://huggingface.co/docs/safetensors).
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` with the tensor
 */
export function readSafetensors(file: string): ReadonlyMap<string, StoredTensor> {
  const { header, dataBytes } = readHeader(file);
  const dataStart = LENGTH_BYTES + header.length;
  const entries = parseTensorHeader(file, decode(file, header), dataBytes);
  return new Map(
    entries.map(({ name, dtype, shape, start, end }) => [
      name,
      { file, dtype, shape, offset: dataStart + start, bytes: end - start },
    ]),
  );
}

/**
 * Whether two tensors are of one type and hold the same.
 *
 * @throws PlannerError `E_UNREADABLE`
 */
export function haveSameBytes(one: StoredTensor, other: StoredTensor): boolean {
  if (one.dtype !== other.dtype || one.bytes !== other.bytes) return false;
  return reading(one.file, (a) =>
    reading(other.file, (b) => {
      for (let done = 0; done < one.bytes; done += COMPARED_BYTES) {
        const bytes = Math.min(COMPARED_BYTES, one.bytes - done);
        const part = readAt(a, one.offset + done, bytes);
        if (!part.equals(readAt(b, other.offset + done, bytes))) return false;
      }
      return true;
    }),
  );
}

/**
 * The bytes of a small tensor.
 *
 * @throws PlannerError `E_UNREADABLE`
 */
export function readTensor({ file, offset, bytes }: StoredTensor): Buffer {
  return reading(file, (descriptor) => readAt(descriptor, offset, bytes));
}

function readHeader(file: string): { header: Buffer; dataBytes: number } {
  return reading(file, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const start = readAt(descriptor, 0, Math.min(size, KIND_BYTES));
    if (size < LENGTH_BYTES) {
      throw invalidTensors(file, `the file is cut off: it has ${size} bytes`);
    }
    const length = start.readBigUInt64LE();
    if (length > MOST_HEADER_BYTES) {
      throw noSafetensors(
        file,
        start,
        `the file is no safetensors file: its header would take ${length} bytes`,
      );
    }
    const dataBytes = size - LENGTH_BYTES - Number(length);
    if (dataBytes < 0) {
      throw noSafetensors(
        file,
        start,
        `the file is cut off in its header, which takes ${length} bytes, or is no safetensors file`,
      );
    }
    return { header: readAt(descriptor, LENGTH_BYTES, Number(length)), dataBytes };
  });
}

/** Opens a file for as long as it is used. */
function reading<T>(file: string, use: (descriptor: number) => T): T {
  const descriptor = open(file);
  try {
    return use(descriptor);
  } catch (cause) {
    throw cause instanceof PlannerError ? cause : unreadable(file, cause);
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    // To open a pipe would wait for who writes it.
    if (!statSync(file).isFile()) throw new Error("it is no regular file");
    return openSync(file, "r");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function readAt(descriptor: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (readSync(descriptor, buffer, 0, bytes, position) === bytes) return buffer;
  throw new Error("it became shorter while it was read");
}

function decode(file: string, header: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch (cause) {
    throw invalidTensors(file, "its header is no UTF-8 text", cause);
  }
}

function unreadable(file: string, cause: unknown): PlannerError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const what = code === "ENOENT" ? "no such file" : message;
  return new PlannerError("E_UNREADABLE", `cannot read ${file}: ${what}`, {
    remedy: "Name a folder with the safetensors of a checkpoint.",
    cause,
  });
}

/** Of a file whose length of a header cannot be one: a web page, say, that a download left in its place. */
function noSafetensors(file: string, start: Buffer, message: string): PlannerError {
  const kind = isGzip(start) ? GZIP : foreignKind(start);
  if (kind === undefined) return invalidTensors(file, message);
  return new PlannerError("E_INVALID_FILE", `the file is ${kind.name}, and no safetensors file`, {
    position: { path: file },
    remedy: kind.isPointer ? kind.remedy : SAVE_AGAIN,
  });
}
