import { pathToFileURL } from "node:url";
import { format } from "node:util";

/** Ends a script where it asks its process to end. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface ScriptResult {
  status: number;
  stdout: string;
  stderr: string;
}

let runs = 0;

/**
 * Runs a script of `scripts/` in this process, one at a time: to start a process that compiles it takes
 * longer than most of them do.
 */
export async function runScript(path: string, argv: readonly string[]): Promise<ScriptResult> {
  const written = { stdout: "", stderr: "" };
  const { argv: ownArgv, exitCode: ownCode, exit } = process;
  const { error: ownError } = console;
  const restored = (["stdout", "stderr"] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (text: string | Uint8Array) => {
      written[name] += text;
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  console.error = (...data: unknown[]) => {
    written.stderr += `${format(...data)}\n`;
  };
  process.argv = [process.execPath, path, ...argv];
  process.exitCode = 0;
  process.exit = (code) => {
    throw new Exit(Number(code ?? 0));
  };
  try {
    // A module runs once; another query makes it another module.
    await import(`${pathToFileURL(path).href}?run=${++runs}`);
    return { status: Number(process.exitCode), ...written };
  } catch (error) {
    if (error instanceof Exit) return { status: error.code, ...written };
    throw error;
  } finally {
    for (const restore of restored) restore();
    console.error = ownError;
    process.argv = ownArgv;
    process.exit = exit;
    process.exitCode = ownCode;
  }
}
