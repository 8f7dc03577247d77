import { PlannerError } from "../../errors.ts";

/** First line of the native profiler: the GPU, the software, and the partitions it can make. */
export interface Hello {
  gpu: string;
  uuid: string;
  smCount: number;
  computeCapability: string;
  memoryBytes: number;
  l2Bytes: number;
  /** Null when the board does not tell. */
  powerLimitW: number | null;
  driverVersion: string;
  cudaRuntimeVersion: string;
  cublasLtVersion: string;
  ncclVersion: string | null;
  boostClockMhz: number;
  splits: readonly { groupSms: number; remainderSms: number }[];
  /** Implementations of the kinds of kernels that have several and are not swept. */
  implementations: Readonly<Record<string, readonly string[]>>;
  /** Other programs on the GPU; null when it cannot be told. */
  otherProcesses: readonly { pid: number; name: string }[] | null;
}

/** Answer to one job; which of the figures are there depends on the job. */
export interface Answer {
  status: "ok" | "error" | "unsupported" | "failed";
  message?: string;
  results?: readonly SweepResult[];
  medianUs?: number;
  spread?: number;
  samples?: number;
  clockMhz?: number;
  powerW?: number;
  energyMj?: number;
  throttleNames?: readonly string[];
  bytesPerSecond?: number;
  /** Of a check: norm of the difference from the reference over the reference's. */
  relativeError?: number;
  /** Of a sweep: what cuBLASLt itself would choose. */
  default?: string;
  aUs?: number;
  bUs?: number;
  aAloneUs?: number;
  bAloneUs?: number;
  aSamples?: number;
  bSamples?: number;
}

/** An implementation of a sweep, the fastest first; without figures where it failed. */
export interface SweepResult {
  impl: string;
  medianUs?: number;
  spread?: number;
  samples?: number;
  clockMhz?: number;
}

/** What to do about the fatal lines that have a cause of their own. */
const FATAL_REMEDIES: Readonly<Record<string, string>> = {
  NO_GPU: "Run on a machine with an NVIDIA GPU and its driver; `nvidia-smi` must list it.",
  DRIVER_TOO_OLD:
    "Install a driver that knows the CUDA version of your toolkit: `nvidia-smi` shows the latest that the present one knows, `nvcc --version` the toolkit's.",
  UNSUPPORTED_COMPUTE_CAPABILITY:
    "Profile on a GPU of compute capability 8.0 or later; --device chooses among several.",
  OUT_OF_MEMORY:
    "Free memory on the GPU (`nvidia-smi` lists the programs that hold it), or choose another GPU with --device.",
};

/**
 * @throws PlannerError `E_NATIVE` when the line is not a JSON object
 */
export function parseLine(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw unreadable(line, cause);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw unreadable(line);
}

/**
 * @throws PlannerError `E_NATIVE` when a figure that every profile needs is missing
 */
export function helloOf(value: Record<string, unknown>): Hello {
  for (const key of ["smCount", "memoryBytes", "boostClockMhz"]) {
    if (!(Number(value[key]) > 0))
      throw new PlannerError("E_NATIVE", `native-profiler's greeting lacks \`${key}\``, {
        remedy: "Build the native-profiler of this version; see native-profiler/README.md.",
      });
  }
  return {
    ...(value as unknown as Hello),
    powerLimitW: Number(value.powerLimitW) > 0 ? Number(value.powerLimitW) : null,
    splits: Array.isArray(value.splits) ? value.splits : [],
    implementations: (value.implementations ?? {}) as Hello["implementations"],
    otherProcesses: Array.isArray(value.otherProcesses) ? value.otherProcesses : null,
  };
}

/** Other programs on the GPU in words. */
export function programsText(programs: NonNullable<Hello["otherProcesses"]>): string {
  return programs.map(({ pid, name }) => `${name} (process ${pid})`).join(", ");
}

/** Error for a `fatal` line. */
export function fatalError(value: Record<string, unknown>): PlannerError {
  const message = `native-profiler: ${String(value.message ?? "fatal error")}`;
  const code = String(value.code);
  const remedy = FATAL_REMEDIES[code] ?? "Run again with --resume.";
  return new PlannerError(NO_GPU_CODES.includes(code) ? "E_NO_GPU" : "E_NATIVE", message, {
    remedy,
  });
}

/** Codes that mean that no GPU here can be worked with; others may pass. */
const NO_GPU_CODES = ["NO_GPU", "DRIVER_TOO_OLD", "UNSUPPORTED_COMPUTE_CAPABILITY"];

function unreadable(line: string, cause?: unknown): PlannerError {
  const shown = line.length > 200 ? `${line.slice(0, 200)}...` : line;
  return new PlannerError("E_NATIVE", `native-profiler wrote what is no answer: ${shown}`, {
    remedy: "Build the native-profiler of this version; see native-profiler/README.md.",
    cause,
  });
}
