import { REACH } from "../cost/curve/interpolate.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { firstWith } from "./find-kernel.ts";
import { kernelName } from "./kernel-name.ts";
import type { SessionFile } from "./session-file.ts";

/** The longest contexts that attention has to be timed at, tokens. */
export interface Contexts {
  decode: number;
  prefill: number;
}

/**
 * Sessions as ranked, but first one that measured attention at contexts as long as these, where that
 * which would give it did not. Where none did, the order stays.
 */
export function reachingFirst(
  ranked: readonly SessionFile[],
  kernels: readonly KernelUse[],
  { decode, prefill }: Contexts,
): SessionFile[] {
  const needs = kernels.flatMap((kernel) => {
    if (kernel.kind === "decode_attention") return [{ name: kernelName(kernel), context: decode }];
    if (kernel.kind === "prefill_attention")
      return [{ name: kernelName(kernel), context: prefill }];
    return [];
  });
  return needs.reduce<SessionFile[]>(
    (order, { name, context }) => {
      const giving = order.find((file) => hasWhole(file, name));
      if (giving === undefined || reaches(giving, name, context)) return order;
      const far = order.find((file) => hasWhole(file, name) && reaches(file, name, context));
      return far === undefined ? order : [far, ...order.filter((file) => file !== far)];
    },
    [...ranked],
  );
}

function hasWhole({ session }: SessionFile, name: string): boolean {
  return session.kernels.some((kernel) => kernel.name === name && kernel.reference !== true);
}

function reaches(file: SessionFile, name: string, context: number): boolean {
  const position = firstWith([file], name)?.position;
  if (position === undefined) return false;
  const longest = file.kernel(position).solo.reduce((most, row) => Math.max(most, row[3]), 0);
  return context <= REACH * longest;
}
