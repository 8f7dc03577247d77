import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import { BYTES_PER_WORD, type ScratchLayout } from "./binding/binding.ts";
import type { InputLayout } from "./binding/step-inputs.ts";
import type { ExecutorGpu, ExecutorHello } from "./process/protocol.ts";

const ALIGNMENT_BYTES = 1024;
/** Of a work item of prefill attention, for each CTA. */
const PREFILL_TILE_ROWS = 128;
/** Of an entry of its work list. */
const PREFILL_TILE_BYTES = 32;
/** Cosine and sine. */
const ROTATION_BYTES = 8;

/** Sizes that scratch follows from. */
export interface ScratchNeeds {
  /** Rows of a decode attention. */
  requests: number;
  queues: number;
  /** Decode attentions on different rows. */
  ranges: number;
  /** Prefill attentions on different rows, the rows of one, and its sequences. */
  prefillRanges: number;
  prefillRows: number;
  prefillSequences: number;
  tokens: number;
  sampledRows: number;
  /** Positions that tokens may have. */
  positions: number;
}

/** What suffices for each of the programs. */
export function scratchNeedsOf(
  programs: readonly { program: Program; inputs: InputLayout }[],
): ScratchNeeds {
  const most = (of: (program: Program, inputs: InputLayout) => number) =>
    Math.max(1, ...programs.map(({ program, inputs }) => of(program, inputs)));
  return {
    requests: most((_, { decode }) =>
      Math.max(1, ...decode.map(({ rows: [start, end] }) => end - start)),
    ),
    queues: most(({ streams }) => streams.length + 1),
    ranges: most((_, { decode }) => decode.length),
    prefillRanges: most((_, { prefill }) => prefill.length),
    prefillRows: most((_, { prefill }) =>
      Math.max(1, ...prefill.map(({ rows: [start, end] }) => end - start)),
    ),
    prefillSequences: most((_, { limits }) => limits.sequences),
    tokens: most(({ tokens }) => tokens),
    sampledRows: most(({ batch }) => batch.sampledRows),
    positions: most((_, { limits }) => limits.context),
  };
}

/**
 * Lays out what kernels need beside activations, for programs that run one at a time.
 *
 * @param shape of a rank
 * @throws PlannerError `E_NATIVE` when the executor has no kernel for the head size
 */
export function layOutScratch(
  needs: ScratchNeeds,
  shape: ModelShape,
  hello: ExecutorHello,
): { scratch: ScratchLayout; bytes: number } {
  let bytes = 0;
  const take = (size: number) => {
    const offset = bytes;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return offset;
  };
  const { requests, queues, ranges, tokens } = needs;
  const scratch: ScratchLayout = {
    workspaces: Array.from({ length: queues }, () => take(hello.gemmWorkspaceBytes)),
    products: Array.from({ length: queues }, () => ({
      partials: take(hello.devices[0].productPartialBytes),
      counters: take(hello.devices[0].smCount * BYTES_PER_WORD),
    })),
    groupCounts: Array.from({ length: queues }, () => take(routerBytes(hello, tokens))),
    partials: take(partialBytes(hello.devices[0], shape.headSize)),
    counters: take(requests * shape.kvHeads * BYTES_PER_WORD),
    faults: take(needs.sampledRows * BYTES_PER_WORD),
    prefillTiles: Array.from({ length: needs.prefillRanges }, () =>
      take(prefillTileBytes(needs, shape)),
    ),
    tileOffsets: Array.from({ length: ranges }, () => take((requests + 1) * BYTES_PER_WORD)),
    zeros: take(tokens * shape.hiddenSize * BYTES_PER_ELEMENT),
    rotations: take(needs.positions * (shape.headSize / 2) * ROTATION_BYTES),
  };
  return { scratch, bytes };
}

function partialBytes({ decodePartialBytes }: ExecutorGpu, headSize: number): number {
  const found = decodePartialBytes.find(({ head }) => head === headSize);
  if (found !== undefined) return found.bytes;
  throw new PlannerError(
    "E_NATIVE",
    `native-executor has no decode attention for heads of ${headSize}`,
    {
      remedy: "Leave --native out to build the one that comes with this package.",
    },
  );
}

/** Of the work list of a range of prefill rows (prefill_attention.h). */
function prefillTileBytes(
  { prefillRows, prefillSequences }: ScratchNeeds,
  { queryHeads, kvHeads }: ModelShape,
): number {
  const rows = prefillRows * (queryHeads / kvHeads);
  const tiles = (ctas: number) => Math.floor(rows / (ctas * PREFILL_TILE_ROWS)) + prefillSequences;
  return (tiles(1) + tiles(2)) * PREFILL_TILE_BYTES;
}

function routerBytes({ routerScratch }: ExecutorHello, tokens: number): number {
  return Math.ceil(tokens / routerScratch.tokens) * routerScratch.bytes;
}
