import { describe, expect, it } from "@jest/globals";
import { holdOutErrors } from "../../src/profile/hold-out.ts";
import { DECODE, DOWN, PREFILL } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";

const PROFILE = syntheticProfile({
  kernels: [
    { kernel: DOWN, lane: "compute" },
    { kernel: PREFILL, lane: "compute" },
    { kernel: DECODE, lane: "memory" },
  ],
  groups: [96],
  tokens: [512, 640, 768, 896, 1024],
  contexts: [256, 1024],
});

describe("errors of interpolation on points left out", () => {
  it("are nearly zero where durations follow the physics that interpolation assumes", () => {
    for (const { kind, median, worst } of holdOutErrors(PROFILE)) {
      expect([kind, median < 0.001]).toEqual([kind, true]);
      expect([kind, worst < 0.02]).toEqual([kind, true]);
    }
  });

  it("count the points between others only", () => {
    const gemm = holdOutErrors(PROFILE).find(({ kind }) => kind === "gemm");
    expect(gemm?.points).toBe(2 * 2 * 3); // implementations x partitions x inner token counts
  });

  it("tell the size of an outlier and where it is", () => {
    const kernels = PROFILE.kernels.map((kernel) => ({
      ...kernel,
      solo: kernel.solo.map((row) =>
        row[0] === 0 && row[1] === "g96" && row[2] === 768 && kernel.kind === "gemm"
          ? (row.with(4, row[4] * 2) as typeof row)
          : row,
      ),
    }));
    const gemm = holdOutErrors({ ...PROFILE, kernels }).find(({ kind }) => kind === "gemm");
    expect(gemm?.worst).toBeGreaterThan(0.4);
    expect(gemm?.worstAt).toMatch(/^gemm n=4096 k=14336, g96, \d+ tokens$/);
  });
});
