import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { E4M3_MAX, E4M3_NAN, e4m3Code, e4m3Value, quantisedRows, scaleFor } from "../src/e4m3.ts";

const CODES = Array.from({ length: 256 }, (_, code) => code);
const isNan = (code: number) => (code & 0x7f) === E4M3_NAN;
/** Codes of values of 0 and more, rising. */
const POSITIVE = CODES.slice(0, E4M3_NAN);

describe("e4m3", () => {
  it("has the values of the OFP8 specification", () => {
    const bits = (sign: number, exponent: number, mantissa: number) =>
      (sign << 7) | (exponent << 3) | mantissa;
    for (const sign of [0, 1])
      for (let exponent = 0; exponent < 16; exponent++)
        for (let mantissa = 0; mantissa < 8; mantissa++) {
          const value = e4m3Value(bits(sign, exponent, mantissa));
          if (exponent === 15 && mantissa === 7) expect(value).toBeNaN();
          else {
            const size =
              exponent === 0 ? (mantissa / 8) * 2 ** -6 : (1 + mantissa / 8) * 2 ** (exponent - 7);
            expect(value).toBe(sign === 1 ? -size : size);
          }
        }
    expect(Math.max(...POSITIVE.map(e4m3Value))).toBe(E4M3_MAX);
    expect(e4m3Value(1)).toBe(2 ** -9);
  });

  it("gives every value its own code again", () => {
    for (const code of CODES.filter((each) => !isNan(each)))
      expect(e4m3Code(e4m3Value(code))).toBe(code);
    expect(e4m3Value(e4m3Code(Number.NaN))).toBeNaN();
  });

  it("rounds to the nearest value, and halfway to the even mantissa", () => {
    for (const [at, code] of POSITIVE.slice(0, -1).entries()) {
      const next = POSITIVE[at + 1] as number;
      const [low, high] = [e4m3Value(code), e4m3Value(next)];
      const middle = (low + high) / 2;
      expect(e4m3Code(middle)).toBe(code % 2 === 0 ? code : next);
      expect(e4m3Code(middle - (high - low) / 1e6)).toBe(code);
      expect(e4m3Code(middle + (high - low) / 1e6)).toBe(next);
      expect(e4m3Code(-middle)).toBe(0x80 | (code % 2 === 0 ? code : next));
    }
  });

  it("gives what is nearer to a value than a float32 tells apart the code of that value", () => {
    for (const code of POSITIVE) {
      const value = e4m3Value(code);
      for (const nearby of [value * (1 - 2 ** -30), value * (1 + 2 ** -30)])
        expect(e4m3Code(nearby)).toBe(code);
    }
  });

  it("keeps what is beyond its range at the ends", () => {
    for (const value of [449, 464, 465, 1e30, Number.POSITIVE_INFINITY]) {
      expect(e4m3Value(e4m3Code(value))).toBe(E4M3_MAX);
      expect(e4m3Value(e4m3Code(-value))).toBe(-E4M3_MAX);
    }
    expect(e4m3Code(2 ** -10)).toBe(0);
    expect(e4m3Code(-(2 ** -11))).toBe(0x80);
  });
});

describe("quantisedRows", () => {
  it("is off by half a step at most, and has the largest element at the end of the range", () => {
    const rows = fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (values) => {
        const { codes, scales } = quantisedRows(values, 4);
        for (const [at, value] of values.entries()) {
          const scale = scales[Math.floor(at / 4)] as number;
          const back = e4m3Value(codes[at] as number) * scale;
          const half = Math.max(Math.abs(value) / 16, (2 ** -10 * scale) as number);
          expect(Math.abs(back - value)).toBeLessThanOrEqual(half * (1 + 1e-6));
        }
      }),
    );
    expect([...quantisedRows([1, -8, 2, 4], 4).codes].map(e4m3Value)).toEqual([56, -448, 112, 224]);
  });

  it("keeps a NaN to itself, and takes zeros for zeros", () => {
    const { codes, scales } = quantisedRows([Number.NaN, 448, 1, 0, 0, 0], 3);
    expect([...codes].map(e4m3Value)).toEqual([Number.NaN, 448, 1, 0, 0, 0]);
    expect(scales[0]).toBe(1);
    expect(scales[1]).toBe(Math.fround(2 ** -100 / E4M3_MAX));
    expect(1 / (scales[1] as number)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(Number.isFinite(scaleFor(Number.POSITIVE_INFINITY))).toBe(true);
  });
});
