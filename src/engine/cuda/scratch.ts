import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import type { ScratchLayout } from "./executable.ts";
import type { ExecutorGpu, ExecutorHello } from "./protocol.ts";

const ALIGNMENT_BYTES = 1024;
const WORD_BYTES = 4;
/** Cosine and sine. */
const ROTATION_BYTES = 8;

/**
 * Lays out what kernels need beside activations, for programs that run one at a time.
 *
 * @param context positions of the rotation table
 */
export function layOutScratch(
  programs: readonly Program[],
  shape: ModelShape,
  context: number,
  hello: ExecutorHello,
): { scratch: ScratchLayout; bytes: number; rowCounts: readonly number[] } {
  let bytes = 0;
  const take = (size: number) => {
    const offset = bytes;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return offset;
  };
  const most = (of: (program: Program) => number) => Math.max(...programs.map(of));
  const decodeRows = most(({ batch }) =>
    Math.max(1, ...batch.decodeRows.map(([start, end]) => end - start)),
  );
  const rowCounts = rowCountsOf(programs);
  const queues = most(({ streams }) => streams.length + 1);
  const ranges = most(({ batch }) => batch.decodeRows.length);
  const scratch: ScratchLayout = {
    workspaces: Array.from({ length: queues }, () => take(hello.gemmWorkspaceBytes)),
    partials: take(partialBytes(hello.devices[0], shape.headSize)),
    counters: take(decodeRows * shape.kvHeads * WORD_BYTES),
    tileOffsets: Array.from({ length: ranges }, () => take((decodeRows + 1) * WORD_BYTES)),
    zeros: take(most(({ tokens }) => tokens) * shape.hiddenSize * BYTES_PER_ELEMENT),
    rotations: take(context * (shape.headSize / 2) * ROTATION_BYTES),
    rowRanges: new Map(rowCounts.map((rows) => [rows, take(2 * WORD_BYTES)])),
  };
  return { scratch, bytes, rowCounts };
}

function partialBytes({ decodePartialBytes }: ExecutorGpu, headSize: number): number {
  return decodePartialBytes.find(({ head }) => head === headSize)?.bytes ?? 0;
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
