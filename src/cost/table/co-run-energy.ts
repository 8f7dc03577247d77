import { mean } from "simple-statistics";
import type { Profile } from "../../generated/profile.ts";
import type { PowerTable } from "./power-table.ts";

type SustainedPair = NonNullable<Profile["pairs"][number]["sustained"]>[number];

/**
 * Predictions stay between these. Co-running costs no energy. Shares below the lower are measured
 * on few SMs, as small differences of large figures (docs/measurement.md).
 */
const [LEAST_SHARE, MOST_SHARE] = [0.6, 1];

/** What a pair left a kernel of its energy alone, on a remainder of so many SMs. */
interface PairShare {
  sms: number;
  share: number;
}

/** A pair's share beside what the others say of it, at its clock. */
export interface JudgedShare extends PairShare {
  predicted: number;
}

interface MeasuredShare extends PairShare {
  clockMhz: number;
  /** The share that the same pair would have at a clock. */
  atClock: (clockMhz: number) => number;
}

/**
 * What kernels on the remainder take of energy beside others at the power cap, over what they take
 * alone on the whole GPU. For decode attention it is less by a fifth to a third. It hangs on the
 * SMs of the remainder, and falls with the clock as the energy of the product beside it does
 * (docs/measurement.md). All that two kernels together save is put down to that of the remainder.
 */
export class CoRunEnergy {
  readonly #shares: ReadonlyMap<number, readonly MeasuredShare[]>;
  readonly #known = new Map<string, number>();

  /** @param powers of the profile's kernels, in its order */
  constructor({ pairs, gpu, power: { idleW } }: Profile, powers: readonly PowerTable[]) {
    const found = new Map<number, MeasuredShare[]>();
    for (const { group, remainder, sustained = [] } of pairs) {
      const [product, guest] = [powers[group], powers[remainder]];
      if (product === undefined || guest === undefined) continue;
      const shares = sustained.flatMap(
        (row) => shareOf(row, gpu.smCount - row[0], { product, guest, idleW }) ?? [],
      );
      found.set(remainder, [...(found.get(remainder) ?? []), ...shares]);
    }
    this.#shares = found;
  }

  /**
   * Along the line between the remainders that were measured; beyond them that of the nearest. It
   * is 1 for a kernel with fewer than two pairs, since none could be judged by the others.
   *
   * @param sms of the remainder
   */
  share(kernel: number, sms: number, clockMhz: number): number {
    const shares = this.#sharesOf(kernel);
    if (shares.length < 2) return 1;
    const key = `${kernel} ${sms} ${clockMhz}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const share = shareAt(shares, sms, clockMhz);
    this.#known.set(key, share);
    return share;
  }

  /** Each pair that the kernel was measured in, by the others. */
  judged(kernel: number): JudgedShare[] {
    const shares = this.#sharesOf(kernel);
    if (shares.length < 2) return [];
    return shares.map((pair) => {
      const others = shares.filter((other) => other !== pair);
      const { sms, share, clockMhz } = pair;
      return { sms, share, predicted: shareAt(others, sms, clockMhz) };
    });
  }

  #sharesOf(kernel: number): readonly MeasuredShare[] {
    return this.#shares.get(kernel) ?? [];
  }
}

/** Pairs on remainders of one size count by their mean. */
function shareAt(shares: readonly MeasuredShare[], sms: number, clockMhz: number): number {
  const at = (size: number) =>
    mean(shares.filter((pair) => pair.sms === size).map((pair) => pair.atClock(clockMhz)));
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
 * Of the energy above idle, what the product's own at that clock leaves the remainder's kernel for a
 * call, over what that takes alone. At another clock it leaves as much less or more as the product
 * takes.
 */
function shareOf(
  row: SustainedPair,
  sms: number,
  { product, guest, idleW }: { product: PowerTable; guest: PowerTable; idleW: number },
): MeasuredShare | undefined {
  const [, , tokens, context, , guestTokens, guestContext, us, guestUs, clockMhz, powerW] = row;
  const energiesMj = (clock: number) =>
    [
      product.energyMj({ tokens, context }, clock),
      guest.energyMj({ tokens: guestTokens, context: guestContext }, clock),
    ] as const;
  const [productMj, guestMj] = energiesMj(clockMhz);
  if (!productMj || !guestMj) return undefined;
  const leftW = powerW - idleW - (1000 * productMj) / us;
  const share = (leftW * guestUs) / (1000 * guestMj);
  const atClock = (clock: number) => {
    const [productThere = productMj, guestThere = guestMj] = energiesMj(clock);
    return (share * productThere * guestMj) / (productMj * guestThere);
  };
  return { sms, share, clockMhz, atClock };
}
