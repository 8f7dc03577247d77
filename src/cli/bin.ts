#!/usr/bin/env node
import { optimizeLate } from "../optimize-late.ts";

optimizeLate();
const interruption = new AbortController();
// `once`: a second Ctrl-C has its default effect, for whoever cannot wait for a clean end.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => interruption.abort(signal));
}
// A reader that closes early, such as `head`, is no error. Exit code 2 is that of what cannot be written.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`error: cannot write to standard output: ${error.message}\n`);
  process.exit(2);
});
// Nobody reads what goes wrong: nothing can be said, and the result counts.
process.stderr.on("error", () => {});

// Only now: the modules take a while to load, and Ctrl-C should end that cleanly, too.
const { run } = await import("./program.ts");
process.exitCode = await run({
  argv: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
