import { describe, expect, it } from "@jest/globals";
import { deviceRotary, rotationTable } from "../../../../src/engine/cuda/weights/rotations.ts";
import { plannerError } from "../../../support/planner-error.ts";

const LLAMA3 = {
  kind: "llama3",
  factor: 8,
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  originalPositions: 8192,
} as const;
const DEFAULT = { kind: "default" } as const;

/** Angle of a pair at a position, from 0 to 2 pi. */
function angleOf(table: Float32Array, headSize: number, position: number, pair: number): number {
  const at = (position * (headSize / 2) + pair) * 2;
  const angle = Math.atan2(table[at + 1] as number, table[at] as number);
  return (angle + 2 * Math.PI) % (2 * Math.PI);
}

describe("the rotation table", () => {
  it("turns pair i by base^(-2i / headSize) a position", () => {
    const table = rotationTable({ base: 10_000, scaling: DEFAULT }, 5, 64);
    expect(angleOf(table, 64, 0, 3)).toBeCloseTo(0);
    expect(angleOf(table, 64, 3, 0)).toBeCloseTo(3);
    expect(angleOf(table, 64, 4, 16)).toBeCloseTo(4 * 10_000 ** -0.5);
  });

  it("turns long waves slower and leaves short ones alone, as Llama 3.1 does", () => {
    const plain = rotationTable({ base: 500_000, scaling: DEFAULT }, 101, 128);
    const stretched = rotationTable({ base: 500_000, scaling: LLAMA3 }, 101, 128);
    expect(angleOf(stretched, 128, 1, 0)).toBeCloseTo(angleOf(plain, 128, 1, 0));
    expect(angleOf(stretched, 128, 100, 63) * 8).toBeCloseTo(angleOf(plain, 128, 100, 63), 5);
    const middle = angleOf(stretched, 128, 100, 32) / angleOf(plain, 128, 100, 32);
    expect(middle).toBeGreaterThan(1 / 8);
    expect(middle).toBeLessThan(1);
  });

  it("turns all waves slower by a linear scaling", () => {
    const plain = rotationTable({ base: 10_000, scaling: DEFAULT }, 5, 64);
    const scaled = rotationTable({ base: 10_000, scaling: { kind: "linear", factor: 4 } }, 5, 64);
    for (const pair of [0, 9]) {
      expect(angleOf(scaled, 64, 4, pair)).toBeCloseTo(angleOf(plain, 64, 1, pair));
    }
  });

  it("is refused for scalings that depend on the context's length", () => {
    const dynamic = { kind: "dynamic", factor: 2, positions: 4096 } as const;
    const error = plannerError(() => deviceRotary({ base: 10_000, scaling: dynamic }));
    expect(error).toMatchObject({ code: "E_INVALID_MODEL" });
    expect(deviceRotary({ base: 10_000, scaling: LLAMA3 }).scaling).toBe(LLAMA3);
  });
});
