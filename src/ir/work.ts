import { PlannerError } from "../errors.ts";
import { BYTES_PER_ELEMENT } from "../model/model-shape.ts";
import { SCALE_BYTES } from "../model/precision.ts";
import { type KernelSize, kernelSize, stepKernelSize } from "./kernel-size.ts";
import type { BatchPart, KernelUse, Operation, StepOperation, Work } from "./op-graph.ts";

/** Work of an operation on a part of the batch, on one GPU. */
export function workOf(operation: Operation, part: BatchPart): Work {
  return kernelWork(operation.kernel, kernelSize(operation, part));
}

/** Work of what a step does before or after its layers, on one GPU. */
export function stepWorkOf(operation: StepOperation, part: BatchPart): Work {
  return kernelWork(operation.kernel, stepKernelSize(operation, part));
}

/**
 * Work of a kernel: a multiply-add is two operations, any other arithmetic one per element and
 * step of the formula; each weight, activation and KV element crosses the memory bus once per
 * kernel, as if the cache kept nothing from one kernel to the next.
 *
 * @returns all zero for 0 tokens
 */
export function kernelWork(kernel: KernelUse, { tokens, context }: KernelSize): Work {
  const { kind, shape, variant = {} } = kernel;
  if (tokens === 0) return { flops: 0, memoryBytes: 0, networkBytes: 0 };
  const size = (name: string) => sizeOf(shape, name);
  switch (kind) {
    case "gemm": {
      const [n, k] = [size("n"), size("k")];
      const flops = 2 * tokens * n * k;
      if (!isFp8(variant.operands)) return work(flops, n * k + tokens * (n + k));
      const operands = narrowBytes(n + tokens, k);
      return { ...bytesWork(flops, operands + tokens * n * BYTES_PER_ELEMENT), fp8Flops: flops };
    }
    case "grouped_gemm": {
      const [n, k, experts, topk] = [size("n"), size("k"), size("experts"), size("topk")];
      const rows = tokens * topk;
      const visited = expectedExperts(experts, topk, tokens);
      const flops = 2 * rows * n * k;
      if (!isFp8(variant.operands)) return work(flops, visited * n * k + rows * (n + k));
      const operands = narrowBytes(visited * n + rows, k);
      return { ...bytesWork(flops, operands + rows * n * BYTES_PER_ELEMENT), fp8Flops: flops };
    }
    case "decode_attention": {
      const [qheads, kvheads, head] = [size("qheads"), size("kvheads"), size("head")];
      const kvTokens = tokens * context;
      const flops = 4 * qheads * head * kvTokens;
      if (!isFp8(variant.kv)) return work(flops, 2 * head * (kvheads * kvTokens + qheads * tokens));
      const rows = 2 * head * qheads * tokens * BYTES_PER_ELEMENT;
      return bytesWork(flops, rows + narrowBytes(2 * kvheads * kvTokens, head));
    }
    case "prefill_attention": {
      const [qheads, kvheads, head] = [size("qheads"), size("kvheads"), size("head")];
      // A token sees what is before the chunk, and of the chunk the tokens up to itself.
      const pairs = tokens * (context + (tokens + 1) / 2);
      const flops = 4 * qheads * head * pairs;
      if (!isFp8(variant.kv))
        return work(flops, 2 * head * (kvheads * (context + tokens) + qheads * tokens));
      const rows = 2 * head * qheads * tokens * BYTES_PER_ELEMENT;
      return bytesWork(flops, rows + narrowBytes(2 * kvheads * (context + tokens), head));
    }
    case "rope_kv_append": {
      const [qheads, kvheads, head] = [size("qheads"), size("kvheads"), size("head")];
      const row = head * (qheads + 2 * kvheads);
      // A rotation is two multiplications and an addition per element; all is read and written.
      const flops = 3 * tokens * head * (qheads + kvheads);
      if (!isFp8(variant.kv)) return work(flops, 2 * tokens * row);
      const turned = tokens * (row + head * qheads) * BYTES_PER_ELEMENT;
      return bytesWork(flops, turned + narrowBytes(2 * tokens * kvheads, head));
    }
    case "rms_norm": {
      // Reads input and residual, writes residual and output: add, square and sum, scale twice.
      const elements = tokens * size("hidden");
      const read = 3 * elements + size("hidden");
      return rowsWork(kernel, 5 * elements, read, tokens, size("hidden"));
    }
    case "silu_mul": {
      // x / (1 + exp(-x)) times the other half.
      const elements = tokens * size("width");
      return rowsWork(kernel, 4 * elements, 2 * elements, tokens, size("width"));
    }
    case "quantise_rows": {
      // The largest of a row, then each element times its inverse.
      const elements = tokens * size("width");
      return rowsWork(kernel, 2 * elements, elements, tokens, size("width"));
    }
    case "router": {
      const [hidden, outputs] = [size("hidden"), size("experts") + (shape.shared ?? 0)];
      return work(2 * tokens * hidden * outputs, hidden * outputs + tokens * (hidden + outputs));
    }
    case "moe_permute": {
      const [hidden, rows] = [size("hidden"), tokens * size("topk")];
      const flops = isFp8(variant.output) ? 2 * tokens * hidden : 0;
      return rowsWork(kernel, flops, tokens * hidden, rows, hidden);
    }
    case "moe_combine": {
      const [hidden, rows] = [size("hidden"), size("topk") + (shape.shared ?? 0)];
      return work(2 * tokens * rows * hidden, tokens * hidden * (rows + 1));
    }
    case "all_reduce":
      return allReduceWork(tokens * size("hidden"), size("ranks"));
    case "all_reduce_norm":
      return allReduceNormWork(tokens, size("hidden"), size("ranks"));
    case "embedding":
      return work(0, 2 * tokens * size("hidden"));
    case "sampling":
      return work(tokens * size("vocab"), tokens * size("vocab"));
  }
}

