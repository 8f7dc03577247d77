import { BYTES_PER_ELEMENT } from "../../../model/model-shape.ts";
import type { RankExecutor } from "../process/executor-process.ts";
import type { DeviceTensor, DeviceWeights } from "./device-weights.ts";

/** Fills the region `weights` of a rank. */
export type WeightSource = (executor: RankExecutor, weights: DeviceWeights) => Promise<void>;

/** Values are counted from their seed on: tensors are shorter than this. */
const SEED_STRIDE = 2 ** 36;
/** Of the executor's random numbers. */
const ELEMENTS_PER_DRAW = 2;

/**
 * Random weights, the same for the same seed: products keep the scale of their inputs, norms scale
 * by one, biases are small. Ranks draw their slices of the tensors that one GPU would have.
 */
export function randomWeights(seed: number): WeightSource {
  return async (executor, { tensors, share }) => {
    for (const [index, tensor] of [...new Set(tensors.values())].entries()) {
      const ofTensor = seed + index * SEED_STRIDE;
      if (tensor.scalesOffset !== undefined) {
        const words = { ...wholeDraw(tensor), to: STAGED, seed: ofTensor };
        await executor.ask("random", words);
        await quantiseStaged(executor, tensor);
      } else if (share.of === 1)
        await executor.ask("random", { ...wholeDraw(tensor), seed: ofTensor });
      else
        for (const { words, first } of sliceDraws(tensor))
          await executor.ask("random", { ...words, seed: ofTensor + first / ELEMENTS_PER_DRAW });
    }
  };
}

/** A region that holds a weight in bf16 until it is quantised. */
export const STAGING_REGION = "staging";
export const STAGED = `${STAGING_REGION}+0`;

/** Quantises what was staged of a weight into its place. */
export async function quantiseStaged(
  executor: RankExecutor,
  { offset, scalesOffset, rows, columns }: DeviceTensor,
): Promise<void> {
  const words = { to: `weights+${offset}`, scales: `weights+${scalesOffset}` };
  await executor.ask("quantise", { from: STAGED, ...words, rows, width: columns });
}

function wholeDraw(tensor: DeviceTensor) {
  const { rows, columns, offset } = tensor;
  return { to: `weights+${offset}`, count: rows * columns, ...distribution(tensor) };
}

/** A draw for each slice, and the element of the whole tensor that it starts with. */
function sliceDraws(tensor: DeviceTensor) {
  const { columns: width, offset, slices, whole } = tensor;
  const pitch = whole.columns;
  let [filled, wholeRow] = [0, 0];
  return slices.map(({ rows, columns }, index) => {
    const to = `weights+${offset + filled * width * BYTES_PER_ELEMENT}`;
    const first = (wholeRow + rows[0]) * pitch + columns[0];
    const count = (rows[1] - rows[0]) * width;
    filled += rows[1] - rows[0];
    const [start = 0, end = 0] = whole.slices[index]?.rows ?? [];
    wholeRow += end - start;
    const block = width === pitch ? {} : { width, pitch };
    return { words: { to, count, ...block, ...distribution(tensor) }, first };
  });
}

function distribution({ role, whole: { columns } }: DeviceTensor) {
  switch (role) {
    case "scale":
      return { mean: 1, deviation: 0 };
    case "bias":
      return { mean: 0, deviation: 0.1 };
    case "matrix":
      return { mean: 0, deviation: 1 / Math.sqrt(columns) };
  }
}
