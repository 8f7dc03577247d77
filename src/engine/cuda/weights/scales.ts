import { E4M3_MAX } from "../../../e4m3.ts";
import { PlannerError } from "../../../errors.ts";
import { readTensor, type StoredTensor } from "./safetensors.ts";

/** Types in which scales of FP8 weights are stored: compressed-tensors keeps them in the model's own, fbgemm in float32. */
export const SCALE_DTYPES: readonly string[] = ["F32", "BF16"];
/** bf16 is the upper half of float32. */
const LOWER_BITS = 16;
/** What a bf16 or float32 holds at most, about: activations times such a weight are infinite. */
const LARGEST_WEIGHT = 3.3e38;

/**
 * Scales of an FP8 weight as numbers, one a row.
 *
 * @throws PlannerError `E_UNREADABLE`
 */
export function scalesIn(tensor: StoredTensor): Float32Array {
  const bytes = readTensor(tensor);
  const isWide = tensor.dtype === "F32";
  const count = bytes.length / (isWide ? 4 : 2);
  const bits = Uint32Array.from({ length: count }, (_, at) =>
    isWide ? bytes.readUInt32LE(4 * at) : bytes.readUInt16LE(2 * at) << LOWER_BITS,
  );
  return new Float32Array(bits.buffer);
}

/**
 * Refuses scales by which a row would be nothing, no number, or of the wrong sign. They are few, so
 * that each is read; the weights themselves are not.
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` with the tensor and its row
 */
export function requireUsableScales(name: string, tensor: StoredTensor): void {
  const scales = scalesIn(tensor);
  const row = scales.findIndex((scale) => !(scale > 0 && scale * E4M3_MAX < LARGEST_WEIGHT));
  if (row === -1) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    `${name} is ${scales[row]} in row ${row}, and scales are finite numbers above 0`,
    {
      position: { path: tensor.file },
      remedy: `Get the checkpoint again, or make it of the bf16 one with \`nanoflow-plan quantize\`.`,
    },
  );
}
