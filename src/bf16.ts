const WORDS = new Float32Array(1);
const BITS = new Uint32Array(WORDS.buffer);

/** The nearest bf16, the upper half of a float32; of two that are as near, the one with an even mantissa. */
export function nearestBf16(value: number): number {
  WORDS[0] = value;
  const bits = BITS[0] as number;
  BITS[0] = (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
  return WORDS[0] as number;
}
