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
  /** Mean of the chip over a steady measurement; null where the card does not tell. */
  temperatureC?: number | null;
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
  /** Samples that were taken again, since the host was late; left out when there is none. */
  lateSamples?: number;
}

/** An implementation of a sweep, the fastest first; without figures where it failed. */
export interface SweepResult {
  impl: string;
  medianUs?: number;
  spread?: number;
  samples?: number;
  clockMhz?: number;
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

/** What answers say of samples that were thrown away; undefined when none was. */
export function lateSamplesText(answers: readonly Answer[]): string | undefined {
  const late = answers.reduce((sum, { lateSamples = 0 }) => sum + lateSamples, 0);
  if (late === 0) return undefined;
  const were = late === 1 ? "1 sample was" : `${late} samples were`;
  return `${were} thrown away and taken again: this machine took over 200 ms to give the GPU its work. Keep its CPU cores free for a profile to keep.`;
}
