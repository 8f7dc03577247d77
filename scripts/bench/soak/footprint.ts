import { readdirSync, readFileSync } from "node:fs";
import type { CudaServingEngine } from "../../../src/engine/cuda/serving-engine.ts";
import { gpuMemoryMib } from "../../../src/native/gpu-readings.ts";

/** What a soak's processes hold now; undefined where there is none, or nobody says. */
export interface Footprint {
  /** Resident memory of this process. */
  memoryMb: number | undefined;
  openFiles: number | undefined;
  /** Of native-executor. */
  executorMemoryMb: number | undefined;
  executorOpenFiles: number | undefined;
  executorThreads: number | undefined;
  /** Of the whole cards, as nvidia-smi says. */
  gpuMemoryMib: number | undefined;
}

/** @param cuda what serves, where that is not simulated */
export async function footprint(
  cuda: Pick<CudaServingEngine, "pid" | "hello"> | undefined,
): Promise<Footprint> {
  const own = heldBy("self");
  const executor = cuda?.pid === undefined ? undefined : heldBy(cuda.pid);
  const uuids = cuda?.hello.devices.map(({ uuid }) => uuid);
  return {
    memoryMb: own?.memoryMb,
    openFiles: own?.openFiles,
    executorMemoryMb: executor?.memoryMb,
    executorOpenFiles: executor?.openFiles,
    executorThreads: executor?.threads,
    gpuMemoryMib: uuids && (await gpuMemoryMib(uuids, process.env)),
  };
}

interface Held {
  memoryMb: number;
  openFiles: number;
  threads: number;
}

/** Undefined where the process has gone. */
function heldBy(process: number | "self"): Held | undefined {
  try {
    const status = readFileSync(`/proc/${process}/status`, "utf8");
    const number = (name: string) =>
      Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)?.[1]);
    return {
      memoryMb: (number("VmRSS") * 1024) / 1e6,
      openFiles: readdirSync(`/proc/${process}/fd`).length,
      threads: number("Threads"),
    };
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
