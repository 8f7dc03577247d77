import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Profile } from "../../../src/generated/profile.ts";
import { CostTable } from "../../../src/profile/cost-table.ts";
import { loadProfile } from "../../../src/profile/load.ts";
import type { CampaignKernel, Role } from "../../../src/profile/native/campaign.ts";
import {
  type ProfileIo,
  type ProfileOptions,
  profileModel,
} from "../../../src/profile/native/profile-model.ts";
import { fakeProfiler } from "../../support/fake-profiler.ts";
import {
  ALL_REDUCE,
  DECODE,
  DOWN,
  LAYER_KERNELS,
  LM_HEAD,
  NORM,
} from "../../support/llama-kernels.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const ROLES: Readonly<Record<string, Role>> = {
  gemm: "gemm",
  decode_attention: "decode",
  prefill_attention: "prefill",
  all_reduce: "network",
};
const KERNELS: CampaignKernel[] = [
  ...LAYER_KERNELS.map((entry) => ({
    ...entry,
    role: ROLES[entry.kernel.kind] ?? "small",
    rowsPerToken: 1,
  })),
  { kernel: LM_HEAD, lane: "compute", role: "once", rowsPerToken: 1 },
];

interface Run {
  flags?: string[];
  options?: Partial<ProfileOptions>;
  signal?: AbortSignal;
  tensorParallel?: number;
}

/** Measures llama-3-8b with the fake profiler; each set-up has one output file and one job log. */
function setUp() {
  const folder = temporaryFolder();
  const out = join(folder, "llama-tp2.json");
  const log = join(folder, "jobs.log");
  const notes: string[] = [];
  const run = ({ flags = [], options = {}, signal, tensorParallel = 2 }: Run = {}) => {
    const io: ProfileIo = {
      signal: signal ?? new AbortController().signal,
      tool: "nanoflow-plan 0.0.0",
      command: "nanoflow-plan profile",
      now: () => new Date(0),
      note: (line) => notes.push(line),
      onProgress: () => {},
    };
    const defaults = { firstDevice: 0, quick: true, resume: false, maxTokens: 2048, out };
    const binary = fakeProfiler(folder, `--log=${log}`, ...flags);
    const subject = { modelId: "llama", tensorParallel, layers: 32, kernels: KERNELS };
    return profileModel(subject, { binary, ...defaults, ...options }, io);
  };
  const jobs = () => readFileSync(log, "utf8").trimEnd().split("\n");
  return { out, notes, run, jobs };
}

