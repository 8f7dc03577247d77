import picocolors from "picocolors";
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
  /** The command's one result: `value` as a JSON document with --json, otherwise `text()`. */
  output(value: unknown, text: () => string): void;
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
      const written = json ? JSON.stringify(value, null, 2) : text();
      stdout.write(`${plainOutput(written).trimEnd()}\n`);
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

function quoteForShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
