import { execFile } from "node:child_process";

const PATIENCE_MS = 2000;

/**
 * Power that a GPU draws now, W, as nvidia-smi says; undefined where it does not say.
 *
 * @param uuid of the GPU, as its driver writes it
 */
export function gpuPowerWatts(
  uuid: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number | undefined> {
  const args = [`--id=${uuid}`, "--query-gpu=power.draw", "--format=csv,noheader,nounits"];
  return new Promise((resolve) => {
    execFile("nvidia-smi", args, { env, timeout: PATIENCE_MS }, (error, stdout) => {
      const watts = Number.parseFloat(stdout);
      resolve(error === null && Number.isFinite(watts) ? watts : undefined);
    });
  });
}
