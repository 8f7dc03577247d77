import { PlannerError } from "../../../errors.ts";
import { readTensor, type StoredTensor } from "./safetensors.ts";

/** Bytes that are read at each place. */
const SAMPLE_BYTES = 4096;
/** Shares of a tensor at which a sample begins; the last one ends with it. */
const PLACES = [0, 0.25, 0.5, 0.75, 1];

/** All ones in the exponent stand for infinity and NaN in bf16; in e4m3 all ones stand for NaN. */
const IS_NUMBER: Readonly<Record<string, (bytes: Buffer, element: number) => boolean>> = {
  BF16: (bytes, element) => (bytes.readUInt16LE(2 * element) & 0x7f80) !== 0x7f80,
  F8_E4M3: (bytes, element) => ((bytes[element] as number) & 0x7f) !== 0x7f,
};
const ELEMENT_BYTES: Readonly<Record<string, number>> = { BF16: 2, F8_E4M3: 1 };

/**
 * Refuses weights that hold no numbers, as far as samples tell: to read all of them would take as long
 * as to load them. Tensors of up to five samples are read whole.
 *
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` with the tensor and the element
 */
export function requireNumbers(name: string, tensor: StoredTensor): void {
  const isNumber = IS_NUMBER[tensor.dtype];
  const elementBytes = ELEMENT_BYTES[tensor.dtype];
  if (isNumber === undefined || elementBytes === undefined) return;
  for (const { start, bytes } of samplesOf(tensor, elementBytes)) {
    const sample = readTensor({ ...tensor, offset: tensor.offset + start, bytes });
    for (let element = 0; element < bytes / elementBytes; element++) {
      if (isNumber(sample, element)) continue;
      throw noNumber(name, tensor, start / elementBytes + element);
    }
  }
}

function samplesOf({ bytes }: StoredTensor, elementBytes: number) {
  if (bytes <= PLACES.length * SAMPLE_BYTES) return [{ start: 0, bytes }];
  const last = (bytes - SAMPLE_BYTES) / elementBytes;
  return PLACES.map((share) => ({
    start: Math.floor(share * last) * elementBytes,
    bytes: SAMPLE_BYTES,
  }));
}

function noNumber(name: string, { file }: StoredTensor, element: number): PlannerError {
  return new PlannerError(
    "E_INVALID_FILE",
    `\`${name}\` has elements that are no finite number, such as element ${element}`,
    {
      position: { path: file },
      remedy: "Get the checkpoint again, or make it anew: its training or conversion went wrong.",
    },
  );
}
