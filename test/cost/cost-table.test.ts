import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CostTable } from "../../src/cost/cost-table.ts";
import { splitId, WHOLE_GPU } from "../../src/cost/table/split.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { DECODE, DOWN, LAYER_KERNELS, LM_HEAD, NORM, QKV } from "../support/llama-kernels.ts";
import { plannerError } from "../support/planner-error.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";

const PROFILE = syntheticProfile({ kernels: LAYER_KERNELS });
const COSTS = new CostTable(PROFILE);
const AT_1024 = { tokens: 1024, context: 0 };
const DECODE_SIZE = { tokens: 384, context: 1024 };
const greenContext = (groupSms: number) => splitId({ groupSms });

/** Fastest time alone on a side, µs; the whole GPU, or any group. */
function soloUsOf(kernel: typeof DOWN, side: "whole" | "group", size: typeof DECODE_SIZE): number {
  const lane = kernel === DECODE ? "memory" : "compute";
  return COSTS.options(kernel, lane, size).find((option) => option.side === side)?.soloUs ?? 0;
}

/** The profile with the rows of one kernel changed. */
function withKernel(
  kernel: { kind: string; shape: object },
  change: (entry: Profile["kernels"][number]) => Partial<Profile["kernels"][number]>,
): Profile {
  const kernels = PROFILE.kernels.map((entry) =>
    entry.kind === kernel.kind && entry.shape === kernel.shape
      ? { ...entry, ...change(entry) }
      : entry,
  );
  return { ...PROFILE, kernels };
}