/**
 * Reduce-scatter and all-gather: each sends (N - 1)/N of the data, as NCCL counts bus bandwidth.
 */
function allReduceWork(elements: number, ranks: number): Work {
  const sentElements = (2 * (ranks - 1) * elements) / ranks;
  return {
    flops: ((ranks - 1) * elements) / ranks,
    memoryBytes: 2 * elements * BYTES_PER_ELEMENT,
    networkBytes: sentElements * BYTES_PER_ELEMENT,
  };
}

/** Beside an all-reduce, a GPU reads, adds and writes the residual of its share of the tokens, and normalises it. */
function allReduceNormWork(tokens: number, hidden: number, ranks: number): Work {
  const sum = allReduceWork(tokens * hidden, ranks);
  const own = (tokens * hidden) / ranks;
  const norm = work(5 * own, 2 * own + hidden);
  return {
    ...sum,
    flops: sum.flops + norm.flops,
    memoryBytes: sum.memoryBytes + norm.memoryBytes,
  };
}

/** Experts that at least one of the tokens is routed to, when the router has no favourites. */
function expectedExperts(experts: number, topk: number, tokens: number): number {
  return experts * (1 - (1 - topk / experts) ** tokens);
}

/** Every kernel kind has the sizes that its work depends on; a missing one is a defect. */
function sizeOf(shape: KernelUse["shape"], name: string): number {
  const size = shape[name];
  if (size !== undefined) return size;
  throw new PlannerError("E_INTERNAL", `the kernel shape lacks \`${name}\``);
}

/** Of a kernel that writes rows, quantised or not. */
function rowsWork(
  { variant = {} }: KernelUse,
  flops: number,
  otherElements: number,
  rows: number,
  width: number,
): Work {
  if (!isFp8(variant.output)) return work(flops, otherElements + rows * width);
  return bytesWork(flops, otherElements * BYTES_PER_ELEMENT + narrowBytes(rows, width));
}

function isFp8(type: string | undefined): boolean {
  return type?.startsWith("fp8") === true;
}

/** Bytes of rows of FP8 with a scale each. */
function narrowBytes(rows: number, width: number): number {
  return rows * (width + SCALE_BYTES);
}

function work(flops: number, elements: number): Work {
  return bytesWork(flops, elements * BYTES_PER_ELEMENT);
}

function bytesWork(flops: number, memoryBytes: number): Work {
  return { flops, memoryBytes, networkBytes: 0 };
}
