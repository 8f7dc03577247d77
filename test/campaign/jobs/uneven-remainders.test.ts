import { beforeAll, describe, expect, it } from "@jest/globals";
import { type SoloResult, withRepeats } from "../../../src/campaign/jobs/results.ts";
import { unevenTexts, unevenTimes } from "../../../src/campaign/jobs/uneven-remainders.ts";
import type { Profile } from "../../../src/generated/profile.ts";
import { summarise } from "../../../src/profile/summary.ts";
import { profileSummaryText } from "../../../src/report/profile-summary.ts";
import { CAMPAIGN_KERNELS, campaignRun } from "../../support/campaign-run.ts";

const KERNEL = CAMPAIGN_KERNELS.findIndex(({ role }) => role === "decode");

/** Decode attention on a remainder. */
function time(remainderSms: number, us: number, more: Partial<SoloResult> = {}): SoloResult {
  return {
    ...{ kernel: KERNEL, implementation: "a", size: { tokens: 64, context: 1024 } },
    ...{ side: "remainder", split: { groupSms: 132 - remainderSms, remainderSms } },
    ...{ us, spread: 0.01, samples: 9, ...more },
  };
}

describe("a remainder slower than a smaller one", () => {
  it("is found beside that one, where it is slower by more than times repeat", () => {
    const solos = [time(52, 110), time(36, 140), time(44, 100), time(60, 111)];
    expect(unevenTimes(solos, CAMPAIGN_KERNELS)).toEqual([time(44, 100), time(52, 110)]);
  });

  it("is looked for at one size, mechanism and implementation at a time", () => {
    const others: Partial<SoloResult>[] = [
      { implementation: "b" },
      { size: { tokens: 64, context: 2048 } },
      { split: { mechanism: "cta-limit", groupSms: 80, remainderSms: 52 } },
      { side: "group" },
    ];
    const solos = [time(44, 100), ...others.map((other) => time(52, 200, other))];
    expect(unevenTimes(solos, CAMPAIGN_KERNELS)).toEqual([]);
  });

  it("is told of where it is so at most sizes, and whether it was measured twice", () => {
    const sizes = [256, 512, 1024].map((context) => ({ size: { tokens: 64, context } }));
    const solos = sizes.flatMap((size, at) => [
      time(44, 100, size),
      time(52, at === 0 ? 90 : 108, size),
    ]);
    const [text, ...others] = unevenTexts(solos, CAMPAIGN_KERNELS);
    expect(others).toEqual([]);
    expect(text).toMatch(
      /^decode_attention .*: on 52 SMs slower than on 44, at 2 of 3 sizes, by 8% in the median; not all measured twice\.$/,
    );
    expect(unevenTexts(solos.slice(0, 4), CAMPAIGN_KERNELS)).toHaveLength(1);
    expect(unevenTexts(solos.slice(0, 2), CAMPAIGN_KERNELS)).toEqual([]);
  });
});

describe("a point that was measured twice", () => {
  it("has the mean time, and the disagreement as spread", () => {
    const [first, second] = [time(44, 100), time(44, 110, { again: true })];
    const [merged, ...others] = withRepeats([first, second, time(52, 90)]);
    expect(merged).toMatchObject({ us: 105, samples: 18, repeated: true });
    expect(merged?.spread).toBeCloseTo(10 / 105, 9);
    expect(others).toEqual([time(52, 90)]);
  });
});

describe("a campaign on a GPU with such a remainder", () => {
  let profile: Profile;
  let jobs: string[];

  beforeAll(async () => {
    const campaign = campaignRun();
    ({ profile } = await campaign.run({ flags: ["--slow-on=part=remainder:80"] }));
    jobs = campaign.jobs();
  });

  it("measures it and the smaller one again, for twice as long, and nothing else", () => {
    const again = jobs.filter((line) => line.includes("state=burst budget_ms=24"));
    const parts = again.map((line) => / op=(\S+).* part=(\S+)/.exec(line)?.slice(1).join());
    expect(new Set(parts)).toEqual(
      new Set(["decode_attention,remainder:80", "decode_attention,remainder:96"]),
    );
  });

  it("flags it in the profile, and says so to the user", () => {
    const flagged = /^decode_attention .*: on 52 SMs slower than on 36, at .* measured twice\.$/;
    expect(profile.provenance.notes).toContainEqual(expect.stringMatching(flagged));
    expect(profileSummaryText(profile, summarise(profile))).toMatch(
      /^Notes:\n {2}decode_attention .* measured twice\.$/m,
    );
  });

  it("measures nothing twice where larger remainders are faster", async () => {
    const campaign = campaignRun();
    await campaign.run({});
    expect(campaign.jobs().filter((line) => line.includes("budget_ms=24"))).toEqual([]);
  });
});
