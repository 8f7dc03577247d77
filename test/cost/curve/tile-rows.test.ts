import { describe, expect, it } from "@jest/globals";
import { comesInClusters, tileRows } from "../../../src/cost/curve/tile-rows.ts";

describe("tokens that a matrix product takes at once", () => {
  it.each([
    ["own.m64", 64],
    ["own.m128", 128],
    ["own.m128n192", 128],
    ["lt66.t20.s35.c3.k1.r0.w0.o1.i0", 128], // 128x128, clusters of 2x1
    ["lt66.t29.s35.c3.k1.r0.w0.o1.i0", 160], // 128x160
    ["lt66.t201.s35.c5.k1.r0.w0.o2.i0", 256], // 176x128, clusters of 1x2
    ["lt66.t201.s35.c9.k1.r0.w0.o2.i0", 512], // 176x128, clusters of 2x4
    ["lt66.t634.s35.c2.k1.r0.w0.o2.i0", 1024], // the last tile that has an id
    ["lt66.t9999.s35.c2.k1.r0.w0.o2.i0", 128],
    ["anything", 128],
  ])("are told by the name %s", (name, rows) => {
    expect(tileRows(name)).toBe(rows);
  });
});

describe("thread block clusters of a matrix product", () => {
  it.each([
    ["lt66.t20.s35.c3.k1.r0.w0.o1.i0", true],
    ["lt66.t201.s35.c9.k1.r0.w0.o2.i0", true],
    ["lt66.t29.s35.c2.k1.r0.w0.o1.i0", false], // of one tile
    ["lt6.t20.s11.c0.k1.r0.w0.o0.i0", false], // on a GPU that has none
    ["own.m128", false],
    ["published", false],
  ])("are told by the name %s", (name, clusters) => {
    expect(comesInClusters(name)).toBe(clusters);
  });
});
