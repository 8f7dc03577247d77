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

/**
 * Lays out what kernels need beside activations, for programs that run one at a time.
 *
 * @param inputs of the same programs
 * @throws PlannerError `E_NATIVE` when the executor has no kernel for the head size
 */
export function layOutScratch(
  programs: readonly Program[],
  inputs: readonly InputLayout[],
  shape: ModelShape,
  hello: ExecutorHello,
): { scratch: ScratchLayout; bytes: number } {
  let bytes = 0;
  const take = (size: number) => {
    const offset = bytes;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return offset;
  };
  const requests = Math.max(
    1,
    ...inputs.flatMap(({ decode }) => decode.map(({ rows: [start, end] }) => end - start)),
  );
  const queues = Math.max(...programs.map(({ streams }) => streams.length + 1));
  const ranges = Math.max(...inputs.map(({ decode }) => decode.length));
  const tokens = Math.max(...programs.map((program) => program.tokens));
  const scratch: ScratchLayout = {
    workspaces: Array.from({ length: queues }, () => take(hello.gemmWorkspaceBytes)),
    products: Array.from({ length: queues }, () => ({
      partials: take(hello.devices[0].productPartialBytes),
      counters: take(hello.devices[0].smCount * BYTES_PER_WORD),
    })),
    groupCounts: Array.from({ length: queues }, () => take(routerBytes(hello, tokens))),
    partials: take(partialBytes(hello.devices[0], shape.headSize)),
    counters: take(requests * shape.kvHeads * BYTES_PER_WORD),
    faults: take(Math.max(...programs.map(({ batch }) => batch.sampledRows)) * BYTES_PER_WORD),
    prefillTiles: Array.from(
      { length: Math.max(...inputs.map(({ prefill }) => prefill.length)) },
      (_, range) =>
        take(Math.max(...inputs.map((layout) => prefillTileBytes(layout, range, shape)))),
    ),
    tileOffsets: Array.from({ length: ranges }, () => take((requests + 1) * BYTES_PER_WORD)),
    zeros: take(tokens * shape.hiddenSize * BYTES_PER_ELEMENT),
    rotations: take(positionsOf(inputs) * (shape.headSize / 2) * ROTATION_BYTES),
    rowRanges: new Map(rowCountsOf(programs).map((rows) => [rows, take(2 * BYTES_PER_WORD)])),
  };
  return { scratch, bytes };
}

/** Positions that tokens may have. */
export function positionsOf(inputs: readonly InputLayout[]): number {
  return Math.max(...inputs.map(({ limits }) => limits.context));
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
  { prefill, limits: { sequences } }: InputLayout,
  range: number,
  { queryHeads, kvHeads }: ModelShape,
): number {
  const [start, end] = prefill[range]?.rows ?? [0, 0];
  const rows = (end - start) * (queryHeads / kvHeads);
  const tiles = (ctas: number) => Math.floor(rows / (ctas * PREFILL_TILE_ROWS)) + sequences;
  return (tiles(1) + tiles(2)) * PREFILL_TILE_BYTES;
}

function routerBytes({ routerScratch }: ExecutorHello, tokens: number): number {
  return Math.ceil(tokens / routerScratch.tokens) * routerScratch.bytes;
}

/** Rows of the GEMMs that our own products do. */
function rowCountsOf(programs: readonly Program[]): number[] {
  const own = programs.flatMap(({ instructions }) =>
    instructions.filter(
      ({ kernel, implementation }) => kernel.kind === "gemm" && implementation.startsWith("own."),
    ),
  );
  return [...new Set(own.map(({ size }) => size.tokens))];
}
