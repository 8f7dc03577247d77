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
  /** Null when it cannot be told. */
  otherProcesses: number | null;
}

/** Answer to one job; which of the figures are there depends on the job. */
export interface Answer {
  status: "ok" | "error" | "unsupported";
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

/** Codes of fatal lines that mean that there is no GPU to work with; others may pass. */
const NO_GPU_CODES = ["NO_GPU", "DRIVER_TOO_OLD", "UNSUPPORTED_COMPUTE_CAPABILITY"];

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
  };
}

/** Error for a `fatal` line. */
export function fatalError(value: Record<string, unknown>): PlannerError {
  const message = `native-profiler: ${String(value.message ?? "fatal error")}`;
  return NO_GPU_CODES.includes(String(value.code))
    ? new PlannerError("E_NO_GPU", message, {
        remedy: "Run on a machine with an NVIDIA GPU and its driver; `nvidia-smi` must list it.",
      })
    : new PlannerError("E_NATIVE", message, { remedy: "Run again with --resume." });
}

function unreadable(line: string, cause?: unknown): PlannerError {
  const shown = line.length > 200 ? `${line.slice(0, 200)}...` : line;
  return new PlannerError("E_NATIVE", `native-profiler wrote what is no answer: ${shown}`, {
    remedy: "Build the native-profiler of this version; see native-profiler/README.md.",
    cause,
  });
}
