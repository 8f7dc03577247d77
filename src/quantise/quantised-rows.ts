import { e4m3Code, scaleFor } from "../e4m3.ts";

const BF16_BYTES = 2;
/** bf16 is the upper half of float32. */
const LOWER_BITS = 16;
const LOWER_HALF = (1 << LOWER_BITS) - 1;

/** A weight in FP8, as its files hold it. */
export interface QuantisedWeight {
  /** A code for each element. */
  codes: Buffer;
  /** bf16, one a row. */
  scales: Buffer;
}

/** All ones in the exponent stand for infinity and NaN. */
const EXPONENT = 0x7f80;

/** @param bytes of bf16, little-endian */
export function areFinite(bytes: Buffer): boolean {
  for (let at = 0; at + 1 < bytes.length; at += BF16_BYTES)
    if ((bytes.readUInt16LE(at) & EXPONENT) === EXPONENT) return false;
  return true;
}

/**
 * Rows of bf16 as e4m3 codes with a scale each. Scales are rounded up to bf16, the type in which
 * libraries keep them, so that none is rounded once more and no element is cut off.
 *
 * @param bytes [rows, columns] of bf16, little-endian
 */
export function quantisedWeight(bytes: Buffer, columns: number): QuantisedWeight {
  const values = widened(bytes);
  const rows = values.length / columns;
  const codes = Buffer.alloc(values.length);
  const scales = Buffer.alloc(rows * BF16_BYTES);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const bits = upperBits(scaleFor(largestOf(own)));
    scales.writeUInt16LE(bits, row * BF16_BYTES);
    const scale = widenedBits(bits);
    for (let at = 0; at < columns; at++)
      codes[row * columns + at] = e4m3Code((own[at] as number) / scale);
  }
  return { codes, scales };
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function widened(bytes: Buffer): Float32Array {
  const bits = new Uint32Array(bytes.length / BF16_BYTES);
  for (let at = 0; at < bits.length; at++)
    bits[at] = bytes.readUInt16LE(BF16_BYTES * at) << LOWER_BITS;
  return new Float32Array(bits.buffer);
}

/** The bf16 at or above a positive float32. */
function upperBits(value: number): number {
  const [bits = 0] = new Uint32Array(new Float32Array([value]).buffer);
  return (bits >>> LOWER_BITS) + ((bits & LOWER_HALF) === 0 ? 0 : 1);
}

function widenedBits(bits: number): number {
  return new Float32Array(new Uint32Array([bits << LOWER_BITS]).buffer)[0] as number;
}
