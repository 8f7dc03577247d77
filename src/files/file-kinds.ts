/** A kind of file that is no text to read, and how to get the text. */
export interface FileKind {
  /** With its article. */
  name: string;
  remedy: string;
  /** It only says where the file's content is kept. */
  isPointer?: true;
}

interface Mark {
  kind: FileKind;
  /** Bytes that the file has at `offset`, one a character (Latin-1). */
  bytes: string;
  offset?: number;
}

const UNPACK = "Unpack it first, and name the file inside.";
const EXPORT = "Export its table as CSV, with a header line.";

const GGUF: FileKind = {
  name: "a GGUF file, with a model's weights",
  remedy:
    "Name a text file. Of a model, that is the config.json of the checkpoint that the GGUF file was made of.",
};

/** Of files that would else be refused as broken text, by their first bytes. */
const MARKS: readonly Mark[] = [
  { kind: { name: "a Parquet file", remedy: EXPORT }, bytes: "PAR1" },
  { kind: { name: "an Arrow file", remedy: EXPORT }, bytes: "ARROW1" },
  { kind: { name: "an SQLite database", remedy: EXPORT }, bytes: "SQLite format 3" },
  ...[1, 2, 3].map((version) => ({ kind: GGUF, bytes: `GGUF${String.fromCharCode(version)}\0` })),
  { kind: { name: "an HDF5 file", remedy: EXPORT }, bytes: "\x89HDF" },
  {
    kind: { name: "a ZIP archive or an Excel workbook", remedy: `${UNPACK} ${EXPORT}` },
    bytes: "PK\x03\x04",
  },
  { kind: { name: "a tar archive", remedy: UNPACK }, bytes: "ustar", offset: 257 },
  { kind: { name: "compressed with bzip2", remedy: "Run `bunzip2` on it." }, bytes: "BZh" },
  { kind: { name: "compressed with xz", remedy: "Run `unxz` on it." }, bytes: "\xfd7zXZ\0" },
  {
    kind: { name: "compressed with Zstandard", remedy: "Run `unzstd` on it." },
    bytes: "\x28\xb5\x2f\xfd",
  },
  {
    kind: { name: "text in UTF-32", remedy: "Convert it: `iconv -f UTF-32 -t UTF-8`." },
    bytes: "\xff\xfe\0\0",
  },
  {
    kind: { name: "text in UTF-32", remedy: "Convert it: `iconv -f UTF-32 -t UTF-8`." },
    bytes: "\0\0\xfe\xff",
  },
  {
    kind: {
      name: "a Git LFS pointer, not the file itself",
      remedy: "Run `git lfs pull` in its repository, or download the file itself.",
      isPointer: true,
    },
    bytes: "version https://git-lfs.github.com/spec/",
  },
  {
    kind: {
      name: "a git-annex pointer, not the file itself",
      remedy: "Run `git annex get` in its repository.",
      isPointer: true,
    },
    bytes: "/annex/objects/",
  },
  {
    kind: { name: "a web page", remedy: "Download the file itself, not the page that shows it." },
    bytes: "<!doctype html",
  },
  {
    kind: { name: "a web page", remedy: "Download the file itself, not the page that shows it." },
    bytes: "<html",
  },
];

/** Bytes that {@link foreignKind} looks at. */
export const KIND_BYTES = 512;

/** What a file is by its first bytes, when it is none of the texts that can be read. */
export function foreignKind(head: Uint8Array): FileKind | undefined {
  const text = Buffer.from(head.subarray(0, KIND_BYTES)).toString("latin1").toLowerCase();
  return MARKS.find(({ bytes, offset = 0 }) => text.startsWith(bytes.toLowerCase(), offset))?.kind;
}

export const GZIP: FileKind = { name: "compressed with gzip", remedy: "Run `gunzip` on it." };

/** Whether the bytes start a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Encoding of a text by its byte order mark. Without one, UTF-16 shows by the zero bytes of its
 * first two characters.
 */
export function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second, third, fourth] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (head.length < 4) return "utf-8";
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}
