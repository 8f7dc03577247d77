import { PlannerError } from "../errors.ts";
import type { Plan, TokenRange } from "../generated/plan.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import type { Work } from "../plan/plan-graph.ts";
import { KV, layerOperands, layerOutput, type Operand, RESIDUAL } from "./operands.ts";
import { type TensorSize, tensorSizes } from "./tensors.ts";

/** Bytes of a buffer that a nano-operation touches in its layer. */
export interface Touch {
  operand: string;
  buffer: string;
  start: number;
  end: number;
  use: Operand["use"];
  /** Layers back to the layer that wrote what is read here. */
  distance: number;
}

/** What a plan's nano-operations read and write. */
export interface DataLayout {
  /** Sizes in bytes by name; the KV buffer's is that of one layer. */
  bytes: ReadonlyMap<string, number>;
  touches: ReadonlyMap<string, readonly Touch[]>;
}

/** A nano-operation's use of a tensor. */
interface Use {
  id: string;
  operand: Operand;
  tokens: TokenRange;
}

/** Rows of a tensor that lie one after the other. */
interface Block {
  buffer: string;
  tokens: TokenRange;
}

/**
 * Lays out the activations of a layer.
 *
 * A tensor's rows lie in blocks: the smallest token ranges that no nano-operation's rows cross. So
 * whatever one reads is one contiguous range, even when several wrote it. Nano-batches that have
 * nothing to do with each other can give up their bytes at different times. All layers use the same
 * blocks. Every reader of a row lies upstream of what writes the row in the next layer, since all
 * feed the residual stream of the same tokens.
 *
 * The residual stream, the KV and the output of the layer are one block each, for what comes after
 * the layers.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` when experts' rows are used by other tokens than were
 *   sorted
 */
export function layOutData(plan: Plan, graph: OpGraph, works: readonly Work[]): DataLayout {
  const sizes = tensorSizes(plan, graph);
  const whole: TokenRange = [0, plan.workload.denseBatchTokens];
  const undivided = new Set([RESIDUAL, KV, layerOutput(graph)]);
  const bytes = new Map<string, number>();
  const touches = new Map<string, Touch[]>(
    works.map(({ nanoOperation }) => [nanoOperation.id, []]),
  );
  for (const [tensor, uses] of usesByTensor(graph, works)) {
    const size = sizes.get(tensor);
    if (size === undefined) throw new PlannerError("E_INTERNAL", `no size of \`${tensor}\``);
    const ranges = undivided.has(tensor) ? [whole] : merged(uses.map(({ tokens }) => tokens));
    for (const [index, tokens] of ranges.entries()) {
      const block = { buffer: undivided.has(tensor) ? tensor : `${tensor}.${index}`, tokens };
      bytes.set(block.buffer, bytesOf(tokens, size));
      for (const use of uses.filter(
        (each) => each.tokens[0] >= tokens[0] && each.tokens[0] < tokens[1],
      ))
        touches.get(use.id)?.push(touch(use, block, size));
    }
  }
  return { bytes, touches };
}

function usesByTensor(graph: OpGraph, works: readonly Work[]): Map<string, Use[]> {
  const operands = layerOperands(graph);
  const uses = new Map<string, Use[]>();
  for (const { nanoOperation, operation, tokens } of works) {
    for (const operand of operands.get(operation.name) ?? []) {
      const use: Use = {
        id: nanoOperation.id,
        operand,
        tokens: operand.earlier ? [0, tokens[1]] : tokens,
      };
      uses.set(operand.tensor, [...(uses.get(operand.tensor) ?? []), use]);
    }
  }
  return uses;
}

/** Joins ranges that have tokens in common. */
function merged(ranges: readonly TokenRange[]): TokenRange[] {
  const blocks: TokenRange[] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = blocks.at(-1);
    if (last === undefined || start >= last[1]) blocks.push([start, end]);
    else last[1] = Math.max(last[1], end);
  }
  return blocks;
}

function touch({ id, operand, tokens }: Use, block: Block, size: TensorSize): Touch {
  const [start, end] = block.tokens;
  const isWhole = tokens[0] === start && tokens[1] === end;
  if (size.order === "expert" && !isWhole) {
    throw new PlannerError(
      "E_UNSOUND_PLAN",
      `${id} works on a part of rows that are sorted by expert`,
      { remedy: "Cut the operations between router and combine at the same tokens." },
    );
  }
  return {
    operand: operand.operand,
    buffer: block.buffer,
    start: (tokens[0] - start) * size.bytesPerToken,
    end: (tokens[1] - start) * size.bytesPerToken + size.bytesPerBlock,
    use: operand.use,
    distance: operand.distance ?? 0,
  };
}

function bytesOf([start, end]: TokenRange, { bytesPerToken, bytesPerBlock }: TensorSize): number {
  return (end - start) * bytesPerToken + bytesPerBlock;
}
