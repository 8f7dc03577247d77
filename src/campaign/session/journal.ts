import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { PlannerError } from "../../errors.ts";
import { writeFileAtomically } from "../../files/write-file.ts";
import type { Answer } from "./protocol.ts";

/** What was measured: a job's line, the answer, and how long it took. */
export interface JournalEntry {
  line: string;
  answer: Answer;
  ms: number;
}

/**
 * Finished jobs, kept on disk as they finish, so that a broken campaign can go on. Its first line
 * says on what it was measured.
 */
export class Journal {
  readonly path: string;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(path: string, entries: Map<string, JournalEntry>) {
    this.path = path;
    this.#entries = entries;
  }

  /**
   * @param subject what is measured on what; no other journal is gone on with
   * @throws PlannerError `E_UNWRITABLE`, or `E_USAGE` when it is resumed for another subject
   */
  static open(path: string, subject: string, resume: boolean): Journal {
    const [first, ...lines] = resume ? readLines(path) : [];
    const entries = new Map<string, JournalEntry>();
    if (first !== undefined && subjectOf(first) !== subject)
      throw new PlannerError(
        "E_USAGE",
        `${path} holds measurements of something else: ${subjectOf(first) ?? "unknown"}`,
        { remedy: "Leave --resume out to measure afresh, or choose another --out." },
      );
    for (const line of lines) {
      const entry = entryOf(line);
      if (entry !== undefined) entries.set(entry.line, entry);
    }
    // Written anew, so that nothing is appended to a line that was cut off.
    const kept = [{ subject }, ...entries.values()].map((value) => JSON.stringify(value));
    writeFileAtomically(path, `${kept.join("\n")}\n`);
    return new Journal(path, entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Time that all its jobs took together, in this run and in earlier ones. */
  get totalSeconds(): number {
    return [...this.#entries.values()].reduce((sum, { ms }) => sum + ms, 0) / 1000;
  }

  find(line: string): JournalEntry | undefined {
    return this.#entries.get(line);
  }

  add(entry: JournalEntry): void {
    this.#entries.set(entry.line, entry);
    try {
      appendFileSync(this.path, `${JSON.stringify(entry)}\n`);
    } catch (cause) {
      throw new PlannerError(
        "E_UNWRITABLE",
        `cannot write ${this.path}: ${(cause as Error).message}`,
        { remedy: "Make room on the disk, then run again with --resume.", cause },
      );
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new PlannerError("E_UNREADABLE", `${path}: cannot be read: ${(error as Error).message}`, {
      remedy: "Leave --resume out to measure afresh.",
      cause: error,
    });
  }
}

function subjectOf(line: string): string | undefined {
  return (parsed(line) as { subject?: string } | undefined)?.subject;
}

/** Undefined for a line that was cut off by a crash. */
function entryOf(line: string): JournalEntry | undefined {
  const entry = parsed(line) as JournalEntry | undefined;
  return entry?.line === undefined || entry.answer === undefined ? undefined : entry;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