describe("options of a kernel", () => {
  it("lie on the whole GPU and on groups for the compute lane", () => {
    const sides = new Set(COSTS.options(DOWN, "compute", AT_1024).map(({ side }) => side));
    expect(sides).toEqual(new Set(["whole", "group"]));
  });

  it("lie on the whole GPU and on remainders for the memory lane", () => {
    const options = COSTS.options(DECODE, "memory", DECODE_SIZE);
    expect(new Set(options.map(({ side }) => side))).toEqual(new Set(["whole", "remainder"]));
    expect(
      options.every(
        ({ side, smCount, split }) => side === "whole" || split === greenContext(132 - smCount),
      ),
    ).toBe(true);
  });

  it("lie on groups too for a kernel that was measured there beside others", () => {
    const decode = PROFILE.kernels.findIndex(({ kind }) => kind === "decode_attention");
    const network = PROFILE.kernels.findIndex(({ kind }) => kind === "all_reduce");
    const row = PROFILE.pairs[0]?.rows[0];
    if (row === undefined) throw new Error("no row");
    const beside = { group: decode, remainder: network, rows: [row.with(0, 104) as typeof row] };
    const kernels = PROFILE.kernels.map((kernel, index) =>
      index !== decode
        ? kernel
        : {
            ...kernel,
            solo: kernel.solo.flatMap((solo) =>
              solo[1] === "w" ? [solo, solo.with(1, "g104") as typeof solo] : [solo],
            ),
          },
    );
    const costs = new CostTable({ ...PROFILE, kernels, pairs: [...PROFILE.pairs, beside] });
    const onGroups = costs
      .options(DECODE, "memory", DECODE_SIZE)
      .filter(({ side }) => side === "group");
    expect(onGroups.some(({ smCount }) => smCount === 104)).toBe(true);
    expect(COSTS.options(DECODE, "memory", DECODE_SIZE).map(({ side }) => side)).not.toContain(
      "group",
    );
  });

  it("keep the fastest alone and the best when co-running of each group", () => {
    const at104 = COSTS.options(DOWN, "compute", AT_1024).filter(
      ({ split }) => split === greenContext(104),
    );
    expect(at104.map(({ implementation }) => implementation)).toEqual(["wide", "narrow"]);
  });

  it("keep one where co-running does not matter", () => {
    const calm = new CostTable(syntheticProfile({ kernels: LAYER_KERNELS, interference: 0 }));
    const at104 = calm
      .options(DOWN, "compute", AT_1024)
      .filter(({ split }) => split === greenContext(104));
    expect(at104.map(({ implementation }) => implementation)).toEqual(["wide"]);
  });

  it("cover splits between those where a small operation was measured", () => {
    const sparse = withKernel(NORM, ({ solo }) => ({
      solo: solo.filter(([, partition]) => ["w", "g64", "g120"].includes(partition)),
    }));
    const us = (groupSms: number) =>
      new CostTable(sparse).soloUs(NORM, "plain", "group", greenContext(groupSms), AT_1024);
    expect(us(96)).toBeLessThanOrEqual(us(64) ?? 0);
    expect(us(96)).toBeGreaterThanOrEqual(us(120) ?? Number.POSITIVE_INFINITY);
  });

  it("never invent a GEMM's time on a split where it was not measured", () => {
    const sparse = withKernel(QKV, ({ solo }) => ({
      solo: solo.filter(([, partition]) => partition !== "g96"),
    }));
    expect(
      new CostTable(sparse).soloUs(QKV, "wide", "group", greenContext(96), AT_1024),
    ).toBeUndefined();
  });

  it("never invent a GEMM's time at a size where only others were measured", () => {
    const sparse = withKernel(QKV, ({ solo }) => ({
      solo: solo.filter(([index, , tokens]) => tokens === 1024 || (index === 0 && tokens === 512)),
    }));
    const costs = new CostTable(sparse);
    const us = (implementation: string, tokens: number) =>
      costs.soloUs(QKV, implementation, "whole", WHOLE_GPU, { tokens, context: 0 });
    expect(us("narrow", 1000)).toBe(us("narrow", 1024)); // fills the same tile
    expect(us("wide", 768)).toBeLessThan(us("wide", 1024) ?? 0);
    expect(us("narrow", 768)).toBe(us("narrow", 1024)); // no more than so long
    expect(us("narrow", 512)).toBeUndefined();
    expect(us("narrow", 400)).toBeUndefined();
  });

  it("name the hole when a size lies beyond what was measured", () => {
    expect(() => COSTS.options(DOWN, "compute", { tokens: 8192, context: 0 })).toThrow(
      expect.objectContaining({
        code: "E_PROFILE_MISMATCH",
        message: expect.stringContaining("`gemm k=14336 n=4096` at 8192 tokens"),
        remedy: expect.stringContaining("nanoflow-plan profile --model MODEL --max-tokens TOKENS"),
      }),
    );
  });

  it("advise shorter contexts beyond what any campaign measures, and no more tokens", () => {
    expect(() => COSTS.options(DECODE, "memory", { tokens: 64, context: 90_000 })).toThrow(
      expect.objectContaining({
        remedy: expect.stringMatching(/^Plan for contexts of at most \d+ tokens/),
      }),
    );
  });

  it("name a kernel that the profile lacks", () => {
    expect(() => COSTS.options(LM_HEAD, "compute", AT_1024)).toThrow(
      expect.objectContaining({ code: "E_PROFILE_MISMATCH" }),
    );
  });
});

