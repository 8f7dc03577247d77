import type { ProfileKernel } from "../../cost/table/kernel-table.ts";
import { DEFAULT_MECHANISM } from "../../cost/table/split.ts";
import type { Mechanism, Profile } from "../../generated/profile.ts";
import { slowdownFloor } from "../../profile/check-profile.ts";
import type { Result } from "../jobs/results.ts";
import { rounded } from "./rounded.ts";

type Pair = Profile["pairs"][number];
type Row = Pair["rows"][number];
type SustainedRow = NonNullable<Pair["sustained"]>[number];

interface PairRows {
  group: number;
  remainder: number;
  mechanism: Mechanism;
  rows: Map<string, Row>;
  heldOut: Map<string, Row>;
}

/**
 * Slowdowns of all pairs measured, and a sentence on those that were dropped.
 *
 * @param timed for each kernel of the profile, its position in the campaign
 */
export function pairsOf(
  results: readonly Result[],
  timed: readonly number[],
  kernels: readonly ProfileKernel[],
): { pairs: Pair[]; dropped: string[] } {
  const found = new Map<string, PairRows>();
  let contradicting = 0;
  for (const { job, answer } of results) {
    if (job.type !== "pair" || answer.status !== "ok") continue;
    const { aUs, bUs, aAloneUs, bAloneUs, aSamples = 1, bSamples = 1 } = answer;
    if (!aUs || !bUs || !aAloneUs || !bAloneUs) continue;
    const { a, b, split } = job;
    const [group, remainder] = [timed.indexOf(a.kernel), timed.indexOf(b.kernel)];
    const [first, second] = [kernels[group], kernels[remainder]];
    const i = first?.implementations.indexOf(a.implementation) ?? -1;
    const j = second?.implementations.indexOf(b.implementation) ?? -1;
    if (first === undefined || second === undefined || i < 0 || j < 0) continue;
    const slowdowns = [aUs / aAloneUs, bUs / bAloneUs] as const;
    const floor = slowdownFloor(Math.max(largestSpread(first), largestSpread(second)));
    if (Math.min(...slowdowns) < floor) {
      contradicting++;
      continue;
    }
    const { mechanism = DEFAULT_MECHANISM } = split;
    const key = `${group} ${remainder} ${mechanism}`;
    const entry = found.get(key) ?? {
      ...{ group, remainder, mechanism },
      ...{ rows: new Map<string, Row>(), heldOut: new Map<string, Row>() },
    };
    found.set(key, entry);
    const sizes = [i, a.size.tokens, a.size.context, j, b.size.tokens, b.size.context] as const;
    const row: Row = [
      split.groupSms,
      ...sizes,
      rounded(slowdowns[0]),
      rounded(slowdowns[1]),
      Math.min(aSamples, bSamples),
    ];
    entry[job.heldOut ? "heldOut" : "rows"].set(row.slice(0, 7).join(" "), row);
  }
  const pairs = [...found.values()]
    .filter(({ rows }) => rows.size > 0)
    .map(({ group, remainder, mechanism, rows, heldOut }): Pair => {
      const apart = [...heldOut].filter(([key]) => !rows.has(key)).map(([, row]) => row);
      const atCap = sustainedRows(results, timed, kernels, { group, remainder, mechanism });
      return {
        ...{ group, remainder, mechanism, rows: [...rows.values()] },
        ...(apart.length > 0 && { heldOut: apart }),
        ...(atCap.length > 0 && { sustained: atCap }),
      };
    });
  const dropped =
    contradicting === 0
      ? []
      : [`${contradicting} pairs in which a kernel seemed faster co-running than alone.`];
  return { pairs, dropped };
}

/** Rows of two kernels that ran side by side for seconds. */
function sustainedRows(
  results: readonly Result[],
  timed: readonly number[],
  kernels: readonly ProfileKernel[],
  pair: Pick<PairRows, "group" | "remainder" | "mechanism">,
): SustainedRow[] {
  return results.flatMap(({ job, answer }): SustainedRow[] => {
    if (job.type !== "sustained-pair" || answer.status !== "ok") return [];
    const { a, b, split } = job;
    const alike =
      timed[pair.group] === a.kernel &&
      timed[pair.remainder] === b.kernel &&
      (split.mechanism ?? DEFAULT_MECHANISM) === pair.mechanism;
    const { aUs, bUs, clockMhz, powerW } = answer;
    if (!alike || !aUs || !bUs || !clockMhz || !powerW) return [];
    const i = kernels[pair.group]?.implementations.indexOf(a.implementation) ?? -1;
    const j = kernels[pair.remainder]?.implementations.indexOf(b.implementation) ?? -1;
    if (i < 0 || j < 0) return [];
    const [us, otherUs, clock, power] = [aUs, bUs, clockMhz, powerW].map(rounded) as [
      number,
      number,
      number,
      number,
    ];
    const sizes = [i, a.size.tokens, a.size.context, j, b.size.tokens, b.size.context] as const;
    return [[split.groupSms, ...sizes, us, otherUs, clock, power]];
  });
}

function largestSpread({ solo }: ProfileKernel): number {
  return Math.max(0, ...solo.map((row) => row[5]));
}
