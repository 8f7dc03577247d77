import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { profileText } from "../../scripts/data/profile-text.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { DECODE, DOWN } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
let files = 0;

function written(text: string): string {
  const path = join(FOLDER, `${files++}.json`);
  writeFileSync(path, text);
  return path;
}

function small(): Profile {
  return syntheticProfile({
    kernels: [
      { kernel: DOWN, lane: "compute" },
      { kernel: DECODE, lane: "memory" },
    ],
    groups: [96, 112],
    tokens: [512, 1024],
    contexts: [1024],
  });
}

/** What loading says of the small profile after a change to it. */
function complaint(change: (profile: Profile) => void) {
  const profile = structuredClone(small());
  change(profile);
  try {
    loadProfile(written(profileText(profile)));
  } catch (error) {
    return error as { code: string; message: string; position: object; remedy: string };
  }
  throw new Error("the profile was accepted");
}

describe("loading a profile", () => {
  it("returns it with the hash of the file", () => {
    const path = written(profileText(small()));
    const sha256 = createHash("sha256").update(profileText(small())).digest("hex");
    expect(loadProfile(path)).toEqual({ profile: small(), path, sha256 });
  });

  it("says where a file was cut off", () => {
    const text = profileText(small());
    const path = written(text.slice(0, text.length / 2));
    expect(() => loadProfile(path)).toThrow(
      expect.objectContaining({
        code: "E_INVALID_FILE",
        position: expect.objectContaining({ path, line: expect.any(Number) }),
      }),
    );
  });

  it("tells that a file is missing and how to make it", () => {
    expect(() => loadProfile(join(FOLDER, "none.json"))).toThrow(
      expect.objectContaining({
        code: "E_UNREADABLE",
        remedy: expect.stringContaining("nanoflow-plan profile"),
      }),
    );
  });

  it("rejects durations that are NaN, negative or zero", () => {
    for (const bad of [".nan", "-1", "0"]) {
      const text = profileText(small()).replace(/(\[0, ?"w", ?512, ?0, ?)[\d.]+/, `$1${bad}`);
      expect(text).not.toBe(profileText(small()));
      expect(() => loadProfile(written(text))).toThrow(
        expect.objectContaining({ code: "E_INVALID_FILE" }),
      );
    }
  });
});

describe("a profile that makes no sense", () => {
  const firstSolo = (profile: Profile) => {
    const row = profile.kernels[0]?.solo[0];
    if (row === undefined) throw new Error("no row");
    return row;
  };
  const firstPair = (profile: Profile) => {
    const row = profile.pairs[0]?.rows[0];
    if (row === undefined) throw new Error("no row");
    return row;
  };

  const cases: [name: string, change: (profile: Profile) => void, message: RegExp][] = [
    [
      "an implementation that is not listed",
      (profile) => {
        firstSolo(profile)[0] = 7;
      },
      /`kernels\.0\.solo\.0\.0` is 7, but there are 2 implementations/,
    ],
    [
      "a partition of no split",
      (profile) => {
        firstSolo(profile)[1] = "g97";
      },
      /`kernels\.0\.solo\.0\.1` is `g97`, which is no side of any split/,
    ],
    [
      "the same point twice",
      (profile) => {
        profile.kernels[0]?.solo.push([...firstSolo(profile)]);
      },
      /repeats an earlier entry/,
    ],
    [
      "a kernel twice",
      (profile) => {
        const [kernel] = profile.kernels;
        if (kernel) profile.kernels.push(kernel);
      },
      /`kernels\.2` is a second entry for `gemm k=14336 n=4096`/,
    ],
    [
      "a kernel without a time on the whole GPU",
      (profile) => {
        const [kernel] = profile.kernels;
        if (kernel) kernel.solo = kernel.solo.filter((row) => row[1] !== "w");
      },
      /has no time of `gemm k=14336 n=4096` on the whole GPU/,
    ],
    [
      "a kernel much faster co-running than alone",
      (profile) => {
        firstPair(profile)[7] = 0.9;
      },
      /`pairs\.0\.rows\.0\.7` is 0\.9: co-running faster than alone/,
    ],
    [
      "a pair on a split that does not exist",
      (profile) => {
        firstPair(profile)[0] = 100;
      },
      /`pairs\.0\.rows\.0\.0` is 100, which is the group of no split/,
    ],
    [
      "a pair on a split of another mechanism",
      (profile) => {
        const [pair] = profile.pairs;
        if (pair) pair.mechanism = "cta-limit";
      },
      /`pairs\.0\.rows\.0\.0` is \d+, which is the group of no split/,
    ],
    [
      "a side by a CTA limit where all splits are green contexts",
      (profile) => {
        firstSolo(profile)[1] = "cg104";
      },
      /`kernels\.0\.solo\.0\.1` is `cg104`, which is no side of any split/,
    ],
    [
      "a point that is held out and given to the model",
      (profile) => {
        const [kernel] = profile.kernels;
        if (kernel) kernel.heldOut = [[...firstSolo(profile)]];
      },
      /`kernels\.0\.heldOut\.0` repeats an earlier entry/,
    ],
    [
      "a pair that is held out and given to the model",
      (profile) => {
        const [pair] = profile.pairs;
        if (pair) pair.heldOut = [[...firstPair(profile)]];
      },
      /`pairs\.0\.heldOut\.0` repeats an earlier entry/,
    ],
    [
      "a mix of a kernel that does not exist",
      (profile) => {
        const figures = { periodUs: 1, clockMhz: 1980, powerW: 600, energyMj: 1 };
        profile.mixes = [{ name: "a layer", parts: [[9, 0, 512, 0]], ...figures }];
      },
      /`mixes\.0\.parts\.0` names a kernel beyond the 2 of the file/,
    ],
    [
      "a split twice",
      (profile) => {
        const [split] = profile.splits;
        if (split) profile.splits.push({ ...split, mechanism: "green-context" });
      },
      /repeats a side of an earlier split/,
    ],
    [
      "a pair of a kernel that does not exist",
      (profile) => {
        const [pair] = profile.pairs;
        if (pair) pair.remainder = 9;
      },
      /names a kernel beyond the 2 of the file/,
    ],
    [
      "a split larger than the GPU",
      (profile) => {
        const [split] = profile.splits;
        if (split) split.remainderSms = 60;
      },
      /takes 96 \+ 60 SMs of a GPU that has 132/,
    ],
    [
      "a tensor parallelism that is not the number of GPUs",
      (profile) => {
        profile.model.tensorParallel = 2;
      },
      /is 1, but the model was split over 2/,
    ],
    [
      "a product faster than the GPU's arithmetic",
      (profile) => {
        firstSolo(profile)[4] = 30;
      },
      /`kernels\.0\.solo\.0\.4` is 30 µs, but the arithmetic of h100-sxm takes at least 56\.2 µs/,
    ],
    [
      "attention faster than the GPU's memory",
      (profile) => {
        const row = profile.kernels[1]?.solo.findLast(([, , tokens]) => tokens === 1024);
        if (row !== undefined) row[4] = 100;
      },
      /`kernels\.1\.solo\.\d+\.4` is 100 µs, but the memory of h100-sxm takes at least/,
    ],
    [
      "a product that is too fast under the power cap",
      (profile) => {
        const row = profile.kernels[0]?.sustained[0];
        if (row !== undefined) row[3] = 1;
      },
      /`kernels\.0\.sustained\.0\.3` is 1 µs, but the arithmetic/,
    ],
    [
      "more SMs than the card has",
      (profile) => {
        profile.gpu.smCount = 1320;
        firstSolo(profile)[4] = 30;
      },
      /`gpu\.smCount` is 1320, but h100-sxm has 132/,
    ],
    [
      "more memory than the card has",
      (profile) => {
        profile.gpu.memoryBytes = 80 * 2 ** 40;
      },
      /`gpu\.memoryBytes` is 87960930222080, but h100-sxm has 103079215104/,
    ],
    [
      "memory in GiB instead of bytes",
      (profile) => {
        profile.gpu.memoryBytes = 80;
      },
      /`gpu\.memoryBytes` is 80, but h100-sxm has/,
    ],
    [
      "the memory of no GPU, on a card that is not known",
      (profile) => {
        Object.assign(profile.gpu, { id: "x", name: "x", memoryBytes: 1e15 });
      },
      /`gpu\.memoryBytes` is 1000000000000000, but a GPU has/,
    ],
    [
      "a clock in GHz",
      (profile) => {
        Object.assign(profile.gpu, { boostClockMhz: 1.98 });
        for (const { sustained } of profile.kernels) sustained.length = 0;
      },
      /`gpu\.boostClockMhz` is 1\.98, but h100-sxm has 1980/,
    ],
    [
      "a power cap in mW",
      (profile) => {
        profile.power.capW = 700_000;
      },
      /`power\.capW` is 700000, but this GPU takes at most 770 W/,
    ],
    ...(
      [
        ["gemmFlopsPerSecond", 780, "h100-sxm"],
        ["sustainedGemmFlopsPerSecond", 690, "h100-sxm"],
        ["copyBytesPerSecond", 3000, "h100-sxm"],
        ["networkBytesPerSecond", 300, "h100-sxm"],
        ["gemmFlopsPerSecond", 780, "unknown"],
        ["copyBytesPerSecond", 3000, "unknown"],
      ] as const
    ).map(([key, value, id]): (typeof cases)[number] => [
      `${key} in giga or tera units of the card ${id}`,
      (profile) => {
        if (id === "unknown") Object.assign(profile.gpu, { id: "x", name: "x" });
        if (id === "unknown") profile.gpu.computeCapability = "99.0";
        profile.ceilings[key] = value;
      },
      new RegExp(`\`ceilings\\.${key}\` is ${value}, but \\S+ reaches at least`),
    ]),
    [
      "products that are faster under the power cap than in a burst",
      (profile) => {
        profile.ceilings.sustainedGemmFlopsPerSecond = 9e14;
      },
      /`ceilings\.sustainedGemmFlopsPerSecond` is 900000000000000, above the 780000000000000/,
    ],
    [
      "the compute capability of another card",
      (profile) => {
        profile.gpu.computeCapability = "8.0";
      },
      /`gpu\.computeCapability` is 8\.0, but h100-sxm has 9\.0/,
    ],
    [
      "a power that is held far from the limit",
      (profile) => {
        profile.power.heldW = 7;
      },
      /`power\.heldW` is 7, far from/,
    ],
    [
      "no date of its measurement",
      (profile) => {
        profile.provenance.measuredAt = "yesterday";
      },
      /`provenance\.measuredAt` is "yesterday", no date/,
    ],
    ...(
      [
        [5, 0.001, /has a clock of 1\.\d+ MHz, but/],
        [6, 1000, /has \d+ W, but the power limit/],
        [7, 1000, /has [\d.]+ mJ, but [\d.]+ W over/],
      ] as const
    ).map(([column, factor, message]): (typeof cases)[number] => [
      `column ${column} of a sustained row times ${factor}`,
      (profile) => {
        const row = profile.kernels[0]?.sustained[0];
        if (row !== undefined) row[column] *= factor;
      },
      message,
    ]),
    [
      "energies of bursts in µJ",
      (profile) => {
        const row = profile.kernels[0]?.sustained[0];
        if (row !== undefined) row.splice(8, 3, row[3], row[5], 1000 * row[7]);
      },
      /`kernels\.0\.sustained\.0\.10` makes/,
    ],
    [
      "a slowdown in percent",
      (profile) => {
        firstPair(profile)[7] = 115;
      },
      /`pairs\.0\.rows\.0\.7` is 115: a slowdown above/,
    ],
    [
      "a spread in percent",
      (profile) => {
        firstSolo(profile)[5] = 1.4;
      },
      /`kernels\.0\.solo\.0\.5` is 1\.4: a spread above/,
    ],
    [
      "a sustained spread in percent",
      (profile) => {
        const row = profile.kernels[0]?.sustained[0];
        if (row !== undefined) row[4] = 4;
      },
      /`kernels\.0\.sustained\.0\.4` is 4: a spread above/,
    ],
    [
      "a mix in ns",
      (profile) => {
        const figures = { periodUs: 1e6, clockMhz: 1980, powerW: 600, energyMj: 600 };
        profile.mixes = [{ name: "a layer", parts: [[0, 0, 512, 0]], ...figures }];
      },
      /`mixes\.0` has 600 mJ, but 600 W over 1000000 µs/,
    ],
    [
      "all times in ns",
      (profile) => {
        for (const { solo } of profile.kernels) for (const row of solo) row[4] *= 1000;
      },
      /`kernels\.0\.solo\.0\.4` is [\d.]+ µs, but the ceilings of this profile give/,
    ],
    [
      "one time in ns, on a side of a split",
      (profile) => {
        const row = profile.kernels[1]?.solo.find(([, side]) => side !== "w");
        if (row !== undefined) row[4] *= 1000;
      },
      /`kernels\.1\.solo\.\d+\.4` is [\d.]+ µs, but the ceilings/,
    ],
    [
      "a sustained time in ns",
      (profile) => {
        const row = profile.kernels[0]?.sustained[0];
        if (row !== undefined) row[3] *= 1000;
      },
      /`kernels\.0\.sustained\.0\.3` is [\d.]+ µs, but the ceilings/,
    ],
    [
      "the id of one card and the name of another",
      (profile) => {
        profile.gpu.name = "NVIDIA A100-SXM4-80GB";
      },
      /`gpu\.id` is h100-sxm, but the driver's name for it is that of a100-sxm/,
    ],
    [
      "ceilings above those of the GPU",
      (profile) => {
        profile.ceilings.copyBytesPerSecond = 4e12;
      },
      /`ceilings\.copyBytesPerSecond` is 4000000000000, but h100-sxm reaches 3\.35e\+12/,
    ],
    [
      "idle power above the cap",
      (profile) => {
        profile.power.idleW = 800;
      },
      /is 800 W, not below the cap/,
    ],
    [
      "no idle power",
      (profile) => {
        profile.power.idleW = 0;
      },
      /`power\.idleW` is 0 W beside a cap of 700 W/,
    ],
    [
      "a spread that tells nothing",
      (profile) => {
        profile.provenance.p95Spread = 0.3;
      },
      /`provenance\.p95Spread` is 0.3: measurements that spread by so much tell nothing/,
    ],
    [
      "a median spread above most",
      (profile) => {
        Object.assign(profile.provenance, { medianSpread: 0.02, p95Spread: 0.01 });
      },
      /`provenance\.p95Spread` is 0.01, below the median of 0.02/,
    ],
    [
      "the power of a busy card for idle power",
      (profile) => {
        profile.power.idleW = 500;
      },
      /is 500 W of a cap of 700 W: the card was not idle/,
    ],
  ];

  it.each(cases)("is rejected for %s", (_, change, message) => {
    const error = complaint(change);
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(message);
    expect(error.position).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    expect(error.remedy).toContain("nanoflow-plan profile");
  });

  it.each<[key: string, change: (copy: Profile) => void]>([
    ["model.id", (copy) => Object.assign(copy.model, { id: "" })],
    ["gpu.name", (copy) => Object.assign(copy.gpu, { name: " " })],
    ["provenance.tool", (copy) => Object.assign(copy.provenance, { tool: "" })],
  ])("is rejected for an empty %s", (key, change) => {
    const error = complaint(change);
    expect(error.message).toBe(`\`${key}\` is empty`);
  });

  it("is accepted with a slowdown that the spread explains", () => {
    const profile = structuredClone(small());
    firstPair(profile)[7] = 0.96;
    expect(loadProfile(written(profileText(profile))).profile).toEqual(profile);
  });
});
