const word = new DataView(new ArrayBuffer(4));

/** Bits of the nearest float32. */
export function float32Bits(value: number): number {
  word.setFloat32(0, value);
  return word.getUint32(0);
}
