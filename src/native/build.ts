import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlannerError } from "../errors.ts";
import { buildFolder, type ProgramName, publish, workFolder } from "./build-folder.ts";

export interface BuildOptions {
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  /** Told what is being done, once it is known that a build is needed. */
  note(line: string): void;
  /** Folder with the sources of all native programs; the package's own by default. */
  root?: string;
}

const PACKAGE_ROOT = fileURLToPath(new URL("../../", import.meta.url));
const README: Record<ProgramName, string> = {
  "native-profiler": "native-profiler/README.md",
  "native-executor": "docs/executor.md",
};
/** Lines of a failed build that are shown. */
const LOG_TAIL = 15;

const CAUSES: readonly [pattern: RegExp, what: string, remedy: string][] = [
  [
    /No CMAKE_CUDA_COMPILER|find CUDAToolkit|nvcc: (command )?not found/i,
    "the CUDA compiler nvcc was not found",
    "Install the CUDA toolkit (12.8 or later) and put nvcc on the PATH, or set CUDACXX.",
  ],
  [
    /cublasLt not found|find cublasLt/i,
    "cuBLASLt was not found",
    "Install cuBLAS with its headers, or set CUBLAS_ROOT to the folder that holds include/cublasLt.h.",
  ],
  [/CMake [\d.]+ or higher is required/i, "cmake is too old", "Install a newer cmake."],
];

/** {@link buildNative} of native-profiler. */
export function buildNativeProfiler(options: BuildOptions): Promise<string> {
  return buildNative("native-profiler", options);
}

/**
 * Builds a native program, or finds what an earlier build of the same sources left.
 *
 * @returns path of the program
 * @throws PlannerError `E_NATIVE` with the cause and the end of the log; `E_UNWRITABLE`;
 *   `E_INTERRUPTED`
 */
export async function buildNative(program: ProgramName, options: BuildOptions): Promise<string> {
  const root = options.root ?? PACKAGE_ROOT;
  const folder = buildFolder(program, root, options.env);
  const binary = join(folder, program);
  if (existsSync(binary)) return binary;

  options.note(`Building ${program} in ${folder} (once per version).`);
  const work = workFolder(folder);
  const source = join(root, program);
  try {
    await runTool(program, ["-S", source, "-B", work, "-DCMAKE_BUILD_TYPE=Release"], options);
    await runTool(program, ["--build", work, "--parallel", "--target", program], options);
    publish(work, folder, binary);
    return binary;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A command line to keep: a program that was built already lies at another place of another machine. */
export function withoutBuild(commandLine: string): string {
  return commandLine.replace(/ --native[= ]('[^']*'|\S+)/, "");
}

/** Runs cmake for a program. */
async function runTool(
  program: ProgramName,
  args: readonly string[],
  { env, signal }: BuildOptions,
): Promise<void> {
  if (signal.aborted) throw new PlannerError("E_INTERRUPTED", "interrupted");
  const log: string[] = [];
  // A group of its own, so that an interrupt also ends the compilers that the build started.
  const child = spawn("cmake", args, { detached: true, env, stdio: ["ignore", "pipe", "pipe"] });
  const abort = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  signal.addEventListener("abort", abort, { once: true });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => log.push(text));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (signal.aborted) throw new PlannerError("E_INTERRUPTED", "interrupted");
    if (code !== 0) throw buildError(program, log.join(""));
  } catch (cause) {
    if (cause instanceof PlannerError) throw cause;
    throw new PlannerError("E_NATIVE", `cannot run cmake: ${(cause as Error).message}`, {
      remedy: `Install cmake (3.24 or later), or name a built ${program} with --native.`,
      cause,
    });
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function buildError(program: ProgramName, log: string): PlannerError {
  const [, what, remedy] = CAUSES.find(([pattern]) => pattern.test(log)) ?? [
    undefined,
    `the build of ${program} failed`,
    `See ${README[program]} of the repository for what it needs.`,
  ];
  const tail = log.trimEnd().split("\n").slice(-LOG_TAIL);
  return new PlannerError("E_NATIVE", [`${what}:`, ...tail.map((line) => `  ${line}`)].join("\n"), {
    remedy,
  });
}