describe("slowdowns of a pair", () => {
  const down = (implementation: string, tokens = 1024) => ({
    kernel: DOWN,
    implementation,
    size: { tokens, context: 0 },
  });
  const decode = { kernel: DECODE, implementation: "plain", size: { tokens: 512, context: 1024 } };

  it("are what was measured at a measured point", () => {
    const pair = PROFILE.pairs.find(
      ({ group, remainder }) =>
        PROFILE.kernels[group]?.shape === DOWN.shape &&
        PROFILE.kernels[remainder]?.kind === "decode_attention",
    );
    const row = pair?.rows.find(
      ([split, i, tokensA, , j, tokensB, context]) =>
        split === 104 &&
        i === 1 &&
        tokensA === 1024 &&
        j === 0 &&
        tokensB === 512 &&
        context === 1024,
    );
    expect(COSTS.slowdowns(greenContext(104), down("narrow"), decode)).toEqual({
      group: row?.[7],
      remainder: row?.[8],
    });
  });

  it("lie between the neighbours at a split between two", () => {
    const groups = [64, 92, 120];
    const profile = syntheticProfile({ kernels: LAYER_KERNELS, groups });
    const pairs = profile.pairs.map((pair) => ({
      ...pair,
      rows: pair.rows.filter(([groupSms]) => groupSms !== 92),
    }));
    const coarse = new CostTable({ ...profile, pairs });
    const [low, between, high] = groups.map((groupSms) =>
      coarse.slowdowns(greenContext(groupSms), down("wide"), decode),
    );
    expect(between?.group).toBeCloseTo(((low?.group ?? 0) + (high?.group ?? 0)) / 2);
  });

  it("at a measured size of the group hang on no other, however large the remainder's work is", () => {
    const pairs = PROFILE.pairs.map((pair) => ({
      ...pair,
      rows: pair.rows.map((row) => row.with(7, row[2] === 1024 ? 1.1 : 3) as typeof row),
    }));
    const steep = new CostTable({ ...PROFILE, pairs });
    const large = { ...decode, size: { tokens: 2048, context: 4096 } };
    const at = (tokens: number) => steep.slowdowns(greenContext(104), down("wide", tokens), large);
    expect(at(1024)?.group).toBeCloseTo(1.1);
    expect(at(768)?.group).toBeGreaterThan(1.1);
  });

  it("of an implementation measured on another split only are the worst known on this one", () => {
    const coarse = syntheticProfile({ kernels: LAYER_KERNELS, groups: [80, 104] });
    const pairs = coarse.pairs.map((pair) => ({
      ...pair,
      rows: pair.rows
        .filter((row) => row[0] === 104 || row[1] === 1)
        .map((row) => row.with(7, row[0] === 104 ? 1.1 : 2.5) as typeof row),
    }));
    const costs = new CostTable({ ...coarse, pairs });
    expect(costs.slowdowns(greenContext(80), down("wide"), decode)?.group).toBeCloseTo(2.5);
  });

  it("are the worst known for an implementation never measured co-running", () => {
    const wide = COSTS.slowdowns(greenContext(104), down("wide"), decode);
    expect(COSTS.slowdowns(greenContext(104), down("unheard-of"), decode)).toEqual(wide);
  });

  it("are unknown for kernels never measured together", () => {
    expect(COSTS.slowdowns(greenContext(104), decode, down("wide"))).toBeUndefined();
  });

  it("are never below 1, whatever noise was measured", () => {
    const pairs = PROFILE.pairs.map((pair) => ({
      ...pair,
      rows: pair.rows.map((row) => row.with(7, 0.97) as typeof row),
    }));
    const noisy = new CostTable({ ...PROFILE, pairs });
    expect(noisy.slowdowns(greenContext(104), down("wide"), decode)?.group).toBe(1);
  });
});

describe("splits by CTA limits", () => {
  const both = syntheticProfile({ kernels: LAYER_KERNELS, groups: [104], ctaLimits: [28] });
  const byLimit = splitId({ mechanism: "cta-limit", groupSms: 104 });

  it("give options of their own beside the green contexts of the same size", () => {
    const options = new CostTable(both).options(DECODE, "memory", DECODE_SIZE);
    expect(
      options.map(({ split, side, smCount, mechanism }) => [split, side, smCount, mechanism]),
    ).toEqual([
      [WHOLE_GPU, "whole", 132, undefined],
      [greenContext(104), "remainder", 28, undefined],
      [byLimit, "remainder", 28, "cta-limit"],
    ]);
  });

  it("have times of their own", () => {
    const kernels = both.kernels.map((kernel) => ({
      ...kernel,
      solo: kernel.solo.map((row) =>
        row[1].startsWith("c") ? (row.with(4, 3 * row[4]) as typeof row) : row,
      ),
    }));
    const costs = new CostTable({ ...both, kernels });
    const us = (split: string) => costs.soloUs(DOWN, "wide", "group", split, AT_1024) ?? 0;
    expect(us(byLimit)).toBeCloseTo(3 * us(greenContext(104)));
  });

  it("have slowdowns of their own", () => {
    const pairs = both.pairs.map((pair) => ({
      ...pair,
      rows: pair.rows.map((row) =>
        pair.mechanism === "cta-limit" ? (row.with(7, 1.75) as typeof row) : row,
      ),
    }));
    const costs = new CostTable({ ...both, pairs });
    const down = { kernel: DOWN, implementation: "wide", size: AT_1024 };
    const decode = { kernel: DECODE, implementation: "plain", size: DECODE_SIZE };
    expect(costs.slowdowns(byLimit, down, decode)?.group).toBeCloseTo(1.75);
    expect(costs.slowdowns(greenContext(104), down, decode)?.group).toBeLessThan(1.75);
  });

  it("are known alone only from measurements that began on an idle GPU", () => {
    const measured = { ...both, source: "measured" as const };
    const { provenance } = measured;
    const old = new CostTable(measured);
    const down = { kernel: DOWN, implementation: "wide", size: AT_1024 };
    const decode = { kernel: DECODE, implementation: "plain", size: DECODE_SIZE };
    expect(old.slowdowns(byLimit, down, decode)).toBeUndefined();
    expect(old.slowdowns(greenContext(104), down, decode)).toBeDefined();
    const splits = old.options(DECODE, "memory", DECODE_SIZE).map(({ split }) => split);
    expect(splits).toEqual([WHOLE_GPU, greenContext(104)]);
    const now = new CostTable({ ...measured, provenance: { ...provenance, pairStart: "idle" } });
    expect(now.slowdowns(byLimit, down, decode)).toBeDefined();
  });

  it("are told apart from green contexts by a partition's mechanism", () => {
    const costs = new CostTable(both);
    expect(costs.splitOf({ side: "group", smCount: 104 })).toBe(greenContext(104));
    expect(costs.splitOf({ side: "group", smCount: 104, mechanism: "cta-limit" })).toBe(byLimit);
    expect(COSTS.splitOf({ side: "group", smCount: 104, mechanism: "cta-limit" })).toBeUndefined();
  });
});

