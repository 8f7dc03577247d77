import { CostTable } from "../cost/cost-table.ts";
import type { Size } from "../cost/curve/interpolate.ts";
import { kernelKey } from "../cost/table/kernel-key.ts";
import type { ProfileKernel } from "../cost/table/kernel-table.ts";
import { DEFAULT_MECHANISM, splitId, WHOLE_GPU } from "../cost/table/split.ts";
import type { Mechanism, Profile } from "../generated/profile.ts";

/** What a profile says in short. */
export interface ProfileSummary {
  ceilings: Profile["ceilings"];
  power: Profile["power"];
  pairs: PairSummary[];
  defaults: DefaultSummary[];
  holdOut: NonNullable<Profile["holdOut"]>;
  spread: { median: number; p95: number };
  /** What is odd about the measurements. */
  notes: string[];
  leftOut: string[];
}

/** The best that two kernels do together. */
export interface PairSummary {
  group: string;
  remainder: string;
  /**
   * Rates of both co-running, each over its speed alone on the whole GPU: 2 would be free overlap,
   * 1 is no gain.
   */
  rateSum: number;
  groupSms: number;
  mechanism: Mechanism;
  /** Implementation of the group's kernel in this pair. */
  implementation: string;
  /** The one that is fastest alone on the whole GPU at that size. */
  fastestAlone: string;
  /** The best sum of rates with the latter on the group. */
  fastestAloneRateSum: number | null;
}

/** What choosing implementations buys over cuBLASLt's own choice, for one matrix product. */
export interface DefaultSummary {
  kernel: string;
  /** Largest token count at which cuBLASLt's choice was timed alone and, if it was, co-running. */
  tokens: number;
  /** Speed of the fastest over that of the default, alone on the whole GPU. */
  gainAlone: number;
  /** Sum of rates of the best over that of the default beside the same partner on the same split. */
  gainInCompany: number | null;
}

export function summarise(profile: Profile): ProfileSummary {
  const { ceilings, power, provenance, leftOut } = profile;
  const { medianSpread = 0, p95Spread = 0, notes = [] } = provenance;
  const costs = new CostTable(profile);
  return {
    ceilings,
    power,
    pairs: profile.pairs.flatMap((pair) => pairSummary(profile, costs, pair)),
    defaults: profile.kernels.flatMap((kernel) => defaultSummary(profile, costs, kernel)),
    holdOut: profile.holdOut ?? [],
    spread: { median: medianSpread, p95: p95Spread },
    notes,
    leftOut,
  };
}

/** Rates of a pair's row. */
interface RatedRow {
  row: Profile["pairs"][number]["rows"][number];
  rateSum: number;
  implementation: string;
  fastestAlone: string;
}

function ratedRows(
  { kernels }: Profile,
  costs: CostTable,
  { group, remainder, rows, mechanism = DEFAULT_MECHANISM }: Profile["pairs"][number],
): RatedRow[] {
  const [a, b] = [kernels[group], kernels[remainder]];
  if (a === undefined || b === undefined) return [];
  return rows.flatMap((row): RatedRow[] => {
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
    const rateSum = aloneA.us / (partUsA * slowA) + aloneB.us / (partUsB * slowB);
    return [{ row, rateSum, implementation, fastestAlone: aloneA.implementation }];
  });
}

function pairSummary(
  profile: Profile,
  costs: CostTable,
  pair: Profile["pairs"][number],
): PairSummary[] {
  const [a, b] = [profile.kernels[pair.group], profile.kernels[pair.remainder]];
  const rated = ratedRows(profile, costs, pair).sort((x, y) => y.rateSum - x.rateSum);
  const [best] = rated;
  if (a === undefined || b === undefined || best === undefined) return [];
  const { rateSum, implementation, fastestAlone, row } = best;
  const plain = rated.find((other) => other.implementation === fastestAlone);
  return [
    {
      group: kernelKey(a),
      remainder: kernelKey(b),
      rateSum,
      groupSms: row[0],
      mechanism: pair.mechanism ?? DEFAULT_MECHANISM,
      implementation,
      fastestAlone,
      fastestAloneRateSum: plain?.rateSum ?? null,
    },
  ];
}

function defaultSummary(
  profile: Profile,
  costs: CostTable,
  kernel: ProfileKernel,
): DefaultSummary[] {
  const rows = kernel.defaults?.toSorted((a, b) => b[1] - a[1]) ?? [];
  const index = profile.kernels.indexOf(kernel);
  const rated = profile.pairs
    .filter(({ group }) => group === index)
    .map((pair) => ratedRows(profile, costs, pair));
  const measured = rows.flatMap(([position, tokens]): DefaultSummary[] => {
    const size = { tokens, context: 0 };
    const name = kernel.implementations[position] ?? "";
    const us = costs.soloUs(kernel, name, "whole", WHOLE_GPU, size);
    const best = fastest(costs, kernel, size);
    if (us === undefined || best === undefined) return [];
    const gains = rated.flatMap((own) => gainOver(own, name, tokens));
    const gainInCompany = gains.length === 0 ? null : Math.max(...gains);
    return [{ kernel: kernelKey(kernel), tokens, gainAlone: us / best.us, gainInCompany }];
  });
  const coRunning = measured.find(({ gainInCompany }) => gainInCompany !== null);
  const chosen = coRunning ?? measured[0];
  return chosen === undefined ? [] : [chosen];
}

/** Sum of rates of the best over that of a name, where both met the same partner. */
function gainOver(rated: readonly RatedRow[], name: string, tokens: number): number[] {
  return rated
    .filter(({ row, implementation }) => implementation === name && row[2] === tokens)
    .map((own) => {
      const alike = rated.filter(({ row }) =>
        [0, 2, 3, 4, 5, 6].every((column) => row[column] === own.row[column]),
      );
      return Math.max(...alike.map(({ rateSum }) => rateSum)) / own.rateSum;
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
