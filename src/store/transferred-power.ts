import { PowerTable } from "../cost/table/power-table.ts";
import type { Profile } from "../generated/profile.ts";

type Kernel = Profile["kernels"][number];
type SustainedRow = NonNullable<Profile["pairs"][number]["sustained"]>[number];

/** Two kernels of a pair, the first on the group, with the idle power of their card. */
export interface PowerPair {
  group: Kernel;
  remainder: Kernel;
  idleW: number;
}

/**
 * Pairs at the cap beside kernels of another session. Powers differ between cards, but what share of
 * its energy alone the remainder's kernel takes is a ratio. So each power becomes the one at which
 * the other session's kernels have the same share (`co-run-energy.ts`).
 */
export function transferredRows(
  rows: readonly SustainedRow[],
  from: PowerPair,
  to: PowerPair,
): SustainedRow[] {
  const [own, other] = [tablesOf(from), tablesOf(to)];
  return rows.flatMap((row): SustainedRow[] => {
    const [, , tokens, context, , guestTokens, guestContext, us, guestUs, clockMhz, powerW] = row;
    const energies = ({ group, remainder }: Tables) => [
      group.energyMj({ tokens, context }, clockMhz),
      remainder.energyMj({ tokens: guestTokens, context: guestContext }, clockMhz),
    ];
    const [productMj, guestMj] = energies(own);
    const [productThere, guestThere] = energies(other);
    if (!productMj || !guestMj || !productThere || !guestThere) return [];
    const share = ((powerW - from.idleW - (1000 * productMj) / us) * guestUs) / (1000 * guestMj);
    const there = to.idleW + (1000 * productThere) / us + (share * 1000 * guestThere) / guestUs;
    return there > to.idleW ? [row.with(10, there) as SustainedRow] : [];
  });
}

interface Tables {
  group: PowerTable;
  remainder: PowerTable;
}

function tablesOf({ group, remainder, idleW }: PowerPair): Tables {
  const tableOf = ({ kind, sustained }: Kernel) => new PowerTable(kind, sustained, idleW);
  return { group: tableOf(group), remainder: tableOf(remainder) };
}
