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
      const isNarrow = tensor.scalesOffset !== undefined;
      const place = isNarrow ? STAGED_PLACE : { region: "weights", offset: tensor.offset };
      if (share.of === 1)
        await executor.ask("random", { ...wholeDraw(tensor, place), seed: ofTensor });
      else
        for (const { words, first } of sliceDraws(tensor, place))
          await executor.ask("random", { ...words, seed: ofTensor + first / ELEMENTS_PER_DRAW });
      if (isNarrow) await quantiseStaged(executor, tensor);
    }
  };
}

/** A region that holds a weight in bf16 until it is quantised. */
export const STAGING_REGION = "staging";
const STAGED_PLACE: Place = { region: STAGING_REGION, offset: 0 };

/** Where a weight begins. */
interface Place {
  region: string;
  /** Bytes. */
  offset: number;
}

/** Quantises what was staged of a weight into its place. */
export async function quantiseStaged(
  executor: RankExecutor,
  { offset, scalesOffset, rows, columns }: DeviceTensor,
): Promise<void> {
  const words = { to: `weights+${offset}`, scales: `weights+${scalesOffset}` };
  await executor.ask("quantise", { from: `${STAGING_REGION}+0`, ...words, rows, width: columns });
}

function wholeDraw(tensor: DeviceTensor, { region, offset }: Place) {
  const { rows, columns } = tensor;
  return { to: `${region}+${offset}`, count: rows * columns, ...distribution(tensor) };
}

/** A draw for each slice, and the element of the whole tensor that it starts with. */
function sliceDraws(tensor: DeviceTensor, { region, offset }: Place) {
  const { columns: width, slices, whole } = tensor;
  const pitch = whole.columns;
  let [filled, wholeRow] = [0, 0];
  return slices.map(({ rows, columns }, index) => {
    const to = `${region}+${offset + filled * width * BYTES_PER_ELEMENT}`;
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
