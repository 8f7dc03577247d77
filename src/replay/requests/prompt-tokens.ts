/**
 * Random token ids, other ones for each request, the same for the same seed (the mixing function of
 * MurmurHash3, Appleby, public domain, over a counter).
 */
export function promptTokens(
  seed: number,
  request: number,
  length: number,
  vocabularySize: number,
): Int32Array {
  const start = mixed(Math.imul(seed, 0x9e3779b1) ^ mixed(request + 1));
  return Int32Array.from(
    { length },
    (_, index) => mixed((start + Math.imul(index, 0x9e3779b1)) | 0) % vocabularySize,
  );
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
