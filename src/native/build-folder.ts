import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { PlannerError } from "../errors.ts";

/** Folders that a program is built from; its own is called after it. */
const SOURCE_FOLDERS = {
  "native-profiler": ["native-profiler", "native-common", "native-kernels"],
  "native-executor": ["native-executor", "native-common", "native-kernels"],
} as const;
export type ProgramName = keyof typeof SOURCE_FOLDERS;

type Environment = Readonly<Record<string, string | undefined>>;

const PLACE_VARIABLES = ["CUDACXX", "CUBLAS_ROOT", "NCCL_ROOT"];

/**
 * Where the build of a program lies, or will: another folder for other sources.
 *
 * @param root folder with the sources of all native programs
 * @throws PlannerError `E_NATIVE` when sources are missing
 */
export function buildFolder(program: ProgramName, root: string, env: Environment): string {
  const sources = SOURCE_FOLDERS[program].flatMap((name) => filesBelow(program, join(root, name)));
  return join(cacheFolder(root, env), `${program}-${hashOf(root, sources, env)}`);
}

/** A folder of this run's own, since another may be building the same. */
export function workFolder(folder: string): string {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    return mkdtempSync(`${folder}.`);
  } catch (cause) {
    throw unwritable(`cannot make ${folder}`, cause);
  }
}

/** Gives a build its final name, now that it is whole, unless another run was faster. */
export function publish(work: string, folder: string, binary: string): void {
  try {
    renameSync(work, folder);
  } catch (cause) {
    if (!existsSync(binary)) throw unwritable(`cannot move ${work} to ${folder}`, cause);
  }
}

/** `.build/` of the package where it can be written, as in a clone; else the user's cache. */
function cacheFolder(root: string, env: Environment): string {
  try {
    accessSync(root, constants.W_OK);
    return join(root, ".build");
  } catch {
    return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nanoflow-plan");
  }
}

/** Of the sources, and of where the libraries were said to be. */
function hashOf(root: string, sources: readonly string[], env: Environment): string {
  const hash = createHash("sha256");
  for (const name of PLACE_VARIABLES) hash.update(`${name}=${env[name] ?? ""}\0`);
  for (const file of sources) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(program: ProgramName, folder: string): string[] {
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

function unwritable(what: string, cause: unknown): PlannerError {
  return new PlannerError("E_UNWRITABLE", `${what}: ${(cause as Error).message}`, {
    remedy: "Set XDG_CACHE_HOME to a folder that can be written.",
    cause,
  });
}
