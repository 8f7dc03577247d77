import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { remedyOf } from "./native-program.ts";

/** In /dev: of the driver for cards, of those for Jetson, and of Windows under its Linux. */
const DEVICES = ["nvidiactl", "nvhost-ctrl-gpu", "nvgpu", "dxg"];
const PATIENCE_MS = 20_000;

/**
 * Finds out before a build of minutes whether it can be of use. Where a driver is there but does not
 * work, the native program itself says more.
 *
 * @param deviceFolder where the driver's devices would lie
 * @throws PlannerError `E_NO_GPU` when nothing here looks like an NVIDIA GPU, or all are hidden
 */
export function requireGpu(
  env: Readonly<Record<string, string | undefined>>,
  deviceFolder = "/dev",
): void {
  if (["", "-1"].includes(env.CUDA_VISIBLE_DEVICES ?? "0"))
    throw new PlannerError("E_NO_GPU", "CUDA_VISIBLE_DEVICES hides every GPU", {
      remedy: "Unset CUDA_VISIBLE_DEVICES, or name a GPU in it.",
    });
  if (DEVICES.some((name) => existsSync(join(deviceFolder, name))) || smiListsGpu(env)) return;
  const remedy = remedyOf("NO_GPU");
  throw new PlannerError("E_NO_GPU", "no NVIDIA GPU on this machine", remedy ? { remedy } : {});
}

function smiListsGpu(env: Readonly<Record<string, string | undefined>>): boolean {
  const { status, stdout } = spawnSync("nvidia-smi", ["-L"], {
    env,
    encoding: "utf8",
    timeout: PATIENCE_MS,
  });
  return status === 0 && /^GPU \d/m.test(stdout);
}
