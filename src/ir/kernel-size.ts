import type { BatchPart, Operation, StepOperation } from "./op-graph.ts";

/** Coordinates at which a profile measures a kernel. */
export interface KernelSize {
  /** Rows of the kernel; requests for decode attention; for experts, tokens before routing. */
  tokens: number;
  /** Mean KV tokens per request, or before the chunk; 0 where it does not matter. */
  context: number;
}

/** Size of an operation's kernel on a part of the batch; 0 tokens when it has nothing to do. */
export function kernelSize(operation: Operation, part: BatchPart): KernelSize {
  return { tokens: kernelRows(operation, part), context: contextOf(operation, part) };
}

/** Size of the kernel of what a step does before or after its layers. */
export function stepKernelSize(operation: StepOperation, part: BatchPart): KernelSize {
  // A step without decode tokens still ends a prompt now and then, and samples its first token.
  const sampled = Math.max(1, part.decodeTokens);
  return { tokens: operation.rows === "all" ? part.tokens : sampled, context: 0 };
}

/** Tokens of the part that the operation works on. */
export function tokensOf(operation: Operation, part: BatchPart): number {
  switch (operation.tokens) {
    case "all":
      return part.tokens;
    case "decode":
      return part.decodeTokens;
    case "prefill":
      return part.prefillTokens;
  }
}

function kernelRows(operation: Operation, part: BatchPart): number {
  return tokensOf(operation, part) * (operation.rowsPerToken ?? 1);
}

function contextOf({ kernel }: Operation, part: BatchPart): number {
  switch (kernel.kind) {
    case "decode_attention":
      return part.decodeContext;
    case "prefill_attention":
      return part.prefillContext;
    default:
      return 0;
  }
}
