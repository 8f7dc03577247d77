import { describe, expect, it } from "@jest/globals";
import { createCampaign } from "../../../src/campaign/jobs/campaign.ts";
import { wholeSizes } from "../../../src/campaign/jobs/grids.ts";
import { REACH } from "../../../src/cost/curve/interpolate.ts";
import { CAMPAIGN_KERNELS } from "../../support/campaign-run.ts";

const HELLO = {
  splits: [],
  smCount: 132,
  memoryBytes: 1e12,
  boostClockMhz: 1980,
  implementations: {},
  ncclVersion: 1,
} as unknown as Parameters<typeof createCampaign>[1];

describe("the sizes that a campaign measures", () => {
  it.each([2048, 4096, 5000, 9000])(
    "reach a batch of %d tokens, whatever the kernel",
    (maxTokens) => {
      const options = { layers: 32, maxTokens, quick: false };
      const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
      for (const kernel of CAMPAIGN_KERNELS) {
        const sizes = wholeSizes(campaign, kernel).map(({ tokens }) => tokens);
        expect([kernel.kernel.kind, Math.max(...sizes) * REACH >= maxTokens]).toEqual([
          kernel.kernel.kind,
          true,
        ]);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(maxTokens);
      }
    },
  );

  it("of products lie close below the largest batch of a lean campaign, where batches are chosen by them", () => {
    const options = { layers: 32, maxTokens: 2048, quick: true, lean: true };
    const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
    const product = CAMPAIGN_KERNELS.find(({ role }) => role === "gemm");
    const tokens = wholeSizes(campaign, product as NonNullable<typeof product>).map(
      (size) => size.tokens,
    );
    expect(tokens.sort((a, b) => b - a).slice(0, 4)).toEqual([2048, 1920, 1792, 1536]);
  });

  it("are those of old up to 2048 tokens", () => {
    const options = { layers: 32, maxTokens: 2048, quick: false };
    const decode = CAMPAIGN_KERNELS.find(({ role }) => role === "decode");
    const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
    const requests = wholeSizes(campaign, decode as NonNullable<typeof decode>)
      .filter(({ context }) => context === 256)
      .map(({ tokens }) => tokens);
    expect(requests.slice(-4)).toEqual([768, 1024, 1536, 2048]);
  });
});
