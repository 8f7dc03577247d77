import type { Campaign } from "../campaign.ts";
import type { Findings } from "../findings.ts";
import { sustainedSizes } from "../grids.ts";
import { mixSizes } from "../held-out-grids.ts";
import type { Job, JobUse } from "../job.ts";
import { type Indexed, indexed } from "./stage.ts";

/** Lengths of steady measurements, in seconds: each visit settles, then counts. */
const STEADY = {
  full: { visits: 1, settleSeconds: 0.6, seconds: 1 },
  quick: { visits: 1, settleSeconds: 0.4, seconds: 0.5 },
};
/** Share of the boost clock from which on a kernel counts as having kept it. */
const KEEPS_CLOCK = 0.98;
const MIX = { settleSeconds: 0.5, seconds: 1, visit: 1 };

/**
 * Every kernel back to back, with the implementation that is fastest alone. Power drifts with the
 * temperature, which the neighbours in time decide: a second visit goes the other way round.
 */
export function sustained(campaign: Campaign, findings: Findings): Job[] {
  const points = indexed(campaign)
    .toSorted((a, b) => Number(a.role === "small") - Number(b.role === "small"))
    .flatMap((kernel) =>
      sustainedSizes(campaign, kernel).flatMap((size): JobUse[] => {
        const implementation = findings.best(kernel.index, size);
        return implementation === undefined ? [] : [{ kernel: kernel.index, implementation, size }];
      }),
    );
  return visits(campaign, "sustained", points);
}

/** The same with gaps, at boost clock, of what lost the boost clock back to back. */
export function spaced(campaign: Campaign, findings: Findings): Job[] {
  const points = findings
    .sustainedClocks()
    .filter(({ clockMhz }) => clockMhz < KEEPS_CLOCK * campaign.boostClockMhz)
    .map(({ use }) => use);
  return visits(campaign, "spaced", points);
}

function visits(
  campaign: Campaign,
  type: "sustained" | "spaced",
  points: readonly JobUse[],
): Job[] {
  const { visits: count, ...lengths } = STEADY[campaign.quick ? "quick" : "full"];
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((visit) =>
    (visit % 2 === 1 ? points : points.toReversed()).map(
      ({ kernel, implementation, size }): Job => ({
        ...{ type, kernel, implementation, size },
        ...{ ...lengths, visit },
      }),
    ),
  );
}

/** Layers without overlap, back to back: what the model of power and clocks is judged by. */
export function mixes(campaign: Campaign, findings: Findings): Job[] {
  const layer = indexed(campaign).filter(({ role }) => role !== "once");
  const matters: [name: string, of: (kernel: Indexed) => boolean][] = [
    ["a layer", () => true],
    ["the matrix products of a layer", ({ role }) => role === "gemm"],
    ["all but the matrix products of a layer", ({ role }) => role !== "gemm"],
  ];
  return mixSizes(campaign).flatMap((tokens) =>
    matters.flatMap(([name, belongs]): Job[] => {
      const parts = layer.filter(belongs).flatMap((kernel): JobUse[] => {
        const size = sustainedSizes(campaign, kernel, [tokens])[0];
        const implementation = size && findings.best(kernel.index, size);
        return size === undefined || implementation === undefined
          ? []
          : [{ kernel: kernel.index, implementation, size }];
      });
      return parts.length < 2
        ? []
        : [{ type: "mix", name: `${name} of ${tokens} tokens`, parts, ...MIX }];
    }),
  );
}
