import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";

/** SMs of the first GPU. */
export async function smCountOf(binary: string, signal: AbortSignal): Promise<number> {
  const { executor, hello } = await ExecutorProcess.start({ binary, devices: [0], signal });
  await executor.close();
  return hello.devices[0].smCount;
}
