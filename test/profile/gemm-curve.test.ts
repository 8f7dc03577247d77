import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gemmCurve, gemmUs } from "../../src/profile/gemm-curve.ts";

const POINTS = [
  { tokens: 128, context: 0, us: 20 },
  { tokens: 256, context: 0, us: 30 },
  { tokens: 384, context: 0, us: 55 },
  { tokens: 1024, context: 0, us: 119 },
];
const GRID = POINTS.map(({ tokens }) => tokens);
const CURVE = gemmCurve(POINTS, 128, 1);

describe("duration of a matrix product between measured sizes", () => {
  it("returns what was measured", () => {
    for (const { tokens, us } of POINTS) expect(gemmUs(CURVE, GRID, tokens)).toBe(us);
  });

  it("costs as much as the tile that it fills in part", () => {
    expect(gemmUs(CURVE, GRID, 129)).toBe(30);
    expect(gemmUs(CURVE, GRID, 300)).toBe(55);
  });

  it("goes by the tile of the implementation, not by the grid", () => {
    const wide = gemmCurve(POINTS, 160, 1);
    expect(gemmUs(wide, GRID, 320)).toBe(30); // two tiles, as at 256 tokens
    expect(gemmUs(wide, GRID, 321)).toBe(55);
    const cluster = gemmCurve(POINTS, 512, 1);
    expect(gemmUs(cluster, GRID, 1000)).toBe(119);
  });

  it("follows a line within a tile whose empty rows cost something", () => {
    const costly = gemmCurve([...POINTS, { tokens: 192, context: 0, us: 40 }], 128, 1);
    expect(gemmUs(costly, GRID, 224)).toBeCloseTo(35);
    expect(gemmUs(costly, GRID, 160)).toBeCloseTo(45);
  });

  it("grows by whole tiles where measurements lie further apart", () => {
    expect(gemmUs(CURVE, GRID, 385)).toBeCloseTo(55 + 64 / 5);
    expect(gemmUs(CURVE, GRID, 512)).toBe(gemmUs(CURVE, GRID, 385));
  });

  it("fills a tile of every expert when grouped", () => {
    const points = [
      { tokens: 512, context: 0, us: 70 },
      { tokens: 1024, context: 0, us: 110 },
    ];
    const grouped = gemmCurve(points, 128, 2 / 8);
    expect(gemmUs(grouped, [512, 1024], 520)).toBe(110);
    expect(gemmUs(grouped, [512, 1024], 400)).toBe(70);
  });

  it("is unknown between points where only others were measured", () => {
    const grid = [128, 256, 384, 512, 640, 1024];
    expect(gemmUs(CURVE, grid, 600)).toBeUndefined();
    expect(gemmUs(CURVE, grid, 1000)).toBe(119);
    expect(gemmUs(CURVE, [64, ...grid], 32)).toBe(20); // the tile of 128 tokens
    expect(gemmUs(gemmCurve(POINTS.slice(1), 128, 1), grid, 64)).toBeUndefined();
  });

  it("is bounded below the first size of all by the first", () => {
    expect(gemmUs(gemmCurve(POINTS.slice(1), 128, 1), GRID.slice(1), 64)).toBe(30);
  });

  it("grows by tiles up to one and a half times the last size, and is unknown beyond", () => {
    expect(gemmUs(CURVE, GRID, 1536)).toBeCloseTo(119 * 1.5);
    expect(gemmUs(CURVE, GRID, 1537)).toBeUndefined();
  });

  it("never falls as tokens grow when the measurements do not", () => {
    const tokens = fc.integer({ min: 1, max: 1536 });
    fc.assert(
      fc.property(tokens, tokens, fc.constantFrom(64, 128, 160, 256), (a, b, rows) => {
        const curve = gemmCurve(POINTS, rows, 1);
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((n) => gemmUs(curve, GRID, n));
        expect(few).toBeLessThanOrEqual(many ?? 0);
      }),
    );
  });
});
