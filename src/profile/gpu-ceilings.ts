import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";
import { kernelWork } from "../ir/work.ts";
import { measuredCard } from "./cards.ts";
import { type Fault, faultAt } from "./fault.ts";
import { bySize, wrongTimes } from "./kernel-times.ts";

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

/** Ceilings and times that no GPU of this kind can have. What is not known of a GPU bounds nothing. */
export function* ceilingFaults(profile: Profile): Generator<Fault> {
  const { gpu, kernels } = profile;
  const peaks = peaksOf(gpu);
  yield* statedFaults(profile, peaks);
  for (const [index, kernel] of kernels.entries()) {
    const isBelow = (us: number) => (least: LeastTime) => us * TOLERANCE < least.leastUs;
    const leastOfAny = bySize((size) =>
      Math.max(...leastTimes(kernel, size, gpu, peaks).map(({ leastUs }) => leastUs)),
    );
    const wrong = wrongTimes(
      kernel,
      (us, tokens, context) => us * TOLERANCE < leastOfAny(tokens, context),
    );
    for (const { keys, size, us } of wrong) {
      const broken = leastTimes(kernel, size, gpu, peaks).find(isBelow(us));
      if (broken === undefined) continue;
      const { what, leastUs } = broken;
      yield faultAt(
        ["kernels", index, ...keys],
        `is ${us} µs, but the ${what} of ${gpu.id} takes at least ${leastUs.toPrecision(3)} µs for it`,
      );
    }
  }
}

/** Of a peak, what any GPU reaches that was measured well: less, and the unit is wrong. */
const LEAST_SHARE = 0.1;
/** Where the peak is not known, by so many bytes or operations a second. */
const LEAST_OF_ANY_GPU = { flops: 1e12, memory: 1e10, links: 1e8 } as const;

function* statedFaults({ gpu, ceilings }: Profile, peaks: Peaks): Generator<Fault> {
  const { flopsPerSecond, bytesPerSecond, linkBytesPerSecond } = peaks;
  const leastFlops = leastOf(flopsPerSecond, LEAST_OF_ANY_GPU.flops);
  const leastBytes = leastOf(bytesPerSecond, LEAST_OF_ANY_GPU.memory);
  const stated = [
    ["gemmFlopsPerSecond", leastFlops, flopsPerSecond],
    ["sustainedGemmFlopsPerSecond", leastFlops, flopsPerSecond],
    ["copyBytesPerSecond", leastBytes, bytesPerSecond],
    // A GPU with links may be measured without them.
    ["networkBytesPerSecond", LEAST_OF_ANY_GPU.links, 2 * linkBytesPerSecond],
  ] as const;
  for (const [key, least, peak] of stated) {
    const value = ceilings[key];
    if (value === undefined || value === null) continue;
    const keys = ["ceilings", key];
    if (value > TOLERANCE * peak)
      yield faultAt(keys, `is ${value}, but ${gpu.id} reaches ${peak.toPrecision(3)}`);
    if (value < least)
      yield faultAt(keys, `is ${value}, but ${gpu.id} reaches at least ${least.toPrecision(3)}`);
  }
  const { gemmFlopsPerSecond: burst, sustainedGemmFlopsPerSecond: sustained = 0 } = ceilings;
  if (sustained > TOLERANCE * burst)
    yield faultAt(
      ["ceilings", "sustainedGemmFlopsPerSecond"],
      `is ${sustained}, above the ${burst} of a burst`,
    );
}

function leastOf(peak: number, otherwise: number): number {
  return Number.isFinite(peak) ? LEAST_SHARE * peak : otherwise;
}

interface LeastTime {
  /** The resource. */
  what: string;
  leastUs: number;
}

/** What each resource of the GPU takes at least. */
function leastTimes(
  kernel: Profile["kernels"][number],
  size: KernelSize,
  gpu: Gpu,
  peaks: Peaks,
): LeastTime[] {
  const { memoryBytes, networkBytes } = kernelWork(kernel, size);
  // What the cache holds may be there before, and stay there after.
  const memory = Math.max(0, memoryBytes - Math.min(gpu.l2Bytes, MOST_CACHE_BYTES));
  return [
    { what: "arithmetic", leastUs: (leastFlops(kernel, size) / peaks.flopsPerSecond) * 1e6 },
    { what: "memory", leastUs: (memory / peaks.bytesPerSecond) * 1e6 },
    // Switches that add save up to half of what is sent.
    { what: "links", leastUs: (networkBytes / 2 / peaks.linkBytesPerSecond) * 1e6 },
  ];
}

/** Longest piece of a sequence that prefill attention is measured with: more tokens are several. */
const CHUNK_TOKENS = 512;

/** Prefill attention of several sequences has less work than that of one as long as all of them. */
function leastFlops(
  kernel: Profile["kernels"][number],
  size: { tokens: number; context: number },
): number {
  if (kernel.kind !== "prefill_attention" || size.tokens <= CHUNK_TOKENS)
    return kernelWork(kernel, size).flops;
  const chunk = kernelWork(kernel, { ...size, tokens: CHUNK_TOKENS });
  return (chunk.flops * size.tokens) / CHUNK_TOKENS;
}

/** What the profile says of its GPU counts only where the card is not known. */
function peaksOf(gpu: Gpu): Peaks {
  const known = measuredCard(gpu);
  const { computeCapability, smCount, clockMhz } = known ?? { ...gpu, clockMhz: gpu.boostClockMhz };
  const perClock = FLOPS_PER_SM_CLOCK[computeCapability] ?? Number.POSITIVE_INFINITY;
  return {
    flopsPerSecond: perClock * smCount * clockMhz * 1e6,
    bytesPerSecond: known?.bytesPerSecond ?? Number.POSITIVE_INFINITY,
    linkBytesPerSecond: known?.linkBytesPerSecond ?? Number.POSITIVE_INFINITY,
  };
}
