/**
 * The 8-bit float e4m3 of the Open Compute Project's OFP8 specification: a sign, four bits of
 * exponent with a bias of 7, three of mantissa. It has no infinity, and one NaN of each sign.
 */

/** The largest finite value. */
export const E4M3_MAX = 448;
/** Code of the positive NaN. */
export const E4M3_NAN = 0x7f;

const MANTISSA_BITS = 3;
const EXPONENT_BIAS = 7;
/** Exponent of the smallest normal value, and of all smaller ones. */
const LEAST_EXPONENT = 1 - EXPONENT_BIAS;
const MAX_CODE = 0x7e;
const SIGN = 0x80;
/** What the largest element of a row counts at least, so that no scale is 0, nor its inverse infinite. */
const LEAST_SIZE = 2 ** -100;
const FLOAT32_MAX = (2 - 2 ** -23) * 2 ** 127;

/** Steps of the values around, in one: by exponent, from the least on. */
const STEPS_OF_ONE = Float64Array.from(
  { length: 1 << 4 },
  (_, above) => 2 ** (MANTISSA_BITS - LEAST_EXPONENT - above),
);

const WORDS = new Float32Array(1);
const BITS = new Uint32Array(WORDS.buffer);

const VALUES = Float64Array.from({ length: 256 }, (_, code) => decoded(code));

/** The value of a code from 0 to 255. */
export function e4m3Value(code: number): number {
  return VALUES[code] as number;
}

/** The values of codes from 0 to 255. */
export function e4m3Values(codes: ArrayLike<number>): Float64Array {
  const values = new Float64Array(codes.length);
  for (let at = 0; at < values.length; at++) values[at] = VALUES[codes[at] as number] as number;
  return values;
}

/** The code of the nearest value, of two the one with an even mantissa; beyond the range the largest. */
export function e4m3Code(value: number): number {
  if (Number.isNaN(value)) return E4M3_NAN;
  const sign = value < 0 || Object.is(value, -0) ? SIGN : 0;
  const size = Math.abs(value);
  if (size >= E4M3_MAX) return sign | MAX_CODE;
  const above = Math.max(0, float32Exponent(size) - LEAST_EXPONENT);
  // Steps of the values around: a mantissa that rounds up to 16 is the next exponent's 8.
  const steps = roundedToEven(size * (STEPS_OF_ONE[above] as number));
  return sign | ((above << MANTISSA_BITS) + steps);
}

/** Rows of e4m3 codes, each with the float32 that its values are to be multiplied by. */
export interface QuantisedRows {
  codes: Uint8Array;
  scales: Float32Array;
}

/**
 * Quantises rows so that the largest element of each becomes the largest value. A NaN stays one, and
 * spoils no other element.
 *
 * @param values [rows, width]
 */
export function quantisedRows(values: ArrayLike<number>, width: number): QuantisedRows {
  const rows = width === 0 ? 0 : values.length / width;
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [start, end] = [row * width, (row + 1) * width];
    const scale = scaleFor(largest(values, start, end));
    scales[row] = scale;
    for (let at = start; at < end; at++) codes[at] = e4m3Code((values[at] as number) / scale);
  }
  return { codes, scales };
}

/** @param size of the largest element */
export function scaleFor(size: number): number {
  const bounded = Math.min(Math.max(size, LEAST_SIZE), FLOAT32_MAX);
  return Math.fround(bounded / E4M3_MAX);
}

function largest(values: ArrayLike<number>, start: number, end: number): number {
  let size = 0;
  for (let at = start; at < end; at++) {
    const each = Math.abs(values[at] as number);
    if (each > size) size = each;
  }
  return size;
}

/**
 * Exponent of the nearest float32. Where that is the next power of two, the code is the same: a size just
 * below it rounds to it.
 */
function float32Exponent(size: number): number {
  WORDS[0] = size;
  return ((BITS[0] as number) >>> 23) - 127;
}

function roundedToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function decoded(code: number): number {
  const sign = code & SIGN ? -1 : 1;
  const exponent = (code & 0x78) >> MANTISSA_BITS;
  const mantissa = code & 7;
  if ((code & 0x7f) === E4M3_NAN) return Number.NaN;
  if (exponent === 0) return sign * mantissa * 2 ** (LEAST_EXPONENT - MANTISSA_BITS);
  return sign * (8 + mantissa) * 2 ** (exponent - EXPONENT_BIAS - MANTISSA_BITS);
}
