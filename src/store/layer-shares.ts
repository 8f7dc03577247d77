import type { Profile } from "../generated/profile.ts";

type Kernel = Profile["kernels"][number];

/** Tokens of a typical nano-batch; of decode attention the requests in it, by their contexts. */
const TYPICAL = { tokens: 1024, requests: 350, context: 1024 };

/**
 * Share of a layer's time that each kernel has at a typical batch, alone on the whole GPU. Kernels
 * around the layers, which are not measured at the cap, have none: they take as long in every plan.
 */
export function layerShares(kernels: readonly Kernel[]): number[] {
  const times = kernels.map((kernel) => (kernel.sustained.length > 0 ? typicalUs(kernel) : 0));
  const sum = times.reduce((total, us) => total + us, 0);
  return times.map((us) => (sum > 0 ? us / sum : 0));
}

/** µs of the fastest implementation at the measured size nearest to the typical one. */
function typicalUs({ kind, solo }: Kernel): number {
  const tokens = kind === "decode_attention" ? TYPICAL.requests : TYPICAL.tokens;
  const context = kind === "decode_attention" ? TYPICAL.context : 0;
  const nearest = { us: 0, farness: Number.POSITIVE_INFINITY };
  for (const [, partition, rows, kv, us] of solo) {
    if (partition !== "w") continue;
    const farness =
      Math.abs(Math.log(rows / tokens)) + Math.abs(Math.log((kv + 1) / (context + 1)));
    if (farness > nearest.farness || (farness === nearest.farness && us >= nearest.us)) continue;
    Object.assign(nearest, { us, farness });
  }
  return nearest.us;
}
