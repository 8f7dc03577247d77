import type { Mechanism, Profile } from "../generated/profile.ts";
import { CostTable } from "./cost-table.ts";
import type { Size } from "./interpolate.ts";
import { kernelKey } from "./kernel-key.ts";
import type { ProfileKernel } from "./kernel-table.ts";
import { DEFAULT_MECHANISM, splitId, WHOLE_GPU } from "./split.ts";

/** What a profile says in short. */
export interface ProfileSummary {
  ceilings: Profile["ceilings"];
  power: Profile["power"];
  pairs: PairSummary[];
  holdOut: NonNullable<Profile["holdOut"]>;
  spread: { median: number; p95: number };
  leftOut: string[];
}

/** The best that two kernels do together. */
export interface PairSummary {
  group: string;
  remainder: string;
  /**
   * Rates of both in company, each over its speed alone on the whole GPU: 2 would be free overlap,
   * 1 is no gain.
   */
  rateSum: number;
  groupSms: number;
  mechanism: Mechanism;
  /** Implementation of the group's kernel in this pair. */
  implementation: string;
  /** The one that is fastest alone on the whole GPU at that size. */
  fastestAlone: string;
}

export function summarise(profile: Profile): ProfileSummary {
  const { ceilings, power, provenance, leftOut } = profile;
  const { medianSpread = 0, p95Spread = 0 } = provenance;
  return {
    ceilings,
    power,
    pairs: pairSummaries(profile),
    holdOut: profile.holdOut ?? [],
    spread: { median: medianSpread, p95: p95Spread },
    leftOut,
  };
}

function pairSummaries(profile: Profile): PairSummary[] {
  const costs = new CostTable(profile);
  return profile.pairs.flatMap(({ group, remainder, rows, mechanism = DEFAULT_MECHANISM }) => {
    const [a, b] = [profile.kernels[group], profile.kernels[remainder]];
    if (a === undefined || b === undefined) return [];
    const candidates = rows.flatMap((row): PairSummary[] => {
      const [groupSms, i, tokensA, contextA, j, tokensB, contextB, slowA, slowB] = row;
      const [sizeA, sizeB] = [
        { tokens: tokensA, context: contextA },
        { tokens: tokensB, context: contextB },
      ];
      const [implementation, partner] = [a.implementations[i] ?? "", b.implementations[j] ?? ""];
      const [aloneA, aloneB] = [fastest(costs, a, sizeA), fastest(costs, b, sizeB)];
      const split = splitId({ mechanism, groupSms });
      const partUsA = costs.soloUs(a, implementation, "group", split, sizeA);
      const partUsB = costs.soloUs(b, partner, "remainder", split, sizeB);
      if (!aloneA || !aloneB || !partUsA || !partUsB) return [];
      return [
        {
          group: kernelKey(a),
          remainder: kernelKey(b),
          rateSum: aloneA.us / (partUsA * slowA) + aloneB.us / (partUsB * slowB),
          groupSms,
          mechanism,
          implementation,
          fastestAlone: aloneA.implementation,
        },
      ];
    });
    return candidates.sort((x, y) => y.rateSum - x.rateSum).slice(0, 1);
  });
}

/** On the whole GPU; undefined when the size lies too far from what was measured. */
function fastest(costs: CostTable, kernel: ProfileKernel, size: Size) {
  const timed = kernel.implementations.flatMap((implementation) => {
    const us = costs.soloUs(kernel, implementation, "whole", WHOLE_GPU, size);
    return us === undefined ? [] : [{ implementation, us }];
  });
  return timed.sort((a, b) => a.us - b.us)[0];
}
