import { REACH } from "../cost/curve/interpolate.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { firstWith } from "./find-kernel.ts";
import { kernelName } from "./kernel-name.ts";
import type { SessionFile } from "./session-file.ts";

/** How far kernels have to be timed. */
export interface Extent {
  /** The longest contexts that attention meets, tokens. */
  decodeContext: number;
  prefillContext: number;
  /** The dense batch, where it is known beforehand: its tokens, and those of them that are prefill. */
  batch?: { tokens: number; prefillTokens: number };
}

/** A kernel, and the rows and the context that it has to be timed at. */
interface Need {
  name: string;
  rows: number;
  context: number;
}

/**
 * Sessions as ranked, but first one that measured a kernel as far as this, where that which would
 * give it did not. Where none did, the order stays.
 */
export function reachingFirst(
  ranked: readonly SessionFile[],
  kernels: readonly KernelUse[],
  extent: Extent,
): SessionFile[] {
  return needsOf(kernels, extent).reduce<SessionFile[]>(
    (order, need) => {
      const giving = order.find((file) => hasWhole(file, need.name));
      if (giving === undefined || reaches(giving, need)) return order;
      const far = order.find((file) => hasWhole(file, need.name) && reaches(file, need));
      return far === undefined ? order : [far, ...order.filter((file) => file !== far)];
    },
    [...ranked],
  );
}

function needsOf(
  kernels: readonly KernelUse[],
  { decodeContext, prefillContext, batch = { tokens: 0, prefillTokens: 0 } }: Extent,
): Need[] {
  const vocabulary = kernels.find(({ kind }) => kind === "embedding")?.shape.vocab;
  return kernels.flatMap((kernel): Need | Need[] => {
    const { kind, shape } = kernel;
    const name = kernelName(kernel);
    // Its rows are requests, and their KV cache ends with the memory before a large batch does.
    if (kind === "decode_attention") return { name, rows: 0, context: decodeContext };
    if (kind === "prefill_attention") {
      // Where nano-batches cut one long prompt, the second half of it comes after the first.
      const half = batch.prefillTokens / 2;
      return [
        { name, rows: batch.prefillTokens, context: prefillContext },
        { name, rows: half, context: prefillContext + half },
      ];
    }
    // The LM head and sampling have a row for each token that is sampled.
    const isSampled =
      kind !== "embedding" && vocabulary !== undefined && (shape.vocab ?? shape.n) === vocabulary;
    return { name, rows: isSampled ? 0 : batch.tokens, context: 0 };
  });
}

function hasWhole({ session }: SessionFile, name: string): boolean {
  return session.kernels.some((kernel) => kernel.name === name && kernel.reference !== true);
}

function reaches(file: SessionFile, { name, rows, context }: Need): boolean {
  const position = firstWith([file], name)?.position;
  if (position === undefined) return false;
  const { solo } = file.kernel(position);
  return solo.some((row) => rows <= REACH * row[2] && context <= REACH * row[3]);
}
