/** Encodings that a byte order mark tells, with the mark. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Text of a file in UTF-8, or in UTF-16 where a byte order mark says so; without the mark. */
export function decodeText(bytes: Uint8Array): string {
  const [encoding = "utf-8"] =
    MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [];
  return new TextDecoder(encoding).decode(bytes);
}
