/** Byte order marks, with the encoding that each tells. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** What else a file may be than text, by how it begins. */
const OTHERS: readonly (readonly [what: string, start: readonly number[]])[] = [
  ["it is compressed with gzip", [0x1f, 0x8b]],
  ["it is a ZIP archive", [0x50, 0x4b, 0x03, 0x04]],
  ["it is in UTF-32, not in UTF-8", [0xff, 0xfe, 0, 0]],
  [
    "it is a pointer of Git LFS, not the file itself",
    [...Buffer.from("version https://git-lfs.github.com/")],
  ],
];

/** A file that is no text as it lies; the message says what it is instead. */
export class NoTextError extends Error {
  override readonly name = "NoTextError";
}

/**
 * Text of a file in UTF-8, or in UTF-16 where a byte order mark says so; without the mark.
 *
 * @throws NoTextError when the file is something else
 */
export function decodeText(bytes: Uint8Array): string {
  const other = OTHERS.find(([, start]) => startsWith(bytes, start));
  if (other !== undefined) throw new NoTextError(other[0]);
  const mark = MARKS.find(([, start]) => startsWith(bytes, start));
  if (mark === undefined && bytes.includes(0)) {
    throw new NoTextError("it is not in UTF-8: it has bytes of 0, as UTF-16 without a mark has");
  }
  const [encoding = "utf-8"] = mark ?? [];
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new NoTextError(`it is not in ${encoding.toUpperCase()}`);
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
