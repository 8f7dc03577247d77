import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { holdOutErrors } from "../../../src/campaign/assemble/hold-out.ts";
import { CostTable } from "../../../src/cost/cost-table.ts";
import type { Profile } from "../../../src/generated/profile.ts";
import { CO_RUN_ENERGY } from "../../../src/profile/hold-out-kinds.ts";
import { DECODE, DOWN, LAYER_KERNELS, NORM } from "../../support/llama-kernels.ts";
import { syntheticProfile } from "../../support/synthetic-profile.ts";

const PROFILE = syntheticProfile({ kernels: LAYER_KERNELS });
const ALONE = new CostTable(PROFILE);
const CLOCK_MHZ = 1500;
const PRODUCT = { tokens: 1024, context: 0 };
const GUEST = { tokens: 384, context: 1024 };

/** Attention on a remainder, beside a product for seconds. */
interface Pair {
  sms: number;
  /** Of its energy alone that attention took. */
  share: number;
}

function withShares(...shares: number[]): Profile {
  return withPairs(...shares.map((share) => ({ sms: 28, share })));
}

function withPairs(...measured: Pair[]): Profile {
  const group = PROFILE.kernels.findIndex(({ shape }) => shape === DOWN.shape);
  const remainder = PROFILE.kernels.findIndex(({ kind }) => kind === "decode_attention");
  const [us, guestUs] = [250, 900];
  const productMj = ALONE.energyMj(DOWN, PRODUCT, CLOCK_MHZ) ?? 0;
  const guestMj = ALONE.energyMj(DECODE, GUEST, CLOCK_MHZ) ?? 0;
  const { idleW } = PROFILE.power;
  const rows = measured.map(({ sms, share }): [...number[]] => {
    const powerW = idleW + (1000 * productMj) / us + (1000 * share * guestMj) / guestUs;
    const sizes = [0, PRODUCT.tokens, PRODUCT.context, 0, GUEST.tokens, GUEST.context];
    const groupSms = PROFILE.gpu.smCount - sms;
    return [groupSms, ...sizes, us, guestUs, CLOCK_MHZ, powerW];
  });
  const pairs = PROFILE.pairs.map((pair) =>
    pair.group === group && pair.remainder === remainder
      ? { ...pair, sustained: rows as NonNullable<typeof pair.sustained> }
      : pair,
  );
  return { ...PROFILE, pairs };
}

function shareIn(profile: Profile, smCount = 28, clockMhz = CLOCK_MHZ): number {
  const remainder = { side: "remainder", smCount } as const;
  return new CostTable(profile).coRunEnergyShare(DECODE, remainder, clockMhz);
}

describe("the energy of a kernel co-running", () => {
  it("is what the power of the pair leaves beside the product's own", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.6, max: 1, noNaN: true }), (share) => {
        expect(shareIn(withShares(share, share))).toBeCloseTo(share, 6);
      }),
    );
  });

  it("is the mean over pairs on remainders of one size", () => {
    expect(shareIn(withShares(0.7, 0.8, 0.9))).toBeCloseTo(0.8, 6);
  });

  it("goes by the size of the remainder, and beyond the measured ones stays", () => {
    const profile = withPairs({ sms: 28, share: 0.9 }, { sms: 20, share: 0.7 });
    const shares = [12, 20, 22, 24, 28, 60].map((sms) => shareIn(profile, sms));
    [0.7, 0.7, 0.75, 0.8, 0.9, 0.9].forEach((share, k) => {
      expect(shares[k]).toBeCloseTo(share, 6);
    });
  });

  it("falls with the clock as that of the product beside it does, and is never more than alone", () => {
    const profile = withShares(0.8, 0.8);
    const productMj = (clockMhz: number) => ALONE.energyMj(DOWN, PRODUCT, clockMhz) ?? 0;
    const guestMj = (clockMhz: number) => ALONE.energyMj(DECODE, GUEST, clockMhz) ?? 0;
    for (const clockMhz of [1400, 1500, 1600, 1980]) {
      const law = productMj(clockMhz) / productMj(CLOCK_MHZ);
      const expected = (0.8 * law * guestMj(CLOCK_MHZ)) / guestMj(clockMhz);
      expect(shareIn(profile, 28, clockMhz)).toBeCloseTo(Math.min(expected, 1), 6);
    }
    expect(productMj(1400)).toBeLessThan(productMj(1600));
  });

  it("is that alone where fewer than two pairs were measured: none could judge a single one", () => {
    expect(shareIn(PROFILE)).toBe(1);
    expect(shareIn(withShares())).toBe(1);
    expect(shareIn(withShares(0.8))).toBe(1);
  });

  it("is never more than alone, nor less than any physics allows", () => {
    expect(shareIn(withShares(1.3, 1.3))).toBe(1);
    expect(shareIn(withShares(0.1, 0.1))).toBe(0.6);
  });

  it("is judged by predicting each pair from the others", () => {
    const judged = holdOutErrors(withShares(0.7, 0.8)).find(({ what }) => what === CO_RUN_ENERGY);
    expect(judged).toMatchObject({
      points: 2,
      worstAt: "decode_attention on 28 SMs, 0.700 of its energy alone",
    });
    expect(judged?.worst).toBeCloseTo(0.8 / 0.7 - 1, 4);
    const line = withPairs(...[0.7, 0.75, 0.8].map((share, k) => ({ sms: 20 + 4 * k, share })));
    const ofThree = holdOutErrors(line).find(({ what }) => what === CO_RUN_ENERGY);
    // The middle one lies on the line of the others; each end is told by its neighbour.
    expect(ofThree?.median).toBeCloseTo(0.05 / 0.8, 4);
    expect(ofThree?.worst).toBeCloseTo(0.05 / 0.7, 4);
    const single = holdOutErrors(withShares(0.7)).map(({ what }) => what);
    expect(single).not.toContain(CO_RUN_ENERGY);
  });

  it("counts on the remainder only, and for no other kernel", () => {
    const costs = new CostTable(withShares(0.8, 0.8));
    expect(costs.coRunEnergyShare(DECODE, { side: "whole", smCount: 132 }, CLOCK_MHZ)).toBe(1);
    expect(costs.coRunEnergyShare(DECODE, { side: "group", smCount: 104 }, CLOCK_MHZ)).toBe(1);
    expect(costs.coRunEnergyShare(NORM, { side: "remainder", smCount: 28 }, CLOCK_MHZ)).toBe(1);
  });
});
