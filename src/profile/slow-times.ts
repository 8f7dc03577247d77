import { parsePartition } from "../cost/table/split.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";
import { kernelWork } from "../ir/work.ts";
import { type Fault, faultAt } from "./fault.ts";
import { bySize, timesOf } from "./kernel-times.ts";

/** Even an empty kernel takes a few µs, and a collective waits for the other GPUs. */
const LAUNCH_US = 10;

/**
 * Kernels take up to 4.3 times the roofline of the profile's own ceilings plus a launch. Far above
 * that, their unit is wrong.
 */
const MOST_TIMES = 40;

type Kernel = Profile["kernels"][number];

/** Times that are far longer than the ceilings of the same profile explain. */
export function* slowTimeFaults(profile: Profile): Generator<Fault> {
  const { kernels, gpu } = profile;
  for (const [index, kernel] of kernels.entries()) {
    const wholeUs = bySize((size) => rooflineUs(profile, kernel, size));
    for (const { keys, side, size, us } of timesOf(kernel)) {
      const { smCount } = parsePartition(side, gpu.smCount);
      const leastUs = (wholeUs(size) * gpu.smCount) / smCount;
      if (us <= MOST_TIMES * (leastUs + LAUNCH_US)) continue;
      const what = `is ${us} µs, but the ceilings of this profile give ${leastUs.toPrecision(3)} µs`;
      yield faultAt(
        ["kernels", index, ...keys],
        `${what}: times are in µs, ceilings in FLOP/s and bytes/s`,
      );
    }
  }
}

/** On the whole GPU. */
function rooflineUs({ ceilings }: Profile, kernel: Kernel, size: KernelSize): number {
  const { flops, memoryBytes, networkBytes } = kernelWork(kernel, size);
  const { gemmFlopsPerSecond, copyBytesPerSecond, networkBytesPerSecond } = ceilings;
  const seconds = Math.max(
    // Products in FP8 take less, which a bound this wide need not tell.
    flops / gemmFlopsPerSecond,
    memoryBytes / copyBytesPerSecond,
    networkBytes / (networkBytesPerSecond ?? Number.POSITIVE_INFINITY),
  );
  return seconds * 1e6;
}
