import { keepsToTarget } from "../../cost/curve/interpolate.ts";
import { type Campaign, implementationsOf } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { checkSize, coarseToFine, partSizes, referenceSizes, wholeSizes } from "../jobs/grids.ts";
import { type Job, type Place, WHOLE } from "../jobs/job.ts";
import { checkKey } from "../jobs/results.ts";
import { unevenTimes } from "../jobs/uneven-remainders.ts";
import {
  evenly,
  type Indexed,
  indexed,
  namesFor,
  placeOf,
  solo,
  splitsFor,
  sweeps,
  timedAlone,
} from "./stage.ts";

const WHOLE_TOP = 2;
const PART_TOP = { usual: 4, lean: 2 };
/** Splits on which small operations are measured; between them they follow a power law in SMs. */
const SMALL_SPLITS = 4;

/** Idle power and copy speed. */
export function basics(): Job[] {
  return [{ type: "idle" }, { type: "copy" }];
}

/** Every implementation of kernels that are not swept against a reference, before it is timed. */
export function checks(campaign: Campaign): Job[] {
  return timedAlone(campaign)
    .filter((kernel) => !sweeps(kernel))
    .flatMap((kernel) => implementationsOf(campaign, kernel).map((name) => check(kernel, name)));
}

/**
 * GEMMs that were found in sweeps, each on the smallest matrices that it was timed on: only those
 * that pass are measured further, and kept.
 */
export function checksOfGemms(campaign: Campaign, findings: Findings): Job[] {
  const smallest = new Map<string, { kernel: Indexed; name: string }>();
  for (const kernel of timedAlone(campaign).filter(sweeps)) {
    for (const name of findings.timed(kernel.index)) {
      if (findings.passed(kernel.index, name) !== undefined) continue;
      const family = checkKey(kernel.kernel, name);
      const known = smallest.get(family);
      if (known === undefined || weights(kernel) < weights(known.kernel))
        smallest.set(family, { kernel, name });
    }
  }
  return [...smallest.values()].map(({ kernel, name }) => check(kernel, name));
}

function weights({ kernel: { shape } }: Indexed): number {
  return (shape.n ?? 1) * (shape.k ?? 1) * (shape.experts ?? 1);
}

/** Every kernel on the whole GPU. */
export function alone(campaign: Campaign, findings: Findings): Job[] {
  return timedAlone(campaign).flatMap((kernel) => {
    const isReference = campaign.references?.has(kernel.index) === true;
    const sizes = (isReference ? referenceSizes : wholeSizes)(campaign, kernel);
    if (sweeps(kernel)) return sizes.map((size) => sweep(kernel, size, WHOLE, WHOLE_TOP));
    const names = namesFor(campaign, findings, kernel);
    return names.flatMap((name) => sizes.map((size) => solo(kernel, name, size)));
  });
}

/** Every kernel of a layer on its side of each split. */
export function onParts(campaign: Campaign, findings: Findings): Job[] {
  const kernels = indexed(campaign).filter(({ role }) => role !== "once");
  const partTop = PART_TOP[campaign.lean ? "lean" : "usual"];
  const smallSplits = new Set(
    // The whole GPU is the other end of the power law.
    campaign.lean ? campaign.splits.slice(0, 1) : evenly(campaign.splits, SMALL_SPLITS),
  );
  const contexts = coarseToFine(campaign.splits).flatMap((split) =>
    kernels.flatMap((kernel) => {
      if (kernel.role === "small" && !smallSplits.has(split)) return [];
      if (kernel.lane !== "compute" && !splitsFor(campaign, kernel).includes(split)) return [];
      const place = placeOf(kernel, split);
      const sizes = partSizes(campaign, kernel);
      if (sweeps(kernel)) return sizes.map((size) => sweep(kernel, size, place, partTop));
      const names = namesFor(campaign, findings, kernel, place);
      return names.flatMap((name) => sizes.map((size) => solo(kernel, name, size, place)));
    }),
  );
  return [...contexts, ...underLimits(campaign, findings)];
}

/** Once more what is slower on a larger remainder than on a smaller one, beside that one. */
export function unevenAgain(campaign: Campaign, findings: Findings): Job[] {
  return unevenTimes(findings.firstTimes(), campaign.kernels).map(
    ({ kernel, implementation, size, side, split }): Job => ({
      ...{ type: "solo", kernel, implementation, size, side },
      ...(split !== undefined && { split }),
      again: true,
    }),
  );
}

/** Under a CTA limit only kernels of the group that keep to its SMs, and those of the remainder. */
function underLimits(campaign: Campaign, findings: Findings): Job[] {
  return campaign.ctaLimits.flatMap((split) =>
    indexed(campaign)
      .filter(({ role }) => role !== "once")
      .flatMap((kernel) => {
        const place = placeOf(kernel, split);
        const sizes = partSizes(campaign, kernel);
        if (sweeps(kernel))
          return sizes
            .slice(0, 2)
            .map((size) => sweep(kernel, size, place, PART_TOP[campaign.lean ? "lean" : "usual"]));
        const differs =
          kernel.lane === "compute"
            ? keepsToTarget(kernel.kernel.kind)
            : splitsFor(campaign, kernel).includes(split);
        if (!differs) return [];
        const names = namesFor(campaign, findings, kernel, place);
        return names.flatMap((name) => sizes.map((size) => solo(kernel, name, size, place)));
      }),
  );
}

function check(kernel: Indexed, implementation: string): Job {
  return { type: "check", kernel: kernel.index, implementation, size: checkSize(kernel) };
}

function sweep(
  { index }: Indexed,
  size: { tokens: number; context: number },
  place: Place,
  top: number,
): Job {
  return { type: "sweep", kernel: index, size, top, ...place };
}
