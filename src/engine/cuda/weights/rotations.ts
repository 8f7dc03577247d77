import { PlannerError } from "../../../errors.ts";

/** How a model's rotary embedding turns; keys as in `config.json`. */
export interface RotaryEmbedding {
  base: number;
  /** The stretch of Llama 3.1 for long contexts. */
  llama3?: {
    factor: number;
    lowFrequencyFactor: number;
    highFrequencyFactor: number;
    originalPositions: number;
  };
}

/**
 * Cosine and sine of each position and pair of dimensions, as `ropeKvAppend` reads them:
 * [positions, headSize / 2] pairs of float32. Pair i turns by base^(-2i / headSize) a position.
 */
export function rotationTable(
  embedding: RotaryEmbedding,
  positions: number,
  headSize: number,
): Float32Array {
  const half = headSize / 2;
  const frequencies = Array.from({ length: half }, (_, pair) =>
    stretched(embedding.base ** (-pair / half), embedding.llama3),
  );
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

/**
 * Llama 3.1: waves longer than the original context turn slower by the factor, short ones as
 * before, and those between are blended.
 */
function stretched(frequency: number, llama3: RotaryEmbedding["llama3"]): number {
  if (llama3 === undefined) return frequency;
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions } = llama3;
  const turns = (originalPositions * frequency) / (2 * Math.PI);
  const blend = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return (1 - blend) * (frequency / factor) + blend * frequency;
}

/**
 * The rotary embedding of a parsed `config.json`, in the notation of either transformers 4
 * (`rope_theta`, `rope_scaling`) or 5 (`rope_parameters`).
 *
 * @throws PlannerError `E_INVALID_MODEL` on a kind of scaling that is not known here, or without
 *   its numbers
 */
export function rotaryEmbeddingOf(config: Readonly<Record<string, unknown>>): RotaryEmbedding {
  const scaling = (config.rope_parameters ?? config.rope_scaling ?? {}) as Record<string, unknown>;
  const base = positive(
    { rope_theta: config.rope_theta ?? scaling.rope_theta ?? 10_000 },
    "rope_theta",
  );
  const kind = scaling.rope_type ?? scaling.type ?? "default";
  if (kind === "default") return { base };
  if (kind !== "llama3") {
    throw new PlannerError("E_INVALID_MODEL", `rotary embedding of the kind ${kind} is not known`, {
      remedy: "The CUDA engine knows `default` and `llama3`.",
    });
  }
  return {
    base,
    llama3: {
      factor: positive(scaling, "factor"),
      lowFrequencyFactor: positive(scaling, "low_freq_factor"),
      highFrequencyFactor: positive(scaling, "high_freq_factor"),
      originalPositions: positive(scaling, "original_max_position_embeddings"),
    },
  };
}

function positive(scaling: Readonly<Record<string, unknown>>, key: string): number {
  const value = scaling[key];
  if (typeof value === "number" && value > 0) return value;
  throw new PlannerError(
    "E_INVALID_MODEL",
    `\`${key}\` of the rotary embedding is no number above 0`,
    {
      remedy: "Use the config.json that came with the checkpoint.",
    },
  );
}
