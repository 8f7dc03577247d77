import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildNativeProfiler } from "../native/build.ts";
import { requireGpu } from "../native/require-gpu.ts";
import { SHIPPED_FOLDER } from "../profile/shipped.ts";
import type { SessionFile } from "../store/session-file.ts";
import { readStore } from "../store/store-folder.ts";
import {
  type LibraryOptions,
  type LibraryRequest,
  type LibraryResult,
  profileLibrary,
} from "./library/profile-library.ts";
import type { RunIo } from "./run-profile.ts";

export interface RunLibraryOptions extends Omit<LibraryOptions, "binary"> {
  /** A native-profiler that was built already. */
  native?: string;
}

/**
 * Builds the native profiler if need be, and measures with it what the store of this GPU lacks: the
 * store below the current folder, or the one that came with the package.
 *
 * @throws PlannerError as `requireGpu`, `buildNativeProfiler` and `profileLibrary`
 */
export async function runLibrary(
  request: LibraryRequest,
  { native, ...options }: RunLibraryOptions,
  io: RunIo,
): Promise<LibraryResult> {
  const measures = options.assemble === undefined;
  if (measures && native === undefined) requireGpu(io.env);
  const binary = measures ? (native ?? (await buildNativeProfiler(io))) : undefined;
  return profileLibrary(
    request,
    { ...options, ...(binary !== undefined && { binary }) },
    { ...io, readStore: storeOf },
  );
}

function storeOf(gpuId: string): readonly SessionFile[] {
  const folder = [join("profiles", gpuId), join(SHIPPED_FOLDER, gpuId)].find((path) =>
    existsSync(path),
  );
  return folder === undefined ? [] : readStore(folder);
}
