import type { ProgramKernel, ProgramPartition } from "../generated/program.ts";

/** New tokens of one sequence, as prefill attention gets them. */
export interface Chunk {
  /** Tokens of the sequence before the chunk. */
  contextBefore: number;
  tokens: number;
}

/** Query rows that a CTA takes, tokens times query heads of a KV head; see prefill_attention.h. */
const CTA_ROWS = 128;

/** Tokens of a tile of keys; see prefill_pipeline.cuh. */
const KEY_TILE = 128;

/**
 * Tiles of keys that take as long as beginning and ending a work item, as a fit to measured times has
 * them: of a pair of CTAs, which goes through a tile faster, and of a single one.
 */
const ITEM_TILES = { pair: 2, single: 1 };

/**
 * Tiles of keys that the busiest CTAs of prefill attention go through: its time is affine in them.
 *
 * A work item is one KV head and a tile of query rows, and sees as many keys as its last row. Pairs of
 * CTAs take the items, those first that see most, in rounds of alternating direction (`WorkItems` in
 * prefill_pipeline.cuh). So one chunk behind a long context may take longer than all others together,
 * and an item more than there are pairs as long as a whole round. Single CTAs take items of half as
 * many rows where the cache is in FP8, and where pairs may find no neighbouring SMs.
 *
 * @param partition SMs that the kernel runs on, with a CTA each
 */
export function longestQueue(
  chunks: Iterable<Chunk>,
  { shape, variant }: Pick<ProgramKernel, "shape" | "variant">,
  { smCount, mechanism }: Pick<ProgramPartition, "smCount" | "mechanism">,
): number {
  const { qheads = 1, kvheads = 1 } = shape;
  const inPairs = variant?.kv === undefined && mechanism !== "cta-limit";
  const ctas = inPairs ? 2 : 1;
  const itemTiles = inPairs ? ITEM_TILES.pair : ITEM_TILES.single;
  const takers = Math.max(1, Math.floor(smCount / ctas));
  const queues = new Float64Array(takers);
  let item = 0;
  for (const tiles of keyTiles(chunks, qheads / kvheads, CTA_ROWS * ctas)) {
    for (let head = 0; head < kvheads; head++, item++) {
      const [round, place] = [Math.floor(item / takers), item % takers];
      const taker = round % 2 === 0 ? place : takers - 1 - place;
      (queues[taker] as number) += tiles + itemTiles;
    }
  }
  return queues.reduce((most, queue) => Math.max(most, queue), 0);
}

/** Tiles of keys that each tile of query rows sees, the most first. */
function keyTiles(chunks: Iterable<Chunk>, group: number, tileRows: number): Float64Array {
  const seen: number[] = [];
  for (const { contextBefore, tokens } of chunks) {
    const rows = tokens * group;
    for (let start = 0; start < rows; start += tileRows) {
      const lastRow = Math.min(start + tileRows, rows) - 1;
      seen.push(contextBefore + Math.floor(lastRow / group) + 1);
    }
  }
  return Float64Array.from(seen, (tokens) => Math.ceil(tokens / KEY_TILE)).sort((a, b) => b - a);
}
