import { parsePartition } from "../cost/table/split.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";
import { kernelWork } from "../ir/work.ts";
import { type Fault, faultAt } from "./fault.ts";

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
  const faultOf = (
    keys: Fault["keys"],
    kernel: Kernel,
    size: KernelSize,
    us: number,
    sms: number,
  ) => {
    const leastUs = rooflineUs(profile, kernel, size, sms);
    if (us <= MOST_TIMES * (leastUs + LAUNCH_US)) return [];
    const what = `is ${us} µs, but the ceilings of this profile give ${leastUs.toPrecision(3)} µs`;
    return [faultAt(keys, `${what}: times are in µs, ceilings in FLOP/s and bytes/s`)];
  };
  for (const [index, kernel] of kernels.entries()) {
    const path = ["kernels", index];
    for (const key of ["solo", "heldOut"] as const)
      for (const [at, [, side, tokens, context, us]] of (kernel[key] ?? []).entries()) {
        const { smCount } = parsePartition(side, gpu.smCount);
        yield* faultOf([...path, key, at, 4], kernel, { tokens, context }, us, smCount);
      }
    for (const [at, [, tokens, context, us]] of kernel.sustained.entries())
      yield* faultOf([...path, "sustained", at, 3], kernel, { tokens, context }, us, gpu.smCount);
  }
}

function rooflineUs({ ceilings, gpu }: Profile, kernel: Kernel, size: KernelSize, sms: number) {
  const { flops, memoryBytes, networkBytes } = kernelWork(kernel, size);
  const { gemmFlopsPerSecond, copyBytesPerSecond, networkBytesPerSecond } = ceilings;
  const seconds = Math.max(
    flops / gemmFlopsPerSecond,
    memoryBytes / copyBytesPerSecond,
    networkBytes / (networkBytesPerSecond ?? Number.POSITIVE_INFINITY),
  );
  return (seconds * 1e6 * gpu.smCount) / sms;
}
