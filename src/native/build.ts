import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { PlannerError } from "../errors.ts";

export interface BuildOptions {
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  /** Told what is being done, once it is known that a build is needed. */
  note(line: string): void;
  /** Folder with the sources of all native programs; the package's own by default. */
  root?: string;
}

const PACKAGE_ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Folders that a program is built from; its own is called after it. */
const SOURCE_FOLDERS = {
  "native-profiler": ["native-profiler", "native-common", "native-kernels"],
  "native-executor": ["native-executor", "native-common", "native-kernels"],
} as const;
export type NativeProgram = keyof typeof SOURCE_FOLDERS;
const README: Record<NativeProgram, string> = {
  "native-profiler": "native-profiler/README.md",
  "native-executor": "docs/executor.md",
};
const PLACE_VARIABLES = ["CUDACXX", "CUBLAS_ROOT", "NCCL_ROOT"];
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
 * @throws PlannerError `E_NATIVE` with the cause and the end of the log; `E_INTERRUPTED`
 */
export async function buildNative(program: NativeProgram, options: BuildOptions): Promise<string> {
  const root = options.root ?? PACKAGE_ROOT;
  const sources = SOURCE_FOLDERS[program].flatMap((name) => filesBelow(program, join(root, name)));
  const folder = join(
    cacheFolder(root, options.env),
    `${program}-${hashOf(root, sources, options.env)}`,
  );
  const binary = join(folder, program);
  if (existsSync(binary)) return binary;

  const work = `${folder}.${process.pid}`;
  options.note(`Building ${program} in ${folder} (once per version).`);
  try {
    mkdirSync(work, { recursive: true });
  } catch (cause) {
    throw new PlannerError("E_UNWRITABLE", `cannot make ${work}: ${(cause as Error).message}`, {
      remedy: "Set XDG_CACHE_HOME to a folder that can be written.",
      cause,
    });
  }
  const source = join(root, program);
  try {
    await runTool(program, ["-S", source, "-B", work, "-DCMAKE_BUILD_TYPE=Release"], options);
    await runTool(program, ["--build", work, "--parallel", "--target", program], options);
    // Under its final name only when it is whole; another run may have been faster.
    if (!existsSync(binary)) renameSync(work, folder);
    return binary;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** `.build/` of the package where it can be written, as in a clone; else the user's cache. */
function cacheFolder(root: string, env: BuildOptions["env"]): string {
  try {
    accessSync(root, constants.W_OK);
    return join(root, ".build");
  } catch {
    return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nanoflow-plan");
  }
}

/** Of the sources, and of where the libraries were said to be. */
function hashOf(root: string, sources: readonly string[], env: BuildOptions["env"]): string {
  const hash = createHash("sha256");
  for (const name of PLACE_VARIABLES) hash.update(`${name}=${env[name] ?? ""}\0`);
  for (const file of sources) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(program: NativeProgram, folder: string): string[] {
  if (!existsSync(folder))
    throw new PlannerError("E_NATIVE", `the sources of ${program} are missing: ${folder}`, {
      remedy: "Install the package again, or name a built program with --native.",
    });
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(program, path) : [path];
    });
}

/** Runs cmake for a program. */
async function runTool(
  program: NativeProgram,
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

function buildError(program: NativeProgram, log: string): PlannerError {
  const [, what, remedy] = CAUSES.find(([pattern]) => pattern.test(log)) ?? [
    undefined,
    `the build of ${program} failed`,
    `See ${README[program]} for what it needs.`,
  ];
  const tail = log.trimEnd().split("\n").slice(-LOG_TAIL);
  return new PlannerError("E_NATIVE", [`${what}:`, ...tail.map((line) => `  ${line}`)].join("\n"), {
    remedy,
  });
}
