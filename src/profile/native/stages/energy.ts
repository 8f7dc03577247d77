import type { Campaign } from "../campaign.ts";
import type { Findings } from "../findings.ts";
import { mixSizes, sustainedSizes } from "../grids.ts";
import type { Job, JobUse } from "../job.ts";
import { type Indexed, indexed } from "./stage.ts";

/** Lengths of steady measurements, in seconds: each visit settles, then counts. */
const STEADY = {
  full: { visits: 1, settleSeconds: 0.6, seconds: 1 },
  quick: { visits: 1, settleSeconds: 0.4, seconds: 0.5 },
};
const MIX = { settleSeconds: 0.5, seconds: 1, visit: 1 };

/**
 * Every kernel back to back and with gaps, with the implementation that is fastest alone. Power
 * drifts with the temperature, which the neighbours in time decide: the second visit goes through
 * the points the other way round.
 */
export function energies(campaign: Campaign, findings: Findings): Job[] {
  const { visits, ...lengths } = STEADY[campaign.quick ? "quick" : "full"];
  const points = indexed(campaign)
    .toSorted((a, b) => Number(a.role === "small") - Number(b.role === "small"))
    .flatMap((kernel) =>
      sustainedSizes(campaign, kernel).flatMap((size): JobUse[] => {
        const implementation = findings.best(kernel.index, size);
        return implementation === undefined ? [] : [{ kernel: kernel.index, implementation, size }];
      }),
    );
  return Array.from({ length: visits }, (_, index) => index + 1).flatMap((visit) =>
    (visit % 2 === 1 ? points : points.toReversed()).flatMap((use): Job[] => [
      { type: "sustained", ...use, ...lengths, visit },
      { type: "spaced", ...use, ...lengths, visit },
    ]),
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