describe("measuring a model", () => {
  it("writes a profile that loads and answers for every kernel in company", async () => {
    const { out, run } = setUp();
    const { profile, path } = await run();
    expect(path).toBe(out);
    expect(loadProfile(out).profile).toEqual(profile);
    const costs = new CostTable(profile);
    const size = { tokens: 1024, context: 0 };
    for (const { kernel, lane, role } of KERNELS) {
      const at = kernel.kind === "decode_attention" ? { tokens: 300, context: 900 } : size;
      const options = costs.options(kernel, lane, at);
      expect([kernel.kind, options.length > 1]).toEqual([kernel.kind, role !== "once"]);
    }
    expect(existsSync(`${out}.partial.jsonl`)).toBe(false);
  });

  it("states where its figures come from", async () => {
    const { profile } = await setUp().run();
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
      power: { capW: 700, idleW: 80 },
      ceilings: { copyBytesPerSecond: 3e12 },
    });
    expect(profile.ceilings.gemmFlopsPerSecond).toBeGreaterThan(7e14);
    expect(profile.ceilings.networkBytesPerSecond).toBeGreaterThan(0);
  });

  it("keeps the GEMM that is best in company beside the one that is fastest alone", async () => {
    const { profile } = await setUp().run();
    const options = new CostTable(profile)
      .options(DOWN, "compute", { tokens: 1024, context: 0 })
      .filter(({ split }) => split === "green-context 104");
    expect(options.map(({ implementation }) => implementation)).toEqual(["tile.a", "tile.c"]);
  });

  it("holds out pairs of products with what loses least in company", async () => {
    const { run, jobs } = setUp();
    await run();
    const held = jobs().filter((line) => /pair .*split=104 .*a\.m=768 /.test(line));
    expect(held.length).toBeGreaterThan(0);
    for (const line of held) expect(line).toMatch(/a\.impl=tile\.c /);
  });

  it("holds out the fastest collective of each family", async () => {
    const { run, jobs } = setUp();
    await run();
    const held = jobs().filter((line) =>
      /solo .*op=all_reduce .*tokens=1000 .*part=whole/.test(line),
    );
    const names = held.map((line) => /impl=(\S+)/.exec(line)?.[1]);
    expect(names.sort()).toEqual(["ce.c8", "nccl.c16"]);
  });

  it("measures pairs of every layer kernel in the compute lane", async () => {
    const { profile } = await setUp().run();
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

describe("a full campaign", () => {
  let profile: Profile;
  let jobs: string[];

  beforeAll(async () => {
    const campaign = setUp();
    ({ profile } = await campaign.run({ options: { quick: false } }));
    jobs = campaign.jobs();
  });

  it("measures GEMMs of small and large nano-batches in company on every split", () => {
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
    expect(costs.energyShareInCompany(DECODE, { side: "remainder", smCount: 28 })).toBeCloseTo(
      0.8,
      2,
    );
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

  it("reads the power kept at the cap from a load of seconds", () => {
    expect(jobs).toContainEqual(expect.stringMatching(/op=gemm .*settle_seconds=3 seconds=2/));
    expect(profile.power.heldW).toBe(690);
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

describe("splits by CTA limits", () => {
  it("are measured at a few CTA counts beside the green contexts", async () => {
    const { profile } = await setUp().run();
    const limits = profile.splits.filter(({ mechanism }) => mechanism === "cta-limit");
    expect(limits.map(({ remainderSms }) => remainderSms)).toEqual([24]);
    const costs = new CostTable(profile);
    const modes = costs.options(DOWN, "compute", { tokens: 1024, context: 0 });
    expect(new Set(modes.map(({ mechanism }) => mechanism))).toContain("cta-limit");
  });

  it("tell GEMMs their SMs and kernels of the remainder their CTAs", async () => {
    const { run, jobs } = setUp();
    await run();
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
  it("come before an implementation is timed, and once for each", async () => {
    const { run, jobs } = setUp();
    await run();
    const lines = jobs();
    const check = lines.findIndex((line) => /^check .*impl=bulk\.c1/.test(line));
    const timed = lines.findIndex((line) => /^solo .*impl=bulk\.c1/.test(line));
    expect(check).toBeGreaterThan(0);
    expect(check).toBeLessThan(timed);
    const gemms = lines.filter((line) => /^check .*op=gemm .*impl=tile\.a/.test(line));
    expect(gemms).toHaveLength(1);
  });

  it("keep an implementation that fails out of the profile, which says so", async () => {
    const { profile } = await setUp().run({ flags: ["--fail-on=impl=tile.c"] });
    expect(profile.leftOut).toContainEqual(
      expect.stringMatching(
        /^gemm .*`tile\.c` failed its check and is not used: relative error 0\.7/,
      ),
    );
    for (const { kind, implementations, solo } of profile.kernels) {
      if (kind !== "gemm") continue;
      expect(implementations).not.toContain("tile.c");
      expect(solo.length).toBeGreaterThan(0);
    }
  });

  it("leave out a kernel of which nothing passes", async () => {
    const { run, jobs } = setUp();
    const { profile } = await run({ flags: ["--fail-on=op=rms_norm"] });
    expect(profile.kernels.map(({ kind }) => kind)).not.toContain("rms_norm");
    expect(jobs().filter((line) => /^solo .*op=rms_norm/.test(line))).toEqual([]);
  });
});

describe("points held out", () => {
  it("are told apart from those of the model, and judge it", async () => {
    const { profile } = await setUp().run();
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
  it("leaves out what failed and says so", async () => {
    const { run } = setUp();
    const { profile } = await run({ flags: ["--error-on=op=rms_norm"] });
    expect(profile.kernels.some(({ kind }) => kind === "rms_norm")).toBe(false);
    expect(profile.leftOut).toContain("rms_norm hidden=4096: no time on the whole GPU.");
    expect(profile.leftOut).toContainEqual(expect.stringMatching(/^rms_norm .*launch failed/));
  });

  it("starts the profiler again after a job that kills it, without that job", async () => {
    const { run, jobs } = setUp();
    const point = "m=1024 part=group:104";
    const { profile } = await run({ flags: [`--die-on=n=6144 k=4096 ${point}`] });
    expect(jobs().filter((line) => line.includes(`n=6144 k=4096 ${point}`)).length).toBe(1);
    expect(profile.leftOut).toContainEqual(
      expect.stringMatching(/^gemm k=4096 n=6144: native-profiler ended with exit code 134/),
    );
  });

  it("gives up when the profiler dies on one job after the other, and keeps what it has", async () => {
    const { out, run } = setUp();
    await expect(run({ flags: ["--die-on=state=burst"] })).rejects.toEqual(
      expect.objectContaining({ code: "E_NATIVE", message: expect.stringContaining("illegal") }),
    );
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(`${out}.partial.jsonl`, "utf8")).toContain('"line":"idle"');
  });

  it("goes on where it was interrupted and measures nothing twice", async () => {
    const { run, jobs, notes } = setUp();
    const interrupt = new AbortController();
    const broken = run({ flags: ["--hang-on=state=sustained"], signal: interrupt.signal });
    setTimeout(() => interrupt.abort("SIGINT"), 1000);
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
    const { out, run } = setUp();
    const { profile } = await run({ options: { quick: false, budgetSeconds: 0.3 } });
    expect(profile.leftOut).toContainEqual(expect.stringMatching(/budget of 0\.3 s was used up/));
    expect(loadProfile(out).profile.kernels.length).toBeGreaterThan(0);
  });

  it("measures no collectives on one GPU", async () => {
    const { run } = setUp();
    const { profile } = await run({ flags: ["--unsupported-on=op=all_reduce"], tensorParallel: 1 });
    expect(profile.ceilings.networkBytesPerSecond).toBeNull();
    expect(profile.kernels.map(({ kind }) => kind)).not.toContain(ALL_REDUCE.kind);
    expect(profile.kernels.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([DECODE.kind, NORM.kind]),
    );
  });
});
