import { run } from "../../src/cli/program.ts";

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface FakeProcessOptions {
  /** Folder to run in; until the end, it is that of this process, too. */
  cwd?: string;
  env?: Record<string, string>;
  isTTY?: boolean;
  signal?: AbortSignal;
}

/** Runs the program in this process on streams that are kept as text. */
export async function runProgram(
  argv: readonly string[],
  { cwd, env = {}, isTTY = false, signal = new AbortController().signal }: FakeProcessOptions = {},
): Promise<RunResult> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const before = process.cwd();
  if (cwd !== undefined) process.chdir(cwd);
  try {
    const streams = { stdout: stream("stdout"), stderr: stream("stderr") };
    const exitCode = await run({ argv, env, ...streams, signal });
    return { exitCode, ...written };
  } finally {
    process.chdir(before);
  }
}
