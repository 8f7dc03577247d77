import { execFile } from "node:child_process";

const PATIENCE_MS = 2000;
/** A driver renews its figure more often than that, but no dashboard asks more often. */
const FRESH_MS = 1000;

/**
 * The same for whoever asks: one nvidia-smi at a time, and one a second.
 *
 * @param ask gives the power, W
 */
export function sharedPower(
  ask: () => Promise<number | undefined>,
): () => Promise<number | undefined> {
  let shared: Promise<number | undefined> | undefined;
  let endedMs: number | undefined;
  return () => {
    const isFresh = endedMs === undefined || performance.now() - endedMs < FRESH_MS;
    if (shared !== undefined && isFresh) return shared;
    endedMs = undefined;
    shared = ask().finally(() => {
      endedMs = performance.now();
    });
    return shared;
  };
}

/**
 * Power that GPUs draw together now, W, as nvidia-smi says; undefined where it does not say of all.
 *
 * @param uuids of the GPUs, as their driver writes them
 */
export function gpuPowerWatts(
  uuids: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number | undefined> {
  const args = [
    `--id=${uuids.join(",")}`,
    "--query-gpu=power.draw",
    "--format=csv,noheader,nounits",
  ];
  return new Promise((resolve) => {
    execFile("nvidia-smi", args, { env, timeout: PATIENCE_MS }, (error, stdout) => {
      const watts = stdout.trim().split("\n").map(Number.parseFloat);
      const told = error === null && watts.length === uuids.length && watts.every(Number.isFinite);
      resolve(told ? watts.reduce((sum, each) => sum + each) : undefined);
    });
  });
}
