/** A stream that text is written to; a terminal when `isTTY`. */
export interface OutputStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  /** Width in characters; terminals only. */
  columns?: number | undefined;
}

/** What the program uses of its process, so that tests can pass their own. */
export interface CliProcess {
  /** Arguments after the program's name. */
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  stdout: OutputStream;
  stderr: OutputStream;
  /** Aborted with the signal's name when the user interrupts. */
  signal: AbortSignal;
}
