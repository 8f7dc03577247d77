/** Ends a benchmark with what went wrong and what can be done about it. */
export function fail(exitCode: number, message: string, remedy?: string): never {
  process.stderr.write(`error: ${message}\n${remedy === undefined ? "" : `  ${remedy}\n`}`);
  process.exit(exitCode);
}
