import { median } from "simple-statistics";
import { kernelKey } from "../../cost/table/kernel-key.ts";
import { DEFAULT_MECHANISM, type Split } from "../../cost/table/split.ts";
import { formatPercent } from "../../text/units.ts";
import type { CampaignKernel } from "./campaign.ts";
import type { SoloResult } from "./results.ts";

/**
 * How much longer a kernel may take on the next larger remainder before somebody should look: times
 * repeat within 1% to 2%.
 */
const TOLERANCE = 0.03;

/** A kernel at a size on two neighbouring remainders, where it should take less time on the wider one. */
interface Step {
  narrow: SoloResult & { split: Split };
  wide: SoloResult & { split: Split };
  /** Time on the wider one over that on the narrower one, less 1. */
  slower: number;
}

/**
 * Times of decode attention on remainders that are slower than a smaller one: which SMs a remainder
 * has decides how it reaches the memory, and that differs between sessions (docs/measurement.md).
 * Both sides of each such step, each once.
 *
 * @param kernels of the campaign, by position
 */
export function unevenTimes(
  solos: readonly SoloResult[],
  kernels: readonly CampaignKernel[],
): SoloResult[] {
  const uneven = stepsOf(solos, kernels).filter(({ slower }) => slower > TOLERANCE);
  return [...new Set(uneven.flatMap(({ narrow, wide }) => [narrow, wide]))];
}

/** The same in words, one sentence for two remainders of which the larger one is slower at most sizes. */
export function unevenTexts(
  solos: readonly SoloResult[],
  kernels: readonly CampaignKernel[],
): string[] {
  const between = grouped(stepsOf(solos, kernels), ({ narrow, wide }) =>
    [narrow.kernel, mechanismOf(narrow), narrow.split.remainderSms, wide.split.remainderSms].join(),
  );
  return between.flatMap((steps) => {
    const uneven = steps.filter(({ slower }) => slower > TOLERANCE);
    const [first] = uneven;
    if (first === undefined || 2 * uneven.length < steps.length) return [];
    const { narrow, wide } = first;
    const by = formatPercent(median(uneven.map(({ slower }) => slower)), 0);
    const kernel = kernels[narrow.kernel]?.kernel;
    const name = kernel === undefined ? "a kernel" : kernelKey(kernel);
    const limit = mechanismOf(narrow) === "cta-limit" ? " CTAs" : " SMs";
    const isSure = uneven.every(({ narrow, wide }) => narrow.repeated && wide.repeated);
    const repeated = isSure ? "measured twice" : "not all measured twice";
    return [
      `${name}: on ${wide.split.remainderSms}${limit} slower than on ${narrow.split.remainderSms}, at ${uneven.length} of ${steps.length} sizes, by ${by} in the median; ${repeated}.`,
    ];
  });
}

function stepsOf(solos: readonly SoloResult[], kernels: readonly CampaignKernel[]): Step[] {
  const onRemainders = solos.filter(
    (row): row is Step["wide"] =>
      row.side === "remainder" && row.split !== undefined && kernels[row.kernel]?.role === "decode",
  );
  const alike = grouped(onRemainders, (row) =>
    [row.kernel, row.implementation, row.size.tokens, row.size.context, mechanismOf(row)].join(),
  );
  return alike.flatMap((rows) => {
    const rising = rows.toSorted((a, b) => a.split.remainderSms - b.split.remainderSms);
    return rising.slice(1).flatMap((wide, at): Step[] => {
      const narrow = rising[at];
      if (narrow === undefined || narrow.split.remainderSms === wide.split.remainderSms) return [];
      return [{ narrow, wide, slower: wide.us / narrow.us - 1 }];
    });
  });
}

function mechanismOf({ split }: Pick<SoloResult, "split">): string {
  return split?.mechanism ?? DEFAULT_MECHANISM;
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}
