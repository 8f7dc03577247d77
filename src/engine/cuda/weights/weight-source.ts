import type { ExecutorProcess } from "../process/executor-process.ts";
import type { DeviceTensor, DeviceWeights } from "./device-weights.ts";

/** Fills the region `weights`. */
export type WeightSource = (executor: ExecutorProcess, weights: DeviceWeights) => Promise<void>;

/** Values are counted from their seed on: tensors are shorter than this. */
const SEED_STRIDE = 2 ** 36;

/**
 * Random weights, the same for the same seed: products keep the scale of their inputs, norms scale
 * by one, biases are small.
 */
export function randomWeights(seed: number): WeightSource {
  return async (executor, { tensors }) => {
    for (const [index, tensor] of [...new Set(tensors.values())].entries()) {
      const { rows, columns, offset } = tensor;
      const count = rows * columns;
      await executor.ask("random", {
        to: `weights+${offset}`,
        count,
        ...distribution(tensor),
        seed: seed + index * SEED_STRIDE,
      });
    }
  };
}

function distribution({ role, columns }: DeviceTensor) {
  switch (role) {
    case "scale":
      return { mean: 1, deviation: 0 };
    case "bias":
      return { mean: 0, deviation: 0.1 };
    case "matrix":
      return { mean: 0, deviation: 1 / Math.sqrt(columns) };
  }
}
