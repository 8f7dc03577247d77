import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { campaignRun } from "../support/campaign-run.ts";
import { DECODE, LAYER_KERNELS, LM_HEAD } from "../support/llama-kernels.ts";

/** At which fake-native-profiler.mjs has pairs run back to back. */
const PAIR_CLOCK_MHZ = 1500;

describe("a full campaign", () => {
  let profile: Profile;
  let jobs: string[];

  beforeAll(async () => {
    const campaign = campaignRun();
    ({ profile } = await campaign.run({ options: { quick: false } }));
    jobs = campaign.jobs();
  });

  it("measures GEMMs of small and large nano-batches co-running on every split", () => {
    const down = profile.kernels.findIndex(({ shape }) => shape.k === 14336);
    const beside = profile.kernels.findIndex(({ kind }) => kind === "decode_attention");
    const rows = profile.pairs
      .filter(({ group, remainder }) => group === down && remainder === beside)
      .flatMap((pair) => pair.rows.map((row) => ({ mechanism: pair.mechanism, row })));
    for (const { mechanism = "green-context", groupSms } of profile.splits) {
      const here = rows.filter((each) => each.mechanism === mechanism && each.row[0] === groupSms);
      if (here.length === 0) continue;
      const tokens = new Set(here.map(({ row }) => row[2]));
      expect([groupSms, ...[256, 512, 1024, 2048].filter((m) => tokens.has(m))]).toEqual([
        ...[groupSms, 256, 512, 1024, 2048],
      ]);
    }
  });

  it("learns what decode attention takes of energy beside the two largest products", () => {
    const lines = jobs.filter((line) => /^pair .*state=sustained/.test(line));
    const splitsOf = (product: RegExp) =>
      lines
        .filter((line) => product.test(line))
        .map((line) => /split=(\d+).*?(?:b\.ctas=(\d+))?$/.exec(line)?.slice(1));
    expect(splitsOf(/a\.n=28672 a\.k=4096 .*b\.op=decode_attention/)).toEqual([
      ...["120", "112", "104", "96"].map((group) => [group, undefined]),
      ...["8", "16", "24", "32"].map((ctas) => ["0", ctas]),
    ]);
    expect(splitsOf(/a\.n=4096 a\.k=14336 .*b\.op=decode_attention/)).toEqual([
      ["112", undefined],
      ["104", undefined],
    ]);
    const costs = new CostTable(profile);
    const remainder = { side: "remainder", smCount: 28 } as const;
    expect(costs.coRunEnergyShare(DECODE, remainder, PAIR_CLOCK_MHZ)).toBeCloseTo(0.8, 2);
  });

  it("takes for that a product whose slowdown it measured on the same split", () => {
    const identity = (line: string) =>
      ["split", "a.m", "a.n", "a.k", "a.impl"]
        .map((key) => new RegExp(`\\b${key}=(\\S+)`).exec(line)?.[1])
        .join();
    const pairs = jobs.filter((line) => line.startsWith("pair "));
    const burst = new Set(pairs.filter((line) => !line.includes("sustained")).map(identity));
    const sustained = pairs.filter((line) => line.includes("sustained")).map(identity);
    expect(sustained.filter((each) => !burst.has(each))).toEqual([]);
  });

  it("reads the power kept at the cap from a layer that lasts for seconds", () => {
    const layer = /^mix .*op=gemm .*op=decode_attention .*settle_seconds=3 seconds=2/;
    expect(jobs).toContainEqual(expect.stringMatching(layer));
    expect(profile.power.heldW).toBe(692);
  });

  it("asks for nothing that the KV cache of the GPU cannot hold by far", () => {
    const kvTokens = jobs
      .filter((line) => line.includes(" op=decode_attention"))
      .map((line) => /requests=(\d+) context=(\d+)/.exec(line)?.slice(1).map(Number) ?? [])
      .map(([requests = 0, context = 0]) => requests * context);
    expect(kvTokens.length).toBeGreaterThan(0);
    expect(Math.max(...kvTokens)).toBeLessThan((1.5 * 80e9) / (32 * 4 * 8 * 128));
  });

  it("measures every group of 64 SMs and more, and says which it left out", () => {
    const groups = profile.splits
      .filter(({ mechanism }) => mechanism !== "cta-limit")
      .map(({ groupSms }) => groupSms);
    expect(groups).toEqual([64, 72, 80, 88, 96, 104, 112, 120]);
    expect(profile.leftOut).toContainEqual(expect.stringMatching(/Groups of 8, 16, .*56 SMs/));
    const down = profile.kernels.find(({ shape }) => shape.k === 14336);
    const counts = new Set(down?.solo.filter(([, key]) => key === "g104").map((row) => row[2]));
    for (let tokens = 128; tokens <= 2048; tokens += 128) expect(counts).toContain(tokens);
  });

  it("runs decode attention without clusters under CTA limits, and tries such GEMMs beside it", () => {
    const pairs = jobs.filter((line) => /pair .*split=0 .*b\.op=decode_attention/.test(line));
    const uses = pairs.map((line) => /b\.impl=(\S+) b\.ctas=(\d+)/.exec(line)?.slice(1).join(" "));
    expect(new Set(uses)).toEqual(
      new Set([...["bulk.c1 8", "bulk.c1 16", "bulk.c1 24", "bulk.c1 32"]]),
    );
    const products = LAYER_KERNELS.filter(({ kernel }) => kernel.kind === "gemm");
    for (const { kernel } of products)
      expect(pairs).toContainEqual(
        expect.stringMatching(`a.n=${kernel.shape.n} a.k=${kernel.shape.k} .*a.impl=tile.c `),
      );
  });

  it("measures GEMMs with the last tile partly empty too, most finely where there are few", () => {
    const { solo = [] } = profile.kernels.find(({ shape }) => shape.k === 14336) ?? {};
    const within = (key: string, full: number) =>
      new Set(
        solo
          .filter(([, at, tokens]) => at === key && tokens > full - 128 && tokens < full)
          .map(([, , tokens]) => full - tokens),
      );
    expect(within("w", 256)).toEqual(new Set([32, 72, 112]));
    expect(within("w", 1408)).toEqual(new Set([48, 112]));
    expect(within("g104", 256)).toEqual(new Set([48, 112]));
    expect(within("cg108", 1408)).toEqual(new Set([112]));
    const head = jobs.filter((line) => line.includes(`n=${LM_HEAD.shape.n} `));
    for (const full of [256, 1408])
      for (const empty of [48, 112])
        expect(head).toContainEqual(expect.stringContaining(` m=${full - empty} `));
  });

  it("holds out sizes that lie between those it measures", () => {
    expect(profile.kernels.some(({ heldOut = [] }) => heldOut.length > 0)).toBe(true);
    for (const { solo, heldOut = [] } of profile.kernels) {
      const known = new Set(
        solo.map(([index, key, tokens, context]) => [index, key, tokens, context].join()),
      );
      for (const [index, key, tokens, context] of heldOut)
        expect(known).not.toContain([index, key, tokens, context].join());
    }
  });

  it("measures what runs once a step on the whole GPU only", () => {
    const head = jobs.filter((line) => line.includes(`n=${LM_HEAD.shape.n} `));
    expect(head.length).toBeGreaterThan(0);
    for (const line of head) expect(line).toMatch(/part=whole(?!.*(sm_target|ctas))/);
  });
});
