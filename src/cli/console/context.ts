import picocolors from "picocolors";
import { PlannerError } from "../../errors.ts";
import { isFileOf, isSameFile, isStandardOutput } from "../../files/destination.ts";
import { checkWritable, writeFileAtomically } from "../../files/write-file.ts";
import { plainOutput } from "../../text/printable.ts";
import type { CliProcess, OutputStream } from "./process.ts";
import { type ProgressBar, terminalBar } from "./progress.ts";

export type Style = ReturnType<typeof picocolors.createColors>;

/** Options that every command takes. */
export interface GlobalOptions {
  json: boolean;
  quiet: boolean;
  progress: boolean;
  debug: boolean;
}

/** Width assumed where there is no terminal to ask, in characters. */
const DEFAULT_COLUMNS = 100;

/** What a command may use of the outside world. */
export interface CommandContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command line as typed, for provenance. */
  readonly commandLine: string;
  /** Width of standard output in characters. */
  readonly columns: number;
  /** Whether standard output takes colors; `style` does nothing when it does not. */
  readonly color: boolean;
  readonly style: Style;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /**
   * What the command has to say: `value` as a JSON document with --json, otherwise `text()`. On
   * standard output, unless a file went there: then on standard error, and nowhere with --quiet.
   */
  output(value: unknown, text: () => string): void;
  /**
   * Finds out before long work whether `writeFile` can write there.
   *
   * @param inputs files that the command reads, which a result must not replace
   * @throws PlannerError `E_UNWRITABLE`, or `E_USAGE` where two results want standard output
   */
  checkFile(path: string, inputs?: readonly (string | undefined)[]): void;
  /**
   * Writes a file that the user named; `-` is standard output.
   *
   * @throws PlannerError as `checkFile` does
   */
  writeFile(path: string, text: string): void;
  /** A line of diagnosis on standard error; silent with --quiet. */
  note(line: string): void;
  /** A bar on standard error; silent off a terminal and with --json, --quiet, --no-progress. */
  progress(label: string, total: number): ProgressBar;
  /** Ends with this exit code although nothing was thrown. */
  setExitCode(code: number): void;
}

export function createContext(
  process: CliProcess,
  options: GlobalOptions,
  setExitCode: (code: number) => void,
): CommandContext {
  const { stdout, stderr, env, signal } = process;
  const { json, quiet, debug } = options;
  const color = !json && wantsColor(stdout, env);
  let fileOnOutput = false;
  const checkFile: CommandContext["checkFile"] = (path, inputs = []) => {
    const isRead = (input: string) => isSameFile(path, input) || isFileOf(input, path);
    if (inputs.some((input) => input !== undefined && isRead(input))) {
      throw isInput(path);
    }
    if (!isStandardOutput(path)) return checkWritable(path);
    if (json) throw twoResults(path);
  };
  const showsProgress = stderr.isTTY === true && options.progress && !quiet && !json;
  return {
    stdout,
    stderr,
    env,
    commandLine: ["nanoflow-plan", ...process.argv.map(quoteForShell)].join(" "),
    columns: stdout.columns ?? columnsOf(env) ?? DEFAULT_COLUMNS,
    color,
    style: picocolors.createColors(color),
    json,
    quiet,
    debug,
    signal,
    output: (value, text) => {
      if (fileOnOutput && quiet) return;
      const stream = fileOnOutput ? stderr : stdout;
      const written = json ? JSON.stringify(value, null, 2) : text();
      stream.write(`${plainOutput(written).trimEnd()}\n`);
    },
    checkFile,
    writeFile: (path, text) => {
      if (!isStandardOutput(path)) return writeFileAtomically(path, text);
      checkFile(path);
      fileOnOutput = true;
      stdout.write(text);
    },
    note: (line) => {
      if (!quiet) stderr.write(`${plainOutput(line)}\n`);
    },
    progress: (label, total) => terminalBar(showsProgress ? stderr : undefined, label, total),
    setExitCode,
  };
}

/** https://no-color.org, with FORCE_COLOR for logs that render colors without being terminals. */
export function wantsColor(stream: OutputStream, env: CliProcess["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** What the environment says of the width of output that is no terminal's. */
function columnsOf({ COLUMNS }: CliProcess["env"]): number | undefined {
  return COLUMNS !== undefined && /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

function twoResults(path: string): PlannerError {
  return new PlannerError("E_USAGE", `${path} and --json both want standard output`, {
    remedy: "Name a file instead, or leave --json out.",
  });
}

function isInput(path: string): PlannerError {
  return new PlannerError("E_UNWRITABLE", `cannot write ${path}: the command reads it`, {
    remedy: "Name another file for the result.",
  });
}

function quoteForShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
