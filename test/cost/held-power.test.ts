import { readdirSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { heldPowerW } from "../../src/cost/held-power.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { loadProfile } from "../../src/profile/load.ts";

const STORE = "profiles/h200-sxm";

describe("the power that a card keeps at its cap", () => {
  const measured = readdirSync(STORE)
    .filter((name) => name.endsWith(".session.jsonl"))
    .map((name) => loadProfile(`${STORE}/${name}`).profile)
    .filter(({ power }) => power.heldW !== undefined);

  it("is told within 1% from short windows, where no load of seconds was measured", () => {
    expect(measured.length).toBeGreaterThanOrEqual(8);
    const errors = measured.map(({ power: { heldW = 0, ...power }, ...profile }) => {
      const told = heldPowerW({ ...profile, power }) ?? 0;
      return [profile.provenance.measuredAt, Math.abs(told / heldW - 1) < 0.01];
    });
    expect(errors).toEqual(errors.map(([when]) => [when, true]));
  });

  it("is never above the cap", () => {
    const [profile] = measured as [Profile];
    const { heldW: _, ...power } = { ...profile.power, capW: 650 };
    expect(heldPowerW({ ...profile, power })).toBe(650);
  });
});
