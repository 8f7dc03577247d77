import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { CAMPAIGN_KERNELS, campaignRun } from "../support/campaign-run.ts";
import { ALL_REDUCE, DECODE, DOWN, NORM } from "../support/llama-kernels.ts";

/** A campaign without trouble, which all look at that want nothing else. */
const plain = campaignRun();
let profile: Profile;
let path: string;

/** A campaign that meets trouble of four kinds, each with something else. */
const troubled = campaignRun();
const DEADLY = "n=6144 k=4096 m=1024 part=group:104";
let spared: Profile;

beforeAll(async () => {
  ({ profile, path } = await plain.run());
  ({ profile: spared } = await troubled.run({
    flags: [
      "--fail-on=impl=tile.c|op=rms_norm",
      "--error-on=op=prefill_attention",
      `--die-on=${DEADLY}`,
    ],
  }));
});

describe("measuring a model", () => {
  it("writes a profile that loads and answers for every kernel that co-runs", () => {
    const { out } = plain;
    expect(path).toBe(out);
    expect(loadProfile(out).profile).toEqual(profile);
    const costs = new CostTable(profile);
    const size = { tokens: 1024, context: 0 };
    for (const { kernel, lane, role } of CAMPAIGN_KERNELS) {
      const at = kernel.kind === "decode_attention" ? { tokens: 300, context: 900 } : size;
      const options = costs.options(kernel, lane, at);
      expect([kernel.kind, options.length > 1]).toEqual([kernel.kind, role !== "once"]);
    }
    expect(existsSync(`${out}.partial.jsonl`)).toBe(false);
  });

  it("states where its figures come from", () => {
    expect(profile).toMatchObject({
      source: "measured",
      gpu: { id: "h100-sxm", count: 2, smCount: 132 },
      model: { id: "llama", tensorParallel: 2 },
      provenance: {
        tool: "nanoflow-plan 0.0.0",
        measuredAt: "1970-01-01T00:00:00.000Z",
        driver: "580.0",
        medianSpread: 0.004,
        throttleReasons: ["sw_power_cap"],
      },
      power: { capW: 700, idleW: 80, heldW: 692 },
      ceilings: { copyBytesPerSecond: 3e12 },
    });
    expect(profile.ceilings.gemmFlopsPerSecond).toBeGreaterThan(7e14);
    expect(profile.ceilings.networkBytesPerSecond).toBeGreaterThan(0);
  });

  it("keeps the GEMM that is best when co-running beside the one that is fastest alone", () => {
    const options = new CostTable(profile)
      .options(DOWN, "compute", { tokens: 1024, context: 0 })
      .filter(({ split }) => split === "green-context 104");
    expect(options.map(({ implementation }) => implementation)).toEqual(["tile.a", "tile.c"]);
  });

  it("measures what company saves for as long as a full campaign does", () => {
    const { jobs } = plain;
    const sustained = jobs().filter((line) => /^pair .*state=sustained/.test(line));
    expect(sustained.length).toBeGreaterThan(0);
    for (const line of sustained) expect(line).toMatch(/settle_seconds=0.7 seconds=1.7/);
  });

  it("holds out pairs of products with what loses least when co-running", () => {
    const { jobs } = plain;
    const held = jobs().filter((line) => /pair .*split=104 .*a\.m=768 /.test(line));
    expect(held.length).toBeGreaterThan(0);
    for (const line of held) expect(line).toMatch(/a\.impl=tile\.c /);
  });

  it("holds out the fastest collective of each family", () => {
    const { jobs } = plain;
    const held = jobs().filter((line) =>
      /solo .*op=all_reduce .*tokens=1000 .*part=whole/.test(line),
    );
    const names = held.map((line) => /impl=(\S+)/.exec(line)?.[1]);
    expect(names.sort()).toEqual(["ce.c8", "nccl.c16"]);
  });

  it("measures pairs of every layer kernel in the compute lane", () => {
    const kinds = profile.pairs.map(({ group, remainder }) =>
      [profile.kernels[group]?.kind, profile.kernels[remainder]?.kind].join("/"),
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        ...["gemm", "prefill_attention", "rms_norm"].flatMap((kind) => [
          `${kind}/decode_attention`,
          `${kind}/all_reduce`,
        ]),
        "decode_attention/all_reduce",
      ]),
    );
  });
});

describe("splits by CTA limits", () => {
  it("are measured at a few CTA counts beside the green contexts", () => {
    const limits = profile.splits.filter(({ mechanism }) => mechanism === "cta-limit");
    expect(limits.map(({ remainderSms }) => remainderSms)).toEqual([24]);
    const costs = new CostTable(profile);
    const modes = costs.options(DOWN, "compute", { tokens: 1024, context: 0 });
    expect(new Set(modes.map(({ mechanism }) => mechanism))).toContain("cta-limit");
  });

  it("tell GEMMs their SMs and kernels of the remainder their CTAs", () => {
    const { jobs } = plain;
    expect(jobs()).toContainEqual(expect.stringMatching(/sweep .*part=whole sm_target=108/));
    expect(jobs()).toContainEqual(
      expect.stringMatching(/solo .*op=prefill_attention .*part=whole sm_target=108/),
    );
    expect(jobs()).not.toContainEqual(expect.stringMatching(/op=rms_norm .*sm_target/));
    expect(jobs()).toContainEqual(expect.stringMatching(/op=decode_attention .*ctas=24/));
    expect(jobs()).toContainEqual(expect.stringMatching(/pair .*split=0 .*b\.ctas=24/));
  });
});

