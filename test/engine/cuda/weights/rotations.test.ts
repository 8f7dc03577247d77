import { describe, expect, it } from "@jest/globals";
import { rotaryEmbeddingOf, rotationTable } from "../../../../src/engine/cuda/weights/rotations.ts";
import { plannerError } from "../../../support/planner-error.ts";

const LLAMA3 = {
  rope_type: "llama3",
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

/** Angle of a pair at a position, from 0 to 2 pi. */
function angleOf(table: Float32Array, headSize: number, position: number, pair: number): number {
  const at = (position * (headSize / 2) + pair) * 2;
  const angle = Math.atan2(table[at + 1] as number, table[at] as number);
  return (angle + 2 * Math.PI) % (2 * Math.PI);
}

describe("the rotation table", () => {
  it("turns pair i by base^(-2i / headSize) a position", () => {
    const table = rotationTable({ base: 10_000 }, 5, 64);
    expect(angleOf(table, 64, 0, 3)).toBeCloseTo(0);
    expect(angleOf(table, 64, 3, 0)).toBeCloseTo(3);
    expect(angleOf(table, 64, 4, 16)).toBeCloseTo(4 * 10_000 ** -0.5);
  });

  it("turns long waves slower and leaves short ones alone, as Llama 3.1 does", () => {
    const plain = rotationTable({ base: 500_000 }, 101, 128);
    const embedding = rotaryEmbeddingOf({ rope_theta: 500_000, rope_scaling: LLAMA3 });
    const stretched = rotationTable(embedding, 101, 128);
    expect(angleOf(stretched, 128, 1, 0)).toBeCloseTo(angleOf(plain, 128, 1, 0));
    expect(angleOf(stretched, 128, 100, 63) * 8).toBeCloseTo(angleOf(plain, 128, 100, 63), 5);
    const middle = angleOf(stretched, 128, 100, 32) / angleOf(plain, 128, 100, 32);
    expect(middle).toBeGreaterThan(1 / 8);
    expect(middle).toBeLessThan(1);
  });

  it("follows both notations of config.json", () => {
    const old = rotaryEmbeddingOf({ rope_theta: 500_000, rope_scaling: LLAMA3 });
    const recent = rotaryEmbeddingOf({ rope_parameters: { ...LLAMA3, rope_theta: 500_000 } });
    expect(recent).toEqual(old);
    expect(rotaryEmbeddingOf({})).toEqual({ base: 10_000 });
  });

  it("is refused for scalings that are not known", () => {
    const yarn = () => rotaryEmbeddingOf({ rope_scaling: { rope_type: "yarn", factor: 4 } });
    expect(plannerError(yarn)).toMatchObject({ code: "E_INVALID_MODEL" });
  });

  it.each(["factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"])(
    "is refused when the stretch lacks its %s",
    (key) => {
      const lacking = () => rotaryEmbeddingOf({ rope_scaling: { ...LLAMA3, [key]: undefined } });
      const message = expect.stringContaining(`\`${key}\``);
      expect(plannerError(lacking)).toMatchObject({ code: "E_INVALID_MODEL", message });
    },
  );

  it("is refused when its base is no number", () => {
    const text = () => rotaryEmbeddingOf({ rope_theta: "high" });
    expect(plannerError(text)).toMatchObject({ code: "E_INVALID_MODEL" });
  });
});
