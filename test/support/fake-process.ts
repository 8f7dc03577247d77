import { run } from "../../src/cli/program.ts";

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface FakeProcessOptions {
  env?: Record<string, string>;
  isTTY?: boolean;
  signal?: AbortSignal;
}

/** Runs the program in this process on streams that are kept as text. */
export async function runProgram(
  argv: readonly string[],
  { env = {}, isTTY = false, signal = new AbortController().signal }: FakeProcessOptions = {},
): Promise<RunResult> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await run({
    argv,
    env,
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    signal,
  });
  return { exitCode, ...written };
}
