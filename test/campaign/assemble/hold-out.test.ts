import { describe, expect, it } from "@jest/globals";
import { holdOutErrors } from "../../../src/campaign/assemble/hold-out.ts";
import type { Profile } from "../../../src/generated/profile.ts";
import { DECODE, DOWN, PREFILL } from "../../support/llama-kernels.ts";
import { syntheticProfile } from "../../support/synthetic-profile.ts";

const COMPLETE = syntheticProfile({
  kernels: [
    { kernel: DOWN, lane: "compute" },
    { kernel: PREFILL, lane: "compute" },
    { kernel: DECODE, lane: "memory" },
  ],
  groups: [96],
  tokens: [512, 640, 768, 896, 1024],
  contexts: [256, 512, 1024],
});

type Kernel = Profile["kernels"][number];
type SoloRow = Kernel["solo"][number];

/** The profile with some of its rows held out, changed on the way. */
function holding(
  isHeldOut: (row: SoloRow, kernel: Kernel) => boolean,
  change = (row: SoloRow) => row,
): Profile {
  return {
    ...COMPLETE,
    kernels: COMPLETE.kernels.map((kernel) => ({
      ...kernel,
      solo: kernel.solo.filter((row) => !isHeldOut(row, kernel)),
      heldOut: kernel.solo.filter((row) => isHeldOut(row, kernel)).map(change),
    })),
  };
}

const errorsOf = (profile: Profile, what: string) =>
  holdOutErrors(profile).find((entry) => entry.what === what);

describe("errors on points held out", () => {
  it("are nearly zero where durations follow the physics that interpolation assumes", () => {
    const profile = holding(([, , , context], { kind }) => kind !== "gemm" && context === 512);
    for (const { what, worst } of holdOutErrors(profile))
      expect([what, worst < 0.02]).toEqual([what, true]);
  });

  it("count the points of each kind of kernel", () => {
    const profile = holding(([, , , context], { kind }) => kind !== "gemm" && context === 512);
    expect(errorsOf(profile, "decode_attention")?.points).toBe(2 * 5); // partitions x token counts
    expect(errorsOf(profile, "gemm")).toBeUndefined();
  });

  it("tell the size of an outlier and where it is", () => {
    const profile = holding(
      ([, key, , context], { kind }) =>
        kind === "decode_attention" && key === "r36" && context === 512,
      (row) => (row[2] === 896 ? (row.with(4, row[4] * 2) as SoloRow) : row),
    );
    const decode = errorsOf(profile, "decode_attention");
    expect(decode?.worst).toBeCloseTo(0.5, 1);
    expect(decode?.points).toBe(5);
    expect(decode?.median).toBeLessThan(0.02);
    expect(decode?.worstAt).toMatch(/^decode_attention .*, r36, 896 tokens, context 512$/);
  });

  it("judge slowdowns of both sides of a pair", () => {
    const pairs = COMPLETE.pairs.map((pair) => {
      const [first, ...rest] = pair.rows;
      return first === undefined
        ? pair
        : { ...pair, rows: rest, heldOut: [first.with(7, 10 * first[7]) as typeof first] };
    });
    const beside = errorsOf({ ...COMPLETE, pairs }, "gemm beside decode_attention");
    expect(beside?.points).toBe(2);
    expect(beside?.worst).toBeCloseTo(0.9, 1);
    expect(beside?.worstAt).toContain("green-context 96");
  });

  it("judge period, power and clock of mixes by the model of power", () => {
    const at = COMPLETE.kernels.findIndex(({ kind }) => kind === "decode_attention");
    const row = COMPLETE.kernels[at]?.sustained.find(([, tokens]) => tokens === 512);
    const [index = 0, tokens = 1, context = 0, medianUs = 1, , clockMhz = 1, powerW = 1] =
      row ?? [];
    const figures = { periodUs: 2 * medianUs, clockMhz, powerW: 2 * powerW, energyMj: 1 };
    const part: [number, number, number, number] = [at, index, tokens, context];
    const profile: Profile = {
      ...COMPLETE,
      mixes: [{ name: "decode twice", parts: [part, part], ...figures }],
    };
    expect(errorsOf(profile, "period of mixes")?.worst).toBeCloseTo(0);
    expect(errorsOf(profile, "clock of mixes")?.worst).toBeCloseTo(0);
    expect(errorsOf(profile, "power of mixes")?.worst).toBeCloseTo(0.5);
  });
});
