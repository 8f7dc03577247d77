import { type Distribution, type NanoBatch, splitBatch } from "../../ir/nano-batches.ts";
import type { CoarserCuts } from "../../ir/nano-graph.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";

/**
 * Operations that are cut finer than the rest of the layer. Attention is always among them: its
 * tokens of several nano-batches are not consecutive. `qkv` is the pipeline of NanoFlow for 70B models.
 */
export const FINE_OPERATIONS = {
  attention: ["decode_attention", "prefill_attention"],
  qkv: ["attention_norm", "qkv_proj", "rope_kv_append", "decode_attention", "prefill_attention"],
  "attention-block": [
    "attention_norm",
    "qkv_proj",
    "rope_kv_append",
    "decode_attention",
    "prefill_attention",
    "attention_quantise",
    "o_proj",
    "attention_all_reduce",
  ],
} as const;

export type FinePart = keyof typeof FINE_OPERATIONS;

/** How a dense batch is cut: the outer choice of the search. */
export interface Structure {
  batch: DenseBatch;
  /** Token positions between nano-batches, ascending. */
  cuts: readonly number[];
  distribution: Distribution;
  /** The cuts at which the operations outside of `fine` are cut; undefined when all are cut alike. */
  coarse?: { fine: FinePart; cuts: readonly number[] };
}

export function nanoBatchesOf({ batch, cuts, distribution }: Structure): NanoBatch[] {
  return splitBatch(batch, cuts, distribution);
}

/** Pieces of the operations that a structure cuts coarser than attention. */
export function coarserCutsOf({ operations }: OpGraph, { cuts, coarse }: Structure): CoarserCuts {
  if (coarse === undefined) return {};
  const fine: readonly string[] = FINE_OPERATIONS[coarse.fine];
  const firsts = [0, ...coarse.cuts.map((cut) => cuts.indexOf(cut) + 1)];
  return Object.fromEntries(
    operations.filter(({ name }) => !fine.includes(name)).map(({ name }) => [name, firsts]),
  );
}

/** Such as `512+768`, `256+256+768, others 512+768`, `512+768 decode-first`. */
export function structureName({ batch, cuts, distribution, coarse }: Structure): string {
  const sizes = (at: readonly number[]) =>
    [...at, batch.tokens].map((end, index) => end - (at[index - 1] ?? 0)).join("+");
  const order = distribution === "proportional" ? "" : ` ${distribution}`;
  if (coarse === undefined) return `${sizes(cuts)}${order}`;
  return `${coarse.fine} ${sizes(cuts)}, others ${sizes(coarse.cuts)}${order}`;
}