describe("energy and clocks", () => {
  const row = PROFILE.kernels
    .find(({ shape }) => shape === DOWN.shape)
    ?.sustained.find(([, tokens]) => tokens === 1024);

  it("takes energy above idle at both measured clocks, and between them elsewhere", () => {
    // A call's energy in the profile includes what the idle board takes in that time.
    const idleMj = (us = 0) => (PROFILE.power.idleW * us) / 1000;
    const sustainedMj = (row?.[7] ?? 0) - idleMj(row?.[3]);
    const spacedMj = (row?.[10] ?? 0) - idleMj(row?.[8]);
    expect(COSTS.energyMj(DOWN, AT_1024, 1500)).toBeCloseTo(sustainedMj);
    expect(COSTS.energyMj(DOWN, AT_1024, 1980)).toBeCloseTo(spacedMj);
    expect(COSTS.energyMj(DOWN, AT_1024, 1740)).toBeCloseTo((sustainedMj + spacedMj) / 2);
  });

  it("takes no less energy below the clock at which the voltage reaches its floor", () => {
    const slow = withKernel(DOWN, ({ sustained }) => ({
      sustained: sustained.map((each) => {
        const copy: typeof each = [...each];
        copy[5] = 1000;
        return copy;
      }),
    }));
    const at = (clockMhz: number) => new CostTable(slow).energyMj(DOWN, AT_1024, clockMhz) ?? 0;
    expect(at(1000)).toBe(at(1287));
    expect(at(1287)).toBe(COSTS.energyMj(DOWN, AT_1024, 1500));
    expect(at((1287 + 1980) / 2)).toBeCloseTo((at(1287) + at(1980)) / 2);
  });

  it("scales energy by work above the measured sizes", () => {
    const largest = COSTS.energyMj(DOWN, { tokens: 2048, context: 0 }, 1980) ?? 0;
    expect(COSTS.energyMj(DOWN, { tokens: 2560, context: 0 }, 1980)).toBeCloseTo(1.25 * largest);
  });

  it("keeps below the measured sizes what a call takes at any size", () => {
    const at = (tokens: number) => COSTS.energyMj(DOWN, { tokens, context: 0 }, 1980) ?? 0;
    const perToken = (at(1024) - at(512)) / 512;
    expect(at(256)).toBeCloseTo(at(512) - 256 * perToken);
    expect(at(256)).toBeGreaterThan(at(512) / 2);
  });

  it("scales energy by work where only one size was measured", () => {
    const one = withKernel(DOWN, ({ sustained }) => ({
      sustained: sustained.filter(([, tokens]) => tokens === 512),
    }));
    const at = (tokens: number) => new CostTable(one).energyMj(DOWN, { tokens, context: 0 }, 1980);
    expect(at(256)).toBeCloseTo((at(512) ?? 0) / 2);
  });

  it("knows no energy where none was measured", () => {
    const dark = withKernel(DOWN, () => ({ sustained: [] }));
    expect(new CostTable(dark).energyMj(DOWN, AT_1024, 1980)).toBeUndefined();
  });

  it("takes for the cap what the card kept of it, where kernels met it", () => {
    const drawing = (powerW: number) => ({
      ...PROFILE,
      kernels: PROFILE.kernels.map((each) => ({
        ...each,
        sustained: each.sustained.map(
          ([...row]) => row.with(6, powerW) as (typeof each.sustained)[number],
        ),
      })),
    });
    const perWatt = new CostTable(drawing(600)).power.capW ?? 0;
    expect(new CostTable(drawing(660)).power.capW).toBeCloseTo(1.1 * perWatt);
    expect(new CostTable(drawing(699)).power.capW).toBe(700);
    const cool = {
      ...PROFILE,
      kernels: PROFILE.kernels.map((each) => ({ ...each, sustained: [] })),
    };
    expect(new CostTable(cool).power.capW).toBe(700);
    const settled = { ...PROFILE, power: { ...PROFILE.power, heldW: 694 } };
    expect(new CostTable(settled).power.capW).toBe(694);
    const low = { ...PROFILE, power: { ...PROFILE.power, capW: 500 } };
    expect(new CostTable(low).power.capW).toBe(500);
    const open = { ...PROFILE, power: { ...PROFILE.power, capW: null } };
    expect(new CostTable(open).power.capW).toBeNull();
  });

  it("tells how a kernel that ran into the cap follows the clock", () => {
    // 10% slower at 1500 of 1980 MHz.
    const sigma = 0.1 / (1980 / 1500 - 1);
    const soloUs = soloUsOf(DOWN, "group", AT_1024);
    for (const side of ["whole", "group"] as const)
      expect(COSTS.clockSensitivity(DOWN, AT_1024, { side, soloUs })).toBeCloseTo(sigma, 3);
  });

  it("takes a kernel that kept its clock as insensitive on the whole GPU", () => {
    const soloUs = soloUsOf(DECODE, "whole", DECODE_SIZE);
    expect(COSTS.clockSensitivity(DECODE, DECODE_SIZE, { side: "whole", soloUs })).toBe(0);
  });

  it("lets what fewer SMs add to a kernel on a remainder follow their clock", () => {
    const wholeUs = soloUsOf(DECODE, "whole", DECODE_SIZE);
    const onRemainder = (soloUs: number) =>
      COSTS.clockSensitivity(DECODE, DECODE_SIZE, { side: "remainder", soloUs });
    fc.assert(
      fc.property(fc.double({ min: 1, max: 10, noNaN: true }), (longer) => {
        const sigma = onRemainder(longer * wholeUs);
        // At half the clock only the work of the SMs takes twice as long, not the wait for the
        // memory.
        expect(longer * wholeUs * (1 + sigma)).toBeCloseTo((2 * longer - 1) * wholeUs, 6);
      }),
    );
    expect(onRemainder(0.9 * wholeUs)).toBe(0);
    for (const { side, soloUs, clockSensitivity } of COSTS.options(DECODE, "memory", DECODE_SIZE))
      expect(clockSensitivity).toBe(side === "whole" ? 0 : onRemainder(soloUs));
  });
});

describe("a size that was not measured", () => {
  it.each([
    ["a batch", { tokens: 384_000, context: 1024 }, /--max-tokens TOKENS`/],
    [
      "a context",
      { tokens: 8, context: 1e7 + 1 / 3 },
      /^Plan for contexts of at most \d[\d,]* tokens/,
    ],
  ])("is refused with a remedy that helps against %s", (_, size, remedy) => {
    const error = plannerError(() => COSTS.options(DECODE, "memory", size));
    expect(error.remedy).toMatch(remedy);
    expect(error.message).not.toMatch(/\d\.\d{8}/);
  });
});
