import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type GridSize, gemmCurve, gemmUs } from "../../../src/cost/curve/gemm-curve.ts";

const POINTS = [
  { tokens: 128, context: 0, us: 20 },
  { tokens: 256, context: 0, us: 30 },
  { tokens: 384, context: 0, us: 55 },
  { tokens: 1024, context: 0, us: 119 },
];
const GRID = POINTS.map(({ tokens, us }) => ({ tokens, leastUs: us }));
const CURVE = gemmCurve(POINTS, 128);

/** The grid of a partition where the points are all that was measured, but for some others. */
function gridOf(
  points: readonly { tokens: number; us: number }[],
  others: readonly GridSize[] = [],
) {
  const own = points.map(({ tokens, us }) => ({ tokens, leastUs: us }));
  return [...own, ...others].sort((a, b) => a.tokens - b.tokens);
}

describe("duration of a matrix product between measured sizes", () => {
  it("returns what was measured", () => {
    for (const { tokens, us } of POINTS) expect(gemmUs(CURVE, GRID, tokens)).toBe(us);
  });

  it("costs as much as the tile that it fills in part", () => {
    expect(gemmUs(CURVE, GRID, 129)).toBe(30);
    expect(gemmUs(CURVE, GRID, 300)).toBe(55);
  });

  it("goes by the tile of the implementation, not by the grid", () => {
    const wide = gemmCurve(POINTS, 160);
    expect(gemmUs(wide, GRID, 320)).toBe(30); // two tiles, as at 256 tokens
    expect(gemmUs(wide, GRID, 321)).toBe(55);
    const cluster = gemmCurve(POINTS, 512);
    expect(gemmUs(cluster, GRID, 1000)).toBe(119);
  });

  it("goes along the points of a tile whose empty rows cost something", () => {
    const costly = gemmCurve(
      [...POINTS, { tokens: 192, context: 0, us: 40 }, { tokens: 144, context: 0, us: 42 }],
      128,
    );
    const grid = gridOf(costly.points);
    expect(gemmUs(costly, grid, 224)).toBeCloseTo(35);
    expect(gemmUs(costly, grid, 168)).toBeCloseTo(41);
  });

  it("follows the line to the emptiest tile where it rises, and is no less where it falls", () => {
    const partly = (us: number) => gemmCurve([...POINTS, { tokens: 192, context: 0, us }], 128);
    const at = (curve: ReturnType<typeof partly>) => gemmUs(curve, gridOf(curve.points), 160);
    expect(at(partly(40))).toBeCloseTo(45);
    expect(at(partly(28))).toBe(28);
  });

  it("grows by whole tiles where measurements lie further apart", () => {
    expect(gemmUs(CURVE, GRID, 385)).toBeCloseTo(55 + 64 / 5);
    expect(gemmUs(CURVE, GRID, 512)).toBe(gemmUs(CURVE, GRID, 385));
  });

  it("goes by the tiles that uneven shares need when grouped", () => {
    const points = [
      { tokens: 384, context: 0, us: 100 }, // 96 tokens an expert: one tile each
      { tokens: 512, context: 0, us: 150 }, // 128: half of the experts need a second
    ];
    const grouped = gemmCurve(points, 128, { experts: 8, topk: 2 });
    const at = (tokens: number) => gemmUs(grouped, gridOf(points), tokens);
    expect(at(420)).toBeCloseTo(100, 0);
    expect(at(450)).toBeLessThan(105);
    expect(at(480)).toBeGreaterThan(110);
    expect(at(512)).toBe(150);
  });

  it("goes by tokens when grouped where one tile holds every share", () => {
    const points = [
      { tokens: 128, context: 0, us: 100 },
      { tokens: 256, context: 0, us: 104 },
    ];
    const grouped = gemmCurve(points, 128, { experts: 8, topk: 2 });
    expect(gemmUs(grouped, gridOf(points), 192)).toBeCloseTo(102);
    expect(gemmUs(grouped, gridOf(points), 64)).toBe(100);
  });

  it("is unknown where only others were measured at the next size", () => {
    const grid = gridOf(POINTS, [
      { tokens: 64, leastUs: 18 },
      { tokens: 640, leastUs: 65 },
      { tokens: 1152, leastUs: 130 },
    ]);
    expect(gemmUs(CURVE, grid, 640)).toBeUndefined();
    expect(gemmUs(CURVE, grid, 600)).toBeUndefined();
    expect(gemmUs(CURVE, grid, 32)).toBeUndefined();
    expect(gemmUs(CURVE, grid, 1100)).toBeUndefined();
    expect(gemmUs(CURVE, grid, 1000)).toBe(119); // the tile of 1024 tokens
  });

  it("is never below the least measured around it", () => {
    const grid = gridOf(POINTS, [{ tokens: 960, leastUs: 116 }]);
    expect(gemmUs(gemmCurve(POINTS, 64), gridOf(POINTS), 961)).toBe(119);
    const falling = gemmCurve([{ tokens: 512, context: 0, us: 60 }, ...POINTS.slice(3)], 1024);
    expect(gemmUs(falling, grid, 970)).toBe(116); // 112 by its own line
  });

  it("is bounded below the first size of all by the first", () => {
    const points = POINTS.slice(1);
    expect(gemmUs(gemmCurve(points, 128), gridOf(points), 64)).toBe(30);
  });

  it("grows by tiles up to one and a half times the last size, and is unknown beyond", () => {
    expect(gemmUs(CURVE, GRID, 1536)).toBeCloseTo(119 * 1.5);
    expect(gemmUs(CURVE, GRID, 1537)).toBeUndefined();
  });

  it("never falls as tokens grow when the measurements do not", () => {
    const tokens = fc.integer({ min: 1, max: 1536 });
    fc.assert(
      fc.property(tokens, tokens, fc.constantFrom(64, 128, 160, 256), (a, b, rows) => {
        const curve = gemmCurve(POINTS, rows);
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((n) => gemmUs(curve, GRID, n));
        expect(few).toBeLessThanOrEqual(many ?? 0);
      }),
    );
  });
});
