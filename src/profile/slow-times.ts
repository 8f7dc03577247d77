import { parsePartition } from "../cost/table/split.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";
import { kernelWork } from "../ir/work.ts";
import { type Fault, faultAt } from "./fault.ts";
import { bySize, wrongTimes } from "./kernel-times.ts";

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
  const smsOf = partitionSizes(gpu.smCount);
  for (const [index, kernel] of kernels.entries()) {
    const wholeUs = bySize((size) => rooflineUs(profile, kernel, size));
    const leastUs = (tokens: number, context: number, side: string) =>
      (wholeUs(tokens, context) * gpu.smCount) / smsOf(side);
    const wrong = wrongTimes(
      kernel,
      (us, ...where) => us > MOST_TIMES * (leastUs(...where) + LAUNCH_US),
    );
    for (const { keys, side, size, us } of wrong) {
      const least = leastUs(size.tokens, size.context, side);
      const what = `is ${us} µs, but the ceilings of this profile give ${least.toPrecision(3)} µs`;
      yield faultAt(
        ["kernels", index, ...keys],
        `${what}: times are in µs, ceilings in FLOP/s and bytes/s`,
      );
    }
  }
}

/** SMs of a partition by its key, each key read once. */
function partitionSizes(gpuSms: number): (key: string) => number {
  const known = new Map<string, number>();
  return (key) => {
    const smCount = known.get(key) ?? parsePartition(key, gpuSms).smCount;
    known.set(key, smCount);
    return smCount;
  };
}

/** On the whole GPU. */
function rooflineUs({ ceilings }: Profile, kernel: Kernel, size: KernelSize): number {
  const { flops, memoryBytes, networkBytes } = kernelWork(kernel, size);
  const { gemmFlopsPerSecond, copyBytesPerSecond, networkBytesPerSecond } = ceilings;
  const seconds = Math.max(
    flops / gemmFlopsPerSecond,
    memoryBytes / copyBytesPerSecond,
    networkBytes / (networkBytesPerSecond ?? Number.POSITIVE_INFINITY),
  );
  return seconds * 1e6;
}
