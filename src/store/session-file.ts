import { DEFAULT_MECHANISM } from "../cost/table/split.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { parseJson } from "../files/json-text.ts";
import { readText, validated } from "../files/read-document.ts";
import type { StoredKernel } from "../generated/kernel.ts";
import type { StoredPair } from "../generated/pair.ts";
import type { Profile } from "../generated/profile.ts";
import type { Session } from "../generated/session.ts";
import { type Columns, rowsOf, type Table } from "./columns.ts";
import { lineDigest, sessionHash } from "./digest.ts";
import { kernelName } from "./kernel-name.ts";
import { otherDateOfId } from "./session-dates.ts";
import { PAIR, SOLO, SUSTAINED, SUSTAINED_PAIR } from "./tables.ts";

type Kernel = Profile["kernels"][number];
type Pair = Profile["pairs"][number];

/** Measurements of one session; each of its lines is read when it is asked for first. */
export interface SessionFile {
  path: string;
  session: Session;
  /** @returns the kernel at a position in `session.kernels`, as a profile holds it */
  kernel(position: number): Kernel;
  /** @returns the pair at a position in `session.pairs`; its kernels are positions in the session */
  pair(position: number): Pair;
}

const EDITED = "Take the file anew from where it comes from, or measure it again.";

/** Whether a text is a session file and no profile of format 1. */
export function isSessionText(text: string): boolean {
  return /^\s*\{\s*"schema"\s*:\s*"nanoflow-plan\/session\//.test(text);
}

/**
 * Reads a session file. All of it must be as it was written; kernels and pairs are checked against
 * their schemas when they are asked for.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the line that was cut off or edited
 */
export function readSession(path: string): SessionFile {
  return parseSession(path, readText(path, "Check the path, or measure it again."));
}

/** Like {@link readSession}, of a text that is at hand. */
export function parseSession(path: string, text: string): SessionFile {
  const lines = linesOf(text);
  const first = documentOf(path, lines, 0);
  const session = validated<Session>(first, "session");
  refuseUnless(session.hash === sessionHash(session), path, 1, "was edited: its hash is another");
  refuseOtherDate(first, session);
  const { kernels, pairs } = session;
  const digests = [...kernels, ...pairs].map(({ digest }) => digest);
  for (const [at, digest] of digests.entries()) {
    const line = lines[at + 1];
    const place = at + 2;
    refuseUnless(
      line !== undefined,
      path,
      place,
      `is missing: the session has ${digests.length + 1} lines, and the file was cut off`,
    );
    const fits = lineDigest(line) === digest;
    refuseUnless(fits, path, place, "was cut off or edited: its digest is another");
  }
  refuseUnless(
    lines.length === digests.length + 1,
    path,
    digests.length + 2,
    "belongs to no kernel or pair that the session lists",
  );
  const read: Kernel[] = [];
  const readPairs: Pair[] = [];
  return {
    path,
    session,
    kernel(position) {
      read[position] ??= readKernel(documentOf(path, lines, position + 1), session, position);
      return read[position];
    },
    pair(position) {
      const place = position + 1 + kernels.length;
      readPairs[position] ??= readPair(documentOf(path, lines, place), session, position);
      return readPairs[position];
    },
  };
}

function refuseOtherDate({ positionOf }: Document, session: Session): void {
  const otherDate = otherDateOfId(session);
  if (otherDate === undefined) return;
  const key = ["provenance", "measuredAt"];
  const { measuredAt } = session.provenance;
  throw new PlannerError(
    "E_INVALID_FILE",
    `\`${key.join(".")}\` is ${measuredAt}, but the id says ${otherDate}`,
    { position: positionOf(key), remedy: EDITED },
  );
}

/** Lines without their ends. Where none ends in two characters, none is looked for: a store has megabytes. */
function linesOf(text: string): string[] {
  const lines = text.includes("\r\n") ? text.split(/\r?\n/) : text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function documentOf(path: string, lines: readonly string[], at: number): Document {
  const line = lines[at] ?? "";
  const found = asWritten(path, line) ?? parseJson(path, line);
  if (found === undefined) throw invalid(path, at + 1, "is no JSON");
  return {
    ...found,
    positionOf: (keys) => ({ ...found.positionOf(keys), line: at + 1 }),
  };
}

/** Without an escape, JSON of such characters holds no others. */
const PLAIN_JSON = /^[ !#-[\]-~"]*$/;

/** A line that this program would write just so has no key twice, and needs no slower look at it. */
function asWritten(path: string, line: string): Document | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const positionOf: Document["positionOf"] = (keys) =>
      parseJson(path, line)?.positionOf(keys) ?? { path };
    if (JSON.stringify(value) !== line) return undefined;
    return { path, value, positionOf, ...(PLAIN_JSON.test(line) && { isPlain: true }) };
  } catch {
    return undefined;
  }
}

function readKernel(document: Document, session: Session, position: number): Kernel {
  const stored = validated<StoredKernel>(document, "kernel");
  const { kind, shape, variant, implementations, solo, sustained, heldOut } = stored;
  const name = kernelName({ kind, shape }, { ...session.defaults, ...variant });
  const listed = session.kernels[position]?.name;
  if (name !== listed) throw misnamed(document, name, listed);
  const soloRows = (tables: StoredKernel["solo"], key: string) =>
    tables.flatMap((table, at) => rowsIn<Kernel["solo"][number]>(document, [key, at], table, SOLO));
  return {
    kind,
    shape,
    ...(variant !== undefined && { variant }),
    implementations,
    solo: soloRows(solo, "solo"),
    sustained: sustained === undefined ? [] : rowsIn(document, ["sustained"], sustained, SUSTAINED),
    ...(stored.libraryChoices !== undefined && { defaults: stored.libraryChoices }),
    ...(heldOut !== undefined && { heldOut: soloRows(heldOut, "heldOut") }),
  };
}

function readPair(document: Document, session: Session, position: number): Pair {
  const stored = validated<StoredPair>(document, "pair");
  const { mechanism, rows, heldOut, sustained } = stored;
  const listed = session.pairs[position] as Session["pairs"][number];
  const { group, remainder } = listed;
  const nameAt = (kernel: number) => session.kernels[kernel]?.name;
  const name = pairName(stored.group, stored.remainder, mechanism);
  const expected = pairName(nameAt(group), nameAt(remainder), listed.mechanism);
  if (name !== expected) throw misnamed(document, name, expected);
  return {
    group,
    remainder,
    ...(mechanism !== undefined && { mechanism }),
    rows: rowsIn(document, ["rows"], rows, PAIR),
    ...(heldOut !== undefined && { heldOut: rowsIn(document, ["heldOut"], heldOut, PAIR) }),
    ...(sustained !== undefined && {
      sustained: rowsIn(document, ["sustained"], sustained, SUSTAINED_PAIR),
    }),
  };
}

function pairName(
  group: string | undefined,
  remainder: string | undefined,
  mechanism: StoredPair["mechanism"],
): string {
  return `${group} beside ${remainder} by ${mechanism ?? DEFAULT_MECHANISM}`;
}

/** Rows have the types of a profile's, since the table follows its schema. */
function rowsIn<Row>(
  document: Document,
  keys: readonly (string | number)[],
  table: object,
  columns: Columns,
): Row[] {
  const found = rowsOf(table as Table, columns);
  if ("rows" in found) return found.rows as Row[];
  const path = [...keys, found.unequal];
  throw new PlannerError(
    "E_INVALID_FILE",
    `\`${path.join(".")}\` has not as many values as \`${columns.counting}\``,
    { position: document.positionOf(path), remedy: EDITED },
  );
}

function misnamed(document: Document, name: string, listed: string | undefined): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the line is of \`${name}\`, not of \`${listed}\``, {
    position: document.positionOf([]),
    remedy: EDITED,
  });
}

function refuseUnless(holds: boolean, path: string, line: number, what: string): asserts holds {
  if (!holds) throw invalid(path, line, what);
}

function invalid(path: string, line: number, what: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", `line ${line} ${what}`, {
    position: { path, line, column: 1 },
    remedy: EDITED,
  });
}
