import { writeFileSync } from "node:fs";
import type { DemoTensor } from "./demo-weights.ts";

const BF16_BYTES = 2;
const LENGTH_BYTES = 8;
/** bf16 is the upper half of float32, rounded to the nearest. */
const LOWER_BITS = 16;
const HALF = 1 << (LOWER_BITS - 1);

/** Writes a safetensors file in bf16 (https://huggingface.co/docs/safetensors). */
export function writeSafetensors(path: string, tensors: readonly DemoTensor[]): void {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.length * BF16_BYTES;
    return [name, { dtype: "BF16", shape, data_offsets: [start, end] }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(
    path,
    Buffer.concat([length, header, ...tensors.map(({ values }) => bf16(values))]),
  );
}

function bf16(values: Float32Array): Buffer {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const bytes = Buffer.alloc(values.length * BF16_BYTES);
  for (const [at, value] of bits.entries()) {
    bytes.writeUInt16LE(((value + HALF) >>> LOWER_BITS) & 0xffff, at * BF16_BYTES);
  }
  return bytes;
}
