import { describe, expect, it } from "@jest/globals";
import { civilNanoseconds, nanoseconds } from "../../../src/workload/trace/arrival-time.ts";

describe("numbers of a unit", () => {
  it.each([
    ["5", "s", 5_000_000_000n],
    ["19440110.0", "s", 19_440_110_000_000_000n],
    ["0.011", "s", 11_000_000n],
    ["5.8926549999999995", "s", 5_892_655_000n],
    ["1787267980.0827403", "s", 1_787_267_980_082_740_300n],
    ["1e-05", "s", 10_000n],
    ["1.5e3", "ms", 1_500_000_000n],
    ["30000.5", "ms", 30_000_500_000n],
    ["-2", "ms", -2_000_000n],
    [" 7 ", "ns", 7n],
    ["1759813207532900363", "ns", 1_759_813_207_532_900_363n],
    ["0.4", "ns", 0n],
    ["0.5", "ns", 1n],
    ["4e-12", "s", 0n],
  ] as const)("%s %s", (text, unit, expected) => {
    expect(nanoseconds(text, unit)).toBe(expected);
  });

  it.each(["", ".", "XXX", "1,5", "0x10", "NaN", "Infinity", "1e999", "1 2"])(
    "%j is none",
    (text) => {
      expect(nanoseconds(text, "s")).toBeUndefined();
    },
  );
});

describe("civil times", () => {
  it.each([
    ["2023-11-16 18:17:03.9799600", 1_700_158_623_979_960_000n],
    ["2024-05-12 00:00:00+00:00", 1_715_472_000_000_000_000n],
    ["2024-10-15T12:00:00.269Z", 1_728_993_600_269_000_000n],
    ["2024-05-12 02:00:00.000000001+02:00", 1_715_472_000_000_000_001n],
    ["2024-05-11 18:30:00-0530", 1_715_472_000_000_000_000n],
    ["1970-01-01 00:00:00", 0n],
  ])("%s", (text, expected) => {
    expect(civilNanoseconds(text)).toBe(expected);
  });

  it.each([
    "XXX",
    "2023-11-16",
    "2023-02-30 00:00:00",
    "2023-13-01 00:00:00",
    "2023-11-16 24:00:00",
    "2023-11-16 18:60:00",
    "2023-11-16 18:17:03 CET",
    "11/16/2023 18:17",
  ])("%s is none", (text) => {
    expect(civilNanoseconds(text)).toBeUndefined();
  });
});
