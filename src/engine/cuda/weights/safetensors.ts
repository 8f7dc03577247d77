import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";

/** A tensor in a file of a checkpoint. */
export interface StoredTensor {
  file: string;
  dtype: string;
  shape: readonly number[];
  /** Of its first byte in the file. */
  offset: number;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  /** First byte and the one behind the last, counted from the end of the header. */
  data_offsets: [number, number];
}

const SINGLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";
/** The length of the header comes first, as a 64-bit number. */
const LENGTH_BYTES = 8;
/** The format's own bound on headers. */
const MOST_HEADER_BYTES = 100_000_000;

/**
 * Tensors of a checkpoint, whether in one file or in several that an index lists. Only headers are
 * read (https://huggingface.co/docs/safetensors).
 *
 * @param folder with `model.safetensors` or `model.safetensors.index.json`
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`
 */
export function readCheckpoint(folder: string): ReadonlyMap<string, StoredTensor> {
  const index = join(folder, INDEX);
  if (!existsSync(index)) return new Map(tensorsOf(join(folder, SINGLE)));
  const { value } = parseText(index, readText(index, "Name the folder of a checkpoint."));
  const files = Object.values((value as { weight_map?: Record<string, string> }).weight_map ?? {});
  return new Map([...new Set(files)].flatMap((file) => tensorsOf(join(folder, file))));
}

function tensorsOf(file: string): [string, StoredTensor][] {
  const header = readHeader(file);
  const dataStart = LENGTH_BYTES + header.length;
  return entriesOf(file, header).map(([name, { dtype, shape, data_offsets }]) => [
    name,
    { file, dtype, shape, offset: dataStart + data_offsets[0] },
  ]);
}

function entriesOf(file: string, header: Buffer): [string, HeaderEntry][] {
  let entries: [string, HeaderEntry][];
  try {
    entries = Object.entries(JSON.parse(header.toString("utf8")));
  } catch (cause) {
    throw notSafetensors(file, cause);
  }
  const tensors = entries.filter(([name]) => name !== "__metadata__");
  if (tensors.every(([, entry]) => isEntry(entry))) return tensors;
  throw notSafetensors(file);
}

function isEntry(entry: Partial<HeaderEntry> | null): boolean {
  const { dtype, shape, data_offsets } = entry ?? {};
  return typeof dtype === "string" && Array.isArray(shape) && Array.isArray(data_offsets);
}

function readHeader(file: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (cause) {
    throw new PlannerError("E_UNREADABLE", `cannot read ${file}: ${(cause as Error).message}`, {
      remedy: "Name a folder with the safetensors of a checkpoint.",
      cause,
    });
  }
  try {
    const length = Number(readAt(descriptor, 0, LENGTH_BYTES).readBigUInt64LE());
    if (length > MOST_HEADER_BYTES) throw notSafetensors(file);
    return readAt(descriptor, LENGTH_BYTES, length);
  } finally {
    closeSync(descriptor);
  }

  function readAt(from: number, position: number, bytes: number): Buffer {
    const buffer = Buffer.alloc(bytes);
    if (readSync(from, buffer, 0, bytes, position) !== bytes) throw notSafetensors(file);
    return buffer;
  }
}

function notSafetensors(file: string, cause?: unknown): PlannerError {
  return new PlannerError("E_INVALID_FILE", "the file is no safetensors file", {
    position: { path: file },
    remedy: "Save the checkpoint again as safetensors.",
    cause,
  });
}
