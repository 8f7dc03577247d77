import type { Profile } from "../../src/generated/profile.ts";

type Pair = Profile["pairs"][number];

/** The share that {@link withCoRunEnergy} leaves of decode attention's energy alone. */
export const CO_RUN_SHARE = 0.6;

/**
 * The profile with two sustained pairs that drew no more than idle power, so that decode attention
 * takes the least of its energy co-running that the model believes.
 */
export function withCoRunEnergy(profile: Profile): Profile {
  const remainder = profile.kernels.findIndex(({ kind }) => kind === "decode_attention");
  const group = profile.kernels.findIndex(({ kind }) => kind === "gemm");
  const { idleW } = profile.power;
  const row: NonNullable<Pair["sustained"]>[number] = [
    ...([104, 0, 512, 0, 0, 192, 1280, 300, 900, 1500, idleW] as const),
  ];
  const pairs = profile.pairs.map((pair) =>
    pair.group === group && pair.remainder === remainder
      ? { ...pair, sustained: [row, row] }
      : pair,
  );
  return { ...profile, pairs };
}
