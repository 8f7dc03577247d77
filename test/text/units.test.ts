import { describe, expect, it } from "@jest/globals";
import {
  formatBound,
  formatBytes,
  formatCount,
  formatDuration,
  formatGap,
  formatInteger,
  formatNumber,
  formatPercent,
} from "../../src/text/units.ts";

describe("units", () => {
  it.each([
    [12.34, "12.3 µs"],
    [1234.5, "1234.5 µs"],
    [12_345, "12.35 ms"],
    [2_500_000, "2.50 s"],
  ])("formats %p µs as %s", (durationUs, text) => {
    expect(formatDuration(durationUs)).toBe(text);
  });

  it.each([
    [123_456.567_890_123_45, "123456.6"],
    [0.1 + 0.2, "0.3"],
    [2012.96, "2012.96"],
    [1280, "1280"],
  ])("formats a figure of %p as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [46_702_792_704, "46.70 B"],
    [3_500_000, "3.5 M"],
    [1200, "1,200"],
  ])("formats a count of %p as %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [80 * 2 ** 30, "80.0 GiB"],
    [1536, "1.5 KiB"],
    [12, "12 B"],
  ])("formats %p bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("formats a bound with its gap, and says when nothing is proven", () => {
    expect(formatBound(588, 0.0204)).toBe("588.0 µs, gap 2.04%");
    expect(formatGap(0.0204)).toBe("2.04%");
    expect(formatBound(null, null)).toBe("none yet");
    expect(formatGap(null)).toBe("none proven");
  });

  it("formats fractions as percentages and integers with separators", () => {
    expect(formatPercent(0.01234)).toBe("1.23%");
    expect(formatPercent(0.5, 0)).toBe("50%");
    expect([-0.0004, -0.02, 0].map((share) => formatPercent(share, 0))).toEqual([
      "0%",
      "-2%",
      "0%",
    ]);
    expect(formatInteger(12_345.6)).toBe("12,346");
  });
});
