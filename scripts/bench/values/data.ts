/** What tensors hold. Each kind says on paper what it is, and how it differs from a model at work. */
export const DATA = {
  zeros: "all zeros",
  normal: "N(0, 1) everywhere, about: what native-profiler fills its buffers with",
  imitated:
    "imitates a trained model. Weights: deviation 0.02; input channels differ by factors (deviation of the binary logarithm 0.5); 1 of 64 weights has four times that. Activations: deviation 1, channels differ likewise, about 8 channels have 20 times that. Queries, keys and values: likewise, about one channel in 64 has 8 times that",
  checkpoint:
    "layer 0 of the checkpoint. Weights of gate and up, as stored. Activations: embeddings of tokens drawn evenly, behind the layer's norms; what attention adds is left out. Queries, keys and values: those activations times the stored weights, not rotated",
} as const;
export type DataKind = keyof typeof DATA;

/** Words of native-executor's `random`, for a row of so many columns; undefined leaves zeros. */
export type Fill = Readonly<Record<string, number>> | undefined;

/** Of activations, weights, and queries, keys and values. */
export interface Fills {
  input: Fill;
  weight: Fill;
  qkv: Fill;
}

const CHANNELS = { mean: 0, spread: 0.5 };

/** Values that need no checkpoint. */
export function fillsOf(
  data: Exclude<DataKind, "checkpoint">,
  columns: Record<keyof Fills, number>,
): Fills {
  switch (data) {
    case "zeros":
      return { input: undefined, weight: undefined, qkv: undefined };
    case "normal": {
      const normal = { mean: 0, deviation: 1 };
      return { input: normal, weight: normal, qkv: normal };
    }
    case "imitated":
      return {
        input: { ...CHANNELS, deviation: 1, columns: columns.input, outliers: 8, gain: 20 },
        weight: { ...CHANNELS, deviation: 0.02, columns: columns.weight, tails: 4 },
        qkv: {
          ...{ ...CHANNELS, deviation: 1, columns: columns.qkv },
          ...{ outliers: Math.round(columns.qkv / 64), gain: 8 },
        },
      };
  }
}