describe("checks", () => {
  it("come before an implementation is timed, and once for each", () => {
    const { jobs } = plain;
    const lines = jobs();
    const check = lines.findIndex((line) => /^check .*impl=bulk\.c1/.test(line));
    const timed = lines.findIndex((line) => /^solo .*impl=bulk\.c1/.test(line));
    expect(check).toBeGreaterThan(0);
    expect(check).toBeLessThan(timed);
    const gemms = lines.filter((line) => /^check .*op=gemm .*impl=tile\.a/.test(line));
    expect(gemms).toHaveLength(1);
  });

  it("keep an implementation that fails out of the profile, which says so", () => {
    expect(spared.leftOut).toContainEqual(
      expect.stringMatching(
        /^gemm .*`tile\.c` failed its check and is not used: relative error 0\.7/,
      ),
    );
    for (const { kind, implementations, solo } of spared.kernels) {
      if (kind !== "gemm") continue;
      expect(implementations).not.toContain("tile.c");
      expect(solo.length).toBeGreaterThan(0);
    }
  });

  it("leave out a kernel of which nothing passes", () => {
    expect(spared.kernels.map(({ kind }) => kind)).not.toContain("rms_norm");
    expect(troubled.jobs().filter((line) => /^solo .*op=rms_norm/.test(line))).toEqual([]);
  });
});

describe("points held out", () => {
  it("are told apart from those of the model, and judge it", () => {
    const down = profile.kernels.find(({ shape }) => shape.k === 14336);
    const held = down?.heldOut?.map(([, , tokens]) => tokens) ?? [];
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((tokens) => tokens % 128 !== 0)).toBe(true);
    expect(profile.mixes?.length).toBeGreaterThan(0);
    const judged = profile.holdOut?.map(({ what }) => what) ?? [];
    expect(judged).toEqual(expect.arrayContaining(["gemm", "decode_attention", "period of mixes"]));
    expect(judged).toContainEqual(expect.stringMatching(/^gemm beside decode_attention$/));
    expect(profile.holdOut?.find(({ what }) => what === "gemm")?.worst).toBeLessThan(0.02);
  });
});

describe("a campaign that meets trouble", () => {
  it("leaves out what failed and says so", () => {
    expect(spared.kernels.some(({ kind }) => kind === "prefill_attention")).toBe(false);
    expect(spared.leftOut).toContainEqual(
      expect.stringMatching(/^prefill_attention [^:]*: no time on the whole GPU\.$/),
    );
    expect(spared.leftOut).toContainEqual(
      expect.stringMatching(/^prefill_attention .*launch failed/),
    );
  });

  it("starts the profiler again after a job that kills it, without that job", () => {
    expect(troubled.jobs().filter((line) => line.includes(DEADLY)).length).toBe(1);
    expect(spared.leftOut).toContainEqual(
      expect.stringMatching(/^gemm k=4096 n=6144: native-profiler ended with exit code 134/),
    );
  });

  it("gives up when the profiler dies on one job after the other, and keeps what it has", async () => {
    const { out, run } = campaignRun();
    await expect(run({ flags: ["--die-on=state=burst"] })).rejects.toEqual(
      expect.objectContaining({ code: "E_NATIVE", message: expect.stringContaining("illegal") }),
    );
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(`${out}.partial.jsonl`, "utf8")).toContain('"line":"idle"');
  });

  it("goes on where it was interrupted and measures nothing twice", async () => {
    const { run, jobs, notes, asked } = campaignRun();
    const interrupt = new AbortController();
    const broken = run({ flags: ["--hang-on=state=sustained"], signal: interrupt.signal });
    void asked("state=sustained").then(() => interrupt.abort("SIGINT"));
    await expect(broken).rejects.toEqual(expect.objectContaining({ code: "E_INTERRUPTED" }));
    const before = jobs().filter((line) => !line.includes("sustained"));
    await run({ options: { resume: true } });
    expect(notes).toContainEqual(expect.stringContaining(`Going on after ${before.length}`));
    const all = jobs().map((line) => line.replace(/ id=\d+/, ""));
    const sustainedOnce = new Set(all.filter((line) => line.includes("sustained")));
    expect(all.length - 1).toBe(new Set(all).size); // the job that hung is asked for again
    expect(sustainedOnce.size).toBeGreaterThan(0);
  });

  it("makes a profile of the most important when the time is used up", async () => {
    const { out, run } = campaignRun();
    const { profile } = await run({ options: { quick: false, budgetSeconds: 0.3 } });
    expect(profile.leftOut).toContainEqual(expect.stringMatching(/budget of 0\.3 s was used up/));
    expect(loadProfile(out).profile.kernels.length).toBeGreaterThan(0);
  });

  it("measures no collectives on one GPU", async () => {
    const { run } = campaignRun();
    const { profile } = await run({ flags: ["--unsupported-on=op=all_reduce"], tensorParallel: 1 });
    expect(profile.ceilings.networkBytesPerSecond).toBeNull();
    expect(profile.kernels.map(({ kind }) => kind)).not.toContain(ALL_REDUCE.kind);
    expect(profile.kernels.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([DECODE.kind, NORM.kind]),
    );
  });
});
