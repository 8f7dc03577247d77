import { describe, expect, it } from "@jest/globals";
import type { Campaign, CampaignKernel } from "../../../src/campaign/jobs/campaign.ts";
import { wholeSizes } from "../../../src/campaign/jobs/grids.ts";

/** What grids read of a campaign. */
function campaign(maxTokens: number): Campaign {
  return { maxTokens, maxKvTokens: 1e9, quick: false } as Campaign;
}

describe("the sizes to measure", () => {
  it.each(["gemm", "decode", "prefill", "network", "small"] as const)(
    "reach the largest dense batch of %s, wherever that lies",
    (role) => {
      const kernel = { role, rowsPerToken: 1 } as CampaignKernel;
      for (const most of [1024, 2048, 8192]) {
        const tokens = wholeSizes(campaign(most), kernel).map((size) => size.tokens);
        expect(Math.max(...tokens)).toBe(most);
      }
    },
  );
});
