import type { Profile } from "../generated/profile.ts";
import { kernelWork } from "../ir/work.ts";
import { type Fault, faultAt } from "./fault.ts";
import { gpuIdOf } from "./gpu-id.ts";

/**
 * Dense bf16 operations of an SM in a clock, with fp32 accumulation, by compute capability: peak of
 * the datasheet over SMs and boost clock (A100 312 TFLOP/s, H100 SXM 989, B200 2250, L40S 362).
 */
const FLOPS_PER_SM_CLOCK: Readonly<Record<string, number>> = {
  "8.0": 2048,
  "8.6": 1024,
  "8.9": 1024,
  "9.0": 4096,
  "10.0": 8192,
  "10.3": 8192,
  "12.0": 1024,
};

interface Card {
  /** SMs and the highest clock in MHz. */
  smCount: number;
  clockMhz: number;
  computeCapability: string;
  bytesPerSecond: number;
  /** To the other GPUs, one way, by NVLink 3 or 4. */
  linkBytesPerSecond?: number;
}

/** By the datasheets. */
const CARDS: Readonly<Record<string, Card>> = {
  "a100-pcie": card("8.0", 108, 1410, 1.935e12),
  "a100-sxm": card("8.0", 108, 1410, 2.039e12, 3e11),
  "h100-nvl": card("9.0", 132, 1980, 3.938e12),
  "h100-pcie": card("9.0", 114, 1980, 2.039e12),
  "h100-sxm": card("9.0", 132, 1980, 3.352e12, 4.5e11),
  "h200-nvl": card("9.0", 132, 1980, 4.8e12, 4.5e11),
  "h200-sxm": card("9.0", 132, 1980, 4.8e12, 4.5e11),
};

function card(
  computeCapability: string,
  smCount: number,
  clockMhz: number,
  bytesPerSecond: number,
  linkBytesPerSecond?: number,
): Card {
  const links = linkBytesPerSecond === undefined ? {} : { linkBytesPerSecond };
  return { computeCapability, smCount, clockMhz, bytesPerSecond, ...links };
}

/** No GPU so far has a larger cache. */
const MOST_CACHE_BYTES = 192 * 2 ** 20;

/** Clocks read a little above what is stated, and timers err by as much. */
const TOLERANCE = 1.05;

interface Peaks {
  flopsPerSecond: number;
  bytesPerSecond: number;
  linkBytesPerSecond: number;
}

type Gpu = Profile["gpu"];

/** Times and ceilings that no GPU of this kind can reach. What is not known of a GPU bounds nothing. */
export function* ceilingFaults({ gpu, ceilings, kernels }: Profile): Generator<Fault> {
  yield* nameFaults(gpu);
  const peaks = peaksOf(gpu);
  const stated = [
    ["gemmFlopsPerSecond", ceilings.gemmFlopsPerSecond, peaks.flopsPerSecond],
    ["sustainedGemmFlopsPerSecond", ceilings.sustainedGemmFlopsPerSecond, peaks.flopsPerSecond],
    ["copyBytesPerSecond", ceilings.copyBytesPerSecond, peaks.bytesPerSecond],
    ["networkBytesPerSecond", ceilings.networkBytesPerSecond, 2 * peaks.linkBytesPerSecond],
  ] as const;
  for (const [key, value, peak] of stated)
    if ((value ?? 0) > TOLERANCE * peak)
      yield faultAt(["ceilings", key], `is ${value}, but ${gpu.id} reaches ${peak.toPrecision(3)}`);

  for (const [index, kernel] of kernels.entries()) {
    const path = ["kernels", index];
    for (const key of ["solo", "heldOut"] as const)
      for (const [at, [, , tokens, context, us]] of (kernel[key] ?? []).entries())
        yield* timeFaults([...path, key, at, 4], kernel, { tokens, context }, us, gpu, peaks);
    for (const [at, [, tokens, context, us]] of kernel.sustained.entries())
      yield* timeFaults([...path, "sustained", at, 3], kernel, { tokens, context }, us, gpu, peaks);
  }
}

/** Two known cards cannot be one: ceilings of the wrong one would bound nothing. */
function* nameFaults({ id, name }: Gpu): Generator<Fault> {
  const named = gpuIdOf(name);
  if (named === id || CARDS[id] === undefined || CARDS[named] === undefined) return;
  yield faultAt(["gpu", "id"], `is ${id}, but the driver's name for it is that of ${named}`);
}

function* timeFaults(
  keys: (string | number)[],
  kernel: Profile["kernels"][number],
  size: { tokens: number; context: number },
  us: number,
  gpu: Gpu,
  peaks: Peaks,
): Generator<Fault> {
  const { flops, memoryBytes, networkBytes } = kernelWork(kernel, size);
  // What the cache holds may be there before, and stay there after.
  const memory = Math.max(0, memoryBytes - Math.min(gpu.l2Bytes, MOST_CACHE_BYTES));
  // Switches that add save up to half of what is sent.
  const bounds = [
    ["arithmetic", flops / peaks.flopsPerSecond],
    ["memory", memory / peaks.bytesPerSecond],
    ["links", networkBytes / 2 / peaks.linkBytesPerSecond],
  ] as const;
  for (const [what, seconds] of bounds) {
    const leastUs = seconds * 1e6;
    if (us * TOLERANCE >= leastUs) continue;
    yield faultAt(
      keys,
      `is ${us} µs, but the ${what} of ${gpu.id} takes at least ${leastUs.toPrecision(3)} µs for it`,
    );
    return;
  }
}

/** What the profile says of its GPU counts only where the card is not known. */
function peaksOf(gpu: Gpu): Peaks {
  const known = CARDS[gpu.id] ?? CARDS[gpuIdOf(gpu.name)];
  const { computeCapability, smCount, clockMhz } = known ?? { ...gpu, clockMhz: gpu.boostClockMhz };
  const perClock = FLOPS_PER_SM_CLOCK[computeCapability] ?? Number.POSITIVE_INFINITY;
  return {
    flopsPerSecond: perClock * smCount * clockMhz * 1e6,
    bytesPerSecond: known?.bytesPerSecond ?? Number.POSITIVE_INFINITY,
    linkBytesPerSecond: known?.linkBytesPerSecond ?? Number.POSITIVE_INFINITY,
  };
}
