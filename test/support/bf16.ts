const word = new DataView(new ArrayBuffer(4));

/** Bits of the nearest float32. */
export function float32Bits(value: number): number {
  word.setFloat32(0, value);
  return word.getUint32(0);
}

/** The nearest bf16, to even. */
export function nearestBf16(value: number): number {
  const bits = float32Bits(value);
  word.setUint32(0, ((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000) >>> 0);
  return word.getFloat32(0);
}
