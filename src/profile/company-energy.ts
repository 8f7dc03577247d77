import { mean } from "simple-statistics";
import type { Profile } from "../generated/profile.ts";
import type { PowerTable } from "./power-table.ts";

type SustainedPair = NonNullable<Profile["pairs"][number]["sustained"]>[number];

/**
 * A mean share beyond these is a measurement error: company costs no energy, and what is computed
 * in it takes most of what it takes alone.
 */
const [LEAST_SHARE, MOST_SHARE] = [0.6, 1];

/**
 * What kernels on the remainder take of energy beside others at the power cap, over what they take
 * alone on the whole GPU. It is less, by a fifth to a third for decode attention: see
 * docs/measurement.md. All that two kernels together save is put down to that of the remainder,
 * for the time in which it has company.
 */
export class CompanyEnergy {
  readonly #shares: ReadonlyMap<number, readonly number[]>;

  /** @param powers of the profile's kernels, in its order */
  constructor({ pairs, power: { idleW } }: Profile, powers: readonly PowerTable[]) {
    const found = new Map<number, number[]>();
    for (const { group, remainder, sustained = [] } of pairs) {
      const [product, guest] = [powers[group], powers[remainder]];
      if (product === undefined || guest === undefined) continue;
      const shares = sustained.flatMap((row) => shareOf(row, product, guest, idleW) ?? []);
      found.set(remainder, [...(found.get(remainder) ?? []), ...shares]);
    }
    this.#shares = found;
  }

  /**
   * The mean over all pairs; 1 for a kernel with fewer than two, of which none could be judged by the
   * others.
   */
  share(kernel: number): number {
    const shares = this.shares(kernel);
    if (shares.length < 2) return 1;
    return Math.min(Math.max(mean([...shares]), LEAST_SHARE), MOST_SHARE);
  }

  /** Of each pair that the kernel was measured in. */
  shares(kernel: number): readonly number[] {
    return this.#shares.get(kernel) ?? [];
  }
}

/**
 * Of the power above idle, what the product's own energy at that clock leaves, over what the
 * remainder's kernel alone would take for as many calls.
 */
function shareOf(
  row: SustainedPair,
  product: PowerTable,
  guest: PowerTable,
  idleW: number,
): number | undefined {
  const [, , tokens, context, , guestTokens, guestContext, us, guestUs, clockMhz, powerW] = row;
  const productMj = product.energyMj({ tokens, context }, clockMhz);
  const guestMj = guest.energyMj({ tokens: guestTokens, context: guestContext }, clockMhz);
  if (productMj === undefined || !guestMj) return undefined;
  const leftW = powerW - idleW - (1000 * productMj) / us;
  return (leftW * guestUs) / (1000 * guestMj);
}
