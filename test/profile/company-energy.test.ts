import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Profile } from "../../src/generated/profile.ts";
import { CostTable } from "../../src/profile/cost-table.ts";
import { COMPANY_ENERGY } from "../../src/profile/hold-out-kinds.ts";
import { holdOutErrors } from "../../src/profile/native/hold-out.ts";
import { DECODE, DOWN, LAYER_KERNELS, NORM } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";

const PROFILE = syntheticProfile({ kernels: LAYER_KERNELS });
const ALONE = new CostTable(PROFILE);
const CLOCK_MHZ = 1500;
const PRODUCT = { tokens: 1024, context: 0 };
const GUEST = { tokens: 384, context: 1024 };

/**
 * The profile with attention beside a product for seconds, where it took a share of its energy
 * alone.
 */
function withShares(...shares: number[]): Profile {
  const group = PROFILE.kernels.findIndex(({ shape }) => shape === DOWN.shape);
  const remainder = PROFILE.kernels.findIndex(({ kind }) => kind === "decode_attention");
  const [us, guestUs] = [250, 900];
  const productMj = ALONE.energyMj(DOWN, PRODUCT, CLOCK_MHZ) ?? 0;
  const guestMj = ALONE.energyMj(DECODE, GUEST, CLOCK_MHZ) ?? 0;
  const { idleW } = PROFILE.power;
  const rows = shares.map((share): [...number[]] => {
    const powerW = idleW + (1000 * productMj) / us + (1000 * share * guestMj) / guestUs;
    const sizes = [0, PRODUCT.tokens, PRODUCT.context, 0, GUEST.tokens, GUEST.context];
    return [104, ...sizes, us, guestUs, CLOCK_MHZ, powerW];
  });
  const pairs = PROFILE.pairs.map((pair) =>
    pair.group === group && pair.remainder === remainder
      ? { ...pair, sustained: rows as NonNullable<typeof pair.sustained> }
      : pair,
  );
  return { ...PROFILE, pairs };
}

function shareIn(profile: Profile): number {
  return new CostTable(profile).energyShareInCompany(DECODE, "remainder");
}

describe("the energy of a kernel in company", () => {
  it("is what the power of the pair leaves beside the product's own", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.6, max: 1, noNaN: true }), (share) => {
        expect(shareIn(withShares(share, share))).toBeCloseTo(share, 6);
      }),
    );
  });

  it("is the mean over the pairs", () => {
    expect(shareIn(withShares(0.7, 0.8, 0.9))).toBeCloseTo(0.8, 6);
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
    const judged = holdOutErrors(withShares(0.7, 0.8)).find(({ what }) => what === COMPANY_ENERGY);
    expect(judged).toMatchObject({
      points: 2,
      worstAt: "decode_attention, 0.700 of its energy alone",
    });
    expect(judged?.worst).toBeCloseTo(0.8 / 0.7 - 1, 4);
    const single = holdOutErrors(withShares(0.7)).map(({ what }) => what);
    expect(single).not.toContain(COMPANY_ENERGY);
  });

  it("counts on the remainder only, and for no other kernel", () => {
    const costs = new CostTable(withShares(0.8, 0.8));
    expect(costs.energyShareInCompany(DECODE, "whole")).toBe(1);
    expect(costs.energyShareInCompany(DECODE, "group")).toBe(1);
    expect(costs.energyShareInCompany(NORM, "remainder")).toBe(1);
  });
});
