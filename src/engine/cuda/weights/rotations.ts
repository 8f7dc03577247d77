import { PlannerError } from "../../../errors.ts";
import type { Llama3Scaling, RotaryEmbedding, RotaryScaling } from "../../../model/rotary.ts";

/** Kinds whose frequencies do not depend on the length of the context. */
const KINDS = ["default", "linear", "llama3"] as const;

type DeviceKind = (typeof KINDS)[number];
type ScalingOf<Kind extends RotaryScaling["kind"]> = Extract<RotaryScaling, { kind: Kind }>;

/** A rotary embedding that one table of rotations can hold. */
export interface DeviceRotary {
  base: number;
  scaling: ScalingOf<DeviceKind>;
}

/** @throws PlannerError `E_INVALID_MODEL` on a kind that the engine has no table for */
export function deviceRotary({ base, scaling }: RotaryEmbedding): DeviceRotary {
  if (isDeviceScaling(scaling)) return { base, scaling };
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the CUDA engine cannot run rotary embeddings of the kind ${scaling.kind}`,
    { remedy: `It knows ${KINDS.join(", ")}. Run with random weights to time the plan.` },
  );
}

function isDeviceScaling(scaling: RotaryScaling): scaling is ScalingOf<DeviceKind> {
  return KINDS.some((kind) => kind === scaling.kind);
}

/**
 * Cosine and sine of each position and pair of dimensions, as `ropeKvAppend` reads them:
 * [positions, headSize / 2] pairs of float32. Pair i turns by base^(-2i / headSize) a position.
 */
export function rotationTable(
  { base, scaling }: DeviceRotary,
  positions: number,
  headSize: number,
): Float32Array {
  const half = headSize / 2;
  const frequencies = rotaryFrequencies({ base, scaling }, headSize);
  const table = new Float32Array(positions * half * 2);
  for (let position = 0; position < positions; position++) {
    for (const [pair, frequency] of frequencies.entries()) {
      const at = (position * half + pair) * 2;
      table[at] = Math.cos(position * frequency);
      table[at + 1] = Math.sin(position * frequency);
    }
  }
  return table;
}

/** [headSize / 2]; turn of each pair a position, radians. */
export function rotaryFrequencies({ base, scaling }: DeviceRotary, headSize: number): number[] {
  const half = headSize / 2;
  return Array.from({ length: half }, (_, pair) => scaled(base ** (-pair / half), scaling));
}

function scaled(frequency: number, scaling: DeviceRotary["scaling"]): number {
  switch (scaling.kind) {
    case "default":
      return frequency;
    case "linear":
      return frequency / scaling.factor;
    case "llama3":
      return stretched(frequency, scaling);
  }
}

/**
 * Llama 3.1: waves longer than the original context turn slower by the factor, short ones as
 * before, and those between are blended.
 */
function stretched(frequency: number, scaling: Llama3Scaling): number {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions } = scaling;
  const turns = (originalPositions * frequency) / (2 * Math.PI);
  const blend = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return (1 - blend) * (frequency / factor) + blend * frequency;
}
