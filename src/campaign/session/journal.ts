import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
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
  /** What the first line says besides the subject. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(
    path: string,
    entries: Map<string, JournalEntry>,
    context: Readonly<Record<string, unknown>>,
  ) {
    this.path = path;
    this.context = context;
    this.#entries = entries;
  }

  /**
   * @param subject what is measured on what; no other journal is gone on with
   * @param context what else the first line says, for whoever reads the journal
   * @throws PlannerError `E_UNWRITABLE`, or `E_USAGE` when it is resumed for another subject or a
   *   campaign that still runs writes it
   */
  static open(
    path: string,
    subject: string,
    resume: boolean,
    context: Readonly<Record<string, unknown>> = {},
  ): Journal {
    const there = existsSync(path) ? readLines(path) : [];
    refuseWhileWritten(path, there[0]);
    const [first, ...lines] = resume ? there : [];
    const entries = new Map<string, JournalEntry>();
    if (first !== undefined && subjectOf(first) !== subject)
      throw new PlannerError(
        "E_USAGE",
        `${path} holds measurements of something else: ${subjectOf(first) ?? "unknown"}`,
        { remedy: "Leave --resume out to measure afresh, or choose another --out." },
      );
    for (const [line, entry] of entriesOf(lines)) entries.set(line, entry);
    // Written anew, so that nothing is appended to a line that was cut off.
    const kept = [{ subject, writer: thisProcess(), ...context }, ...entries.values()].map(
      (value) => JSON.stringify(value),
    );
    writeFileAtomically(path, `${kept.join("\n")}\n`);
    return new Journal(path, entries, context);
  }

  /**
   * A journal that is only read.
   *
   * @throws PlannerError `E_UNREADABLE` when it is not there, or holds no measurement
   */
  static read(path: string): Journal {
    const [first = "", ...lines] = readLines(path);
    const { subject, writer: _, ...context } = (parsed(first) ?? {}) as Record<string, unknown>;
    const entries = entriesOf(lines);
    if (subject === undefined || entries.size === 0)
      throw new PlannerError("E_UNREADABLE", `${path}: holds no measurements`, {
        remedy: "Name the .partial.jsonl file of a campaign that was broken off.",
      });
    return new Journal(path, entries, context);
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

/** A process, and the machine that it runs on. */
interface Writer {
  pid: number;
  host: string;
}

function thisProcess(): Writer {
  return { pid: process.pid, host: hostname() };
}

/** Two campaigns in one file would each throw away what the other measured. */
function refuseWhileWritten(path: string, first: string | undefined): void {
  const { writer } = (parsed(first ?? "") ?? {}) as { writer?: Writer };
  if (writer === undefined || !isAnotherAlive(writer)) return;
  throw new PlannerError("E_USAGE", `process ${writer.pid} measures into ${path} already`, {
    remedy: `Wait for it, or choose another --out. If it is no campaign, remove that file's \`writer\`, then run again with --resume.`,
  });
}

function isAnotherAlive({ pid, host }: Writer): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Someone else's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
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

function entriesOf(lines: readonly string[]): Map<string, JournalEntry> {
  return new Map(
    lines.flatMap((line) => {
      const entry = entryOf(line);
      return entry === undefined ? [] : [[entry.line, entry] as const];
    }),
  );
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
