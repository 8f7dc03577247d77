import { type NanoBatch, splitBatch } from "../ir/nano-batches.ts";
import type { BatchPart } from "../ir/op-graph.ts";

/** Nano-batches are cut at multiples of this, the height of GEMM tiles. */
const CUT_TOKENS = 128;

/**
 * The splits that are searched: the whole batch, and two nano-batches cut at every multiple of
 * `CUT_TOKENS`, all operations alike.
 */
export function structuresOf(batch: BatchPart): NanoBatch[][] {
  const structures = [splitBatch(batch, [])];
  for (let cut = CUT_TOKENS; cut < batch.tokens; cut += CUT_TOKENS) {
    structures.push(splitBatch(batch, [cut]));
  }
  return structures;
}
