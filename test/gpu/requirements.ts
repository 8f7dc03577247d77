import { spawnSync } from "node:child_process";
import { describe } from "@jest/globals";

/** What a test needs of its machine, and why it is not there; no reason where it is. */
export interface Requirement {
  reason: string | undefined;
}

const FEWEST = { torch: [2, 0], transformers: [4, 56] } as const;

const gpus = visibleGpus();
/** GPUs that a CUDA program sees; they have the numbers from 0 on. */
export const gpuCount = gpus.length;

export const aGpu: Requirement = {
  reason: gpuCount > 0 ? undefined : "nvidia-smi lists no GPU, or CUDA_VISIBLE_DEVICES hides it",
};
export const twoGpus: Requirement = {
  reason: gpuCount > 1 ? undefined : `two GPUs are needed, and there are ${gpuCount}`,
};
export const aBuild: Requirement = {
  reason: runs(process.env.CUDACXX ?? "nvcc")
    ? runs("cmake")
      ? undefined
      : "cmake was not found"
    : "nvcc was not found",
};
export const transformers: Requirement = { reason: oldOrMissingPackage() };
export const computeSanitizer: Requirement = {
  reason: runs("compute-sanitizer") ? undefined : "compute-sanitizer was not found",
};

/**
 * `describe`, or `describe.skip` with what the machine lacks in its title. Says it on standard
 * error too: jest does not show the names of a file in which everything is skipped.
 */
export function describeWith(
  title: string,
  requirements: readonly Requirement[],
  tests: () => void,
): void {
  const reasons = requirements.flatMap(({ reason }) => reason ?? []);
  if (reasons.length === 0) {
    describe(title, tests);
    return;
  }
  const skipped = `${title} (skipped: ${reasons.join(", ")})`;
  process.stderr.write(`test/gpu: ${skipped}\n`);
  describe.skip(skipped, tests);
}

function visibleGpus(): string[] {
  const { status, stdout } = spawnSync("nvidia-smi", ["-L"], { encoding: "utf8" });
  const listed = status === 0 ? stdout.split("\n").filter((line) => line.startsWith("GPU ")) : [];
  const visible = process.env.CUDA_VISIBLE_DEVICES;
  return visible === undefined
    ? listed
    : visible.split(",").filter(Boolean).slice(0, listed.length);
}

function runs(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** Looks up versions only: to import both takes many seconds. */
function oldOrMissingPackage(): string | undefined {
  for (const [name, [major, minor]] of Object.entries(FEWEST)) {
    const script = `from importlib.metadata import version; print(version("${name}"))`;
    const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
    if (status !== 0) return `python3 has no ${name}`;
    const [foundMajor = 0, foundMinor = 0] = stdout.split(".").map(Number);
    if (foundMajor < major || (foundMajor === major && foundMinor < minor))
      return `python3 has ${name} ${stdout.trim()}, ${major}.${minor} is needed`;
  }
  return undefined;
}
