import { describe, expect, it } from "@jest/globals";
import { createCampaign } from "../../../src/campaign/jobs/campaign.ts";
import { longSustainedSizes, wholeSizes } from "../../../src/campaign/jobs/grids.ts";
import { curveOf, durationUs, REACH } from "../../../src/cost/curve/interpolate.ts";
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

  it("double beyond 2048 tokens where many models share the time", () => {
    const options = { layers: 32, maxTokens: 16_384, quick: true, lean: true };
    const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
    for (const kernel of CAMPAIGN_KERNELS) {
      const beyond = wholeSizes(campaign, kernel).flatMap(({ tokens }) =>
        tokens > 2048 ? tokens : [],
      );
      expect([kernel.kernel.kind, ...new Set(beyond)]).toEqual([
        ...[kernel.kernel.kind, 4096, 8192, 16_384],
      ]);
    }
  });

  it("show attention of a lean one at long contexts, as far as the memory reaches, and its energy", () => {
    const hello = { ...HELLO, memoryBytes: 1.5e11 };
    const options = { layers: 32, maxTokens: 2048, quick: true, lean: true };
    const campaign = createCampaign(CAMPAIGN_KERNELS, hello, options);
    for (const role of ["decode", "prefill"] as const) {
      const kernel = CAMPAIGN_KERNELS.find((each) => each.role === role);
      if (kernel === undefined) throw new Error(`no ${role}`);
      const sizes = wholeSizes(campaign, kernel);
      const longest = sizes.filter(({ context }) => context === 131_072);
      expect(longest.length).toBeGreaterThan(2);
      const sequences = ({ tokens }: { tokens: number }) =>
        role === "decode" ? tokens : Math.ceil(tokens / 512);
      for (const size of sizes)
        expect(sequences(size) * size.context).toBeLessThan(1.5 * campaign.maxKvTokens);
      expect(longSustainedSizes(campaign, kernel)).toMatchObject([{ context: 32_768 }]);
      expect(longSustainedSizes({ ...campaign, lean: false }, kernel)).toEqual([]);
    }
  });

  it("tell prefill attention of any batch after prompts as long as those of its rows", () => {
    const options = { layers: 32, maxTokens: 16_384, quick: true, lean: true };
    const prefill = CAMPAIGN_KERNELS.find(({ role }) => role === "prefill");
    const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
    const points = wholeSizes(campaign, prefill as NonNullable<typeof prefill>);
    const curve = curveOf(
      "prefill_attention",
      points.map((size) => ({ ...size, us: size.tokens })),
    );
    for (const size of [
      { tokens: 4864, context: 2816 },
      { tokens: 11_392, context: 4480 },
      { tokens: 16_384, context: 16_000 },
    ])
      expect(durationUs(curve, size)).toBeGreaterThan(0);
  });

  it.each([{ lean: true }, { lean: false }])(
    "of products are all full tiles in which batches are cut, in a quick campaign too: %j",
    ({ lean }) => {
      const options = { layers: 32, maxTokens: 2048, quick: true, lean };
      const campaign = createCampaign(CAMPAIGN_KERNELS, HELLO, options);
      const product = CAMPAIGN_KERNELS.find(({ role }) => role === "gemm");
      const sizes = wholeSizes(campaign, product as NonNullable<typeof product>);
      const tokens = new Set(sizes.map((size) => size.tokens));
      for (let full = 256; full <= 2048; full += 128) expect(tokens).toContain(full);
    },
  );

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
