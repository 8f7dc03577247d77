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
 * Power that GPUs draw together now, W; undefined where nvidia-smi does not say of all.
 *
 * @param uuids of the GPUs, as their driver writes them
 */
export function gpuPowerWatts(uuids: readonly string[], env: Env): Promise<number | undefined> {
  return gpuSum("power.draw", uuids, env);
}

/** Memory of GPUs that programs and the driver hold now, together, MiB; undefined as above. */
export function gpuMemoryMib(uuids: readonly string[], env: Env): Promise<number | undefined> {
  return gpuSum("memory.used", uuids, env);
}

type Env = Readonly<Record<string, string | undefined>>;

function gpuSum(
  figure: "power.draw" | "memory.used",
  uuids: readonly string[],
  env: Env,
): Promise<number | undefined> {
  const args = [
    `--id=${uuids.join(",")}`,
    `--query-gpu=${figure}`,
    "--format=csv,noheader,nounits",
  ];
  return new Promise((resolve) => {
    execFile("nvidia-smi", args, { env, timeout: PATIENCE_MS }, (error, stdout) => {
      const values = stdout.trim().split("\n").map(Number.parseFloat);
      const told =
        error === null && values.length === uuids.length && values.every(Number.isFinite);
      resolve(told ? values.reduce((sum, each) => sum + each) : undefined);
    });
  });
}
