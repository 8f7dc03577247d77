import type { Size } from "../../cost/curve/interpolate.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import type { Campaign, CampaignKernel } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { coRunTokens, longSustainedSizes, sustainedSizes } from "../jobs/grids.ts";
import { mixSizes } from "../jobs/held-out-grids.ts";
import type { Job, JobUse } from "../jobs/job.ts";
import { type Indexed, present, timedAlone } from "./stage.ts";

/**
 * Lengths of steady measurements in seconds: to settle, then what counts. The power cap lets the
 * clock swing with a period of 0.8 s, so what may run into it takes longest.
 */
const STEADY = {
  full: {
    products: { settleSeconds: 0.7, seconds: 1.7 },
    others: { settleSeconds: 0.5, seconds: 1.1 },
    spaced: { settleSeconds: 0.4, seconds: 1.6 },
  },
  quick: {
    products: { settleSeconds: 0.4, seconds: 0.9 },
    others: { settleSeconds: 0.2, seconds: 0.5 },
    spaced: { settleSeconds: 0.3, seconds: 0.6 },
  },
};
/** Of a kernel the energy counts, of a mix the period: that hangs on the power that the card keeps. */
const MIXES = { settleSeconds: 2, seconds: 1.7 };
/** Tokens from which on attention keeps the GPU busy for so long a call that it may meet the cap. */
const LONG_CONTEXT = 16_384;
/** Seconds: once met, the cap takes three to be held. */
const HELD = { settleSeconds: 3, seconds: 2 };
/** Tokens at which full campaigns run kernels back to back too. */
const REFERENCE_TOKENS = 512;
/** Share of the boost clock from which on a kernel counts as having kept it. */
export const KEEPS_CLOCK = 0.98;

/** Every kernel of a layer back to back, with the implementation that is fastest alone. */
export function sustained(campaign: Campaign, findings: Findings): Job[] {
  const lengths = lengthsOf(campaign);
  return (
    timedAlone(campaign)
      .filter(({ role }) => role !== "once")
      // Of references the energy tells something where it is most of a layer's.
      .filter(({ index, role }) => !campaign.references?.has(index) || role === "gemm")
      .toSorted((a, b) => Number(a.role === "small") - Number(b.role === "small"))
      .flatMap((kernel) =>
        sizesFor(campaign, kernel).flatMap((size): Job[] => {
          const implementation = findings.best(kernel.index, size);
          if (implementation === undefined) return [];
          // Prefill attention meets the cap as products do, where the context is long.
          const isLong = size.context >= LONG_CONTEXT;
          const meetsCap = kernel.role === "gemm" || isLong;
          const { settleSeconds, seconds } = lengths[meetsCap ? "products" : "others"];
          const use = { kernel: kernel.index, implementation, size };
          return [{ type: "sustained", ...use, settleSeconds, seconds, visit: 1 }];
        }),
      )
  );
}

/** Those of a full campaign for what compares sessions, most of which are full. */
function sizesFor(campaign: Campaign, kernel: Indexed): Size[] {
  const isReference = campaign.references?.has(kernel.index) === true;
  return isReference
    ? sustainedSizes(campaign, kernel, [REFERENCE_TOKENS])
    : [...sustainedSizes(campaign, kernel), ...longSustainedSizes(campaign, kernel)];
}

/** The same with gaps, at boost clock, of what lost the boost clock back to back. */
export function spaced(campaign: Campaign, findings: Findings): Job[] {
  const lengths = lengthsOf(campaign).spaced;
  return findings
    .sustainedClocks()
    .filter(({ clockMhz }) => clockMhz < KEEPS_CLOCK * campaign.boostClockMhz)
    .map(({ use: { kernel, implementation, size } }): Job => {
      return { type: "spaced", kernel, implementation, size, ...lengths, visit: 1 };
    });
}

/**
 * Attention that keeps the boost clock alone, in turns with the heaviest product: under the cap of a
 * whole layer its voltage is lower, and so is its energy.
 */
export function capped(campaign: Campaign, findings: Findings): Job[] {
  const lengths = lengthsOf(campaign).products;
  const clocks = findings.sustainedClocks();
  const keeps = (clockMhz: number) => clockMhz >= KEEPS_CLOCK * campaign.boostClockMhz;
  const kernelOf = ({ kernel }: JobUse) => campaign.kernels[kernel];
  const [beside] = clocks
    .filter(({ use, clockMhz }) => kernelOf(use)?.role === "gemm" && !keeps(clockMhz))
    .map(({ use }) => ({ use, work: workOf(kernelOf(use)?.kernel, use.size) }))
    .toSorted((a, b) => b.work - a.work);
  if (beside === undefined) return [];
  return clocks
    .filter(({ use, clockMhz }) => isAttention(kernelOf(use)) && keeps(clockMhz))
    .map(({ use: { kernel, implementation, size } }): Job => {
      return {
        type: "capped",
        ...{ kernel, implementation, size, beside: beside.use, ...lengths, visit: 1 },
      };
    });
}

function isAttention(kernel: CampaignKernel | undefined): boolean {
  return kernel?.role === "decode" || kernel?.role === "prefill";
}

/** Multiplications of a product, in units of its own. */
function workOf(kernel: KernelUse | undefined, { tokens }: Size): number {
  const { n = 0, k = 0 } = kernel?.shape ?? {};
  return n * k * tokens;
}

function lengthsOf({ quick }: Campaign) {
  return STEADY[quick ? "quick" : "full"];
}

/**
 * A layer without overlap, for so long that the power which the card keeps at its cap can be read.
 * Of a product alone it is another: on an H100 more than any plan keeps.
 */
export function held(campaign: Campaign, findings: Findings): Job[] {
  const [tokens] = coRunTokens(campaign);
  if (tokens === undefined) return [];
  const parts = usesOf(layerOf(campaign), tokens, campaign, findings);
  return parts.length < 2 ? [] : [{ type: "held", parts, ...HELD, visit: 1 }];
}

/** Layers without overlap, back to back: what the model of power and clocks is judged by. */
export function mixes(campaign: Campaign, findings: Findings): Job[] {
  const layer = layerOf(campaign);
  // A lean campaign leaves out what the store has, so that only a part of a layer is at hand.
  const matters: [name: string, of: (kernel: Indexed) => boolean][] = [
    [campaign.lean ? "what was measured of a layer" : "a layer", () => true],
    ["the matrix products of a layer", ({ role }) => role === "gemm"],
    ["all but the matrix products of a layer", ({ role }) => role !== "gemm"],
  ];
  const chosen = campaign.quick ? matters.slice(0, 1) : matters;
  return mixSizes(campaign).flatMap((tokens) =>
    chosen.flatMap(([name, belongs]): Job[] => {
      const parts = usesOf(layer.filter(belongs), tokens, campaign, findings);
      return parts.length < 2
        ? []
        : [{ type: "mix", name: `${name} of ${tokens} tokens`, parts, ...MIXES, visit: 1 }];
    }),
  );
}

function layerOf(campaign: Campaign): Indexed[] {
  return present(campaign).filter(({ role }) => role !== "once");
}

/** Each kernel with the implementation that is fastest alone, where it was timed at that size. */
function usesOf(
  kernels: readonly Indexed[],
  tokens: number,
  campaign: Campaign,
  findings: Findings,
): JobUse[] {
  return kernels.flatMap((kernel): JobUse[] => {
    const size = sustainedSizes(campaign, kernel, [tokens])[0];
    const implementation = size && findings.best(kernel.index, size);
    return size === undefined || implementation === undefined
      ? []
      : [{ kernel: kernel.index, implementation, size }];
  });
}
