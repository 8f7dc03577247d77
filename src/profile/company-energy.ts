import { mean } from "simple-statistics";
import type { Profile } from "../generated/profile.ts";
import type { PowerTable } from "./power-table.ts";

type SustainedPair = NonNullable<Profile["pairs"][number]["sustained"]>[number];

/**
 * A share beyond these is a measurement error: company costs no energy, and what is computed in it
 * takes most of what it takes alone.
 */
const [LEAST_SHARE, MOST_SHARE] = [0.6, 1];

/** What a pair left a kernel of its energy alone, on a remainder of so many SMs. */
interface PairShare {
  sms: number;
  share: number;
}

/** A pair's share beside what the others say of it. */
export interface JudgedShare extends PairShare {
  predicted: number;
}

/**
 * What kernels on the remainder take of energy beside others at the power cap, over what they take
 * alone on the whole GPU. It is less, by a fifth to a third for decode attention, and hangs on the
 * SMs of the remainder: see docs/measurement.md. All that two kernels together save is put down to
 * that of the remainder.
 */
export class CompanyEnergy {
  readonly #shares: ReadonlyMap<number, readonly PairShare[]>;

  /** @param powers of the profile's kernels, in its order */
  constructor({ pairs, gpu, power: { idleW } }: Profile, powers: readonly PowerTable[]) {
    const found = new Map<number, PairShare[]>();
    for (const { group, remainder, sustained = [] } of pairs) {
      const [product, guest] = [powers[group], powers[remainder]];
      if (product === undefined || guest === undefined) continue;
      const shares = sustained.flatMap((row) => {
        const share = shareOf(row, product, guest, idleW);
        return share === undefined ? [] : [{ sms: gpu.smCount - row[0], share }];
      });
      found.set(remainder, [...(found.get(remainder) ?? []), ...shares]);
    }
    this.#shares = found;
  }

  /**
   * Along the line between the remainders that were measured, of the nearest beyond them; 1 for a
   * kernel with fewer than two pairs, of which none could be judged by the others.
   *
   * @param sms of the remainder
   */
  share(kernel: number, sms: number): number {
    const shares = this.#sharesOf(kernel);
    return shares.length < 2 ? 1 : shareAt(shares, sms);
  }

  /** Each pair that the kernel was measured in, by the others. */
  judged(kernel: number): JudgedShare[] {
    const shares = this.#sharesOf(kernel);
    if (shares.length < 2) return [];
    return shares.map((pair) => {
      const others = shares.filter((other) => other !== pair);
      return { ...pair, predicted: shareAt(others, pair.sms) };
    });
  }

  #sharesOf(kernel: number): readonly PairShare[] {
    return this.#shares.get(kernel) ?? [];
  }
}

/** Pairs on remainders of one size count by their mean. */
function shareAt(shares: readonly PairShare[], sms: number): number {
  const at = (size: number) =>
    mean(shares.filter((pair) => pair.sms === size).map(({ share }) => share));
  const sizes = shares.map((pair) => pair.sms);
  const low = Math.max(...sizes.filter((size) => size <= sms));
  const high = Math.min(...sizes.filter((size) => size >= sms));
  return Math.min(Math.max(between(low, high, sms, at), LEAST_SHARE), MOST_SHARE);
}

/** On the line from `low` to `high`, of which one may be infinite. */
function between(low: number, high: number, sms: number, at: (size: number) => number): number {
  if (!Number.isFinite(low) || low === high) return at(high);
  if (!Number.isFinite(high)) return at(low);
  return at(low) + ((sms - low) / (high - low)) * (at(high) - at(low));
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
