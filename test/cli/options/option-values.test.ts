import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  integerFrom,
  nonNegativeNumber,
  numberFrom,
  positiveNumber,
} from "../../../src/cli/options/option-values.ts";

describe("integerFrom", () => {
  it("returns every whole number from the minimum on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (value) => integerFrom(1)(String(value)) === value),
    );
  });

  it.each([
    "0",
    "-1",
    "1.5",
    "NaN",
    "Infinity",
    "abc",
    "",
    " ",
    "1e3",
    "0x10",
    "99999999999999999",
  ])("rejects %j", (text) => {
    expect(() => integerFrom(1)(text)).toThrow("whole number of 1 or more");
  });
});

describe("positiveNumber", () => {
  it("accepts decimals and scientific notation", () => {
    expect(positiveNumber("0.5")).toBe(0.5);
    expect(positiveNumber("1e3")).toBe(1000);
  });

  it.each(["0", "-0.1", "NaN", "Infinity", "", "3s", "0x10", "0b1", "1_0", "1e"])(
    "rejects %j",
    (text) => {
      expect(() => positiveNumber(text)).toThrow("above 0");
    },
  );
});

describe("nonNegativeNumber", () => {
  it("accepts zero", () => {
    expect(nonNegativeNumber("0")).toBe(0);
  });

  it.each(["-1", "NaN", "Infinity", "", "0x0"])("rejects %j", (text) => {
    expect(() => nonNegativeNumber(text)).toThrow("0 or more");
  });
});

describe("numberFrom", () => {
  it("accepts both ends", () => {
    expect(["0.5", "2e0"].map(numberFrom(0.5, 2))).toEqual([0.5, 2]);
  });

  it.each(["0.49", "2.01", "NaN", "Infinity", "", " "])("rejects %j", (text) => {
    expect(() => numberFrom(0.5, 2)(text)).toThrow("from 0.5 to 2");
  });
});
