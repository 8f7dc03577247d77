import { withoutAdditions } from "../cost/table/kernel-key.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { kernelName } from "./kernel-name.ts";
import type { SessionFile } from "./session-file.ts";
import { hasStandIns, kernelNamed, type StandIn, standInFor } from "./stand-ins.ts";

/** A kernel that was wanted, and where it lies. */
export interface Found {
  /** Of the kernel that was wanted. */
  name: string;
  kernel: KernelUse;
  file: SessionFile;
  /** In the session's list of kernels. */
  position: number;
  /** Where another kernel stands in for it. */
  standIn?: StandIn;
  /** Where the plain kernel stands in for one with a bias or norms. */
  plain?: true;
}

/**
 * The kernel in the first session that has it whole, else in the first that has it as a reference.
 * Where none has it, a kernel of another size stands in for it (`stand-ins.ts`), and where there is
 * none such for a kernel with a bias or norms, what there is of the plain one.
 *
 * @returns undefined when none of these is there
 */
export function findKernel(ranked: readonly SessionFile[], kernel: KernelUse): Found | undefined {
  const name = kernelName(kernel);
  const found = exactly(ranked, kernel) ?? byStandIn(ranked, kernel);
  if (found !== undefined || !(kernel.variant?.bias || kernel.variant?.qkNorm)) return found;
  const plain = withoutAdditions(kernel);
  const other = exactly(ranked, plain) ?? byStandIn(ranked, plain);
  return other && { ...other, name, kernel, plain: true };
}

/** @returns where a kernel lies in the first session that has it */
export function firstWith(
  ranked: readonly SessionFile[],
  name: string,
): Pick<Found, "file" | "position"> | undefined {
  return firstOf(ranked, name, "whole") ?? firstOf(ranked, name, "reference");
}

function exactly(ranked: readonly SessionFile[], kernel: KernelUse): Found | undefined {
  const name = kernelName(kernel);
  const place = firstWith(ranked, name);
  return place && { ...place, name, kernel };
}

function byStandIn(ranked: readonly SessionFile[], kernel: KernelUse): Found | undefined {
  const { kind } = kernel;
  if (!hasStandIns(kind)) return undefined;
  const names = ranked.flatMap(({ session }) =>
    session.kernels
      .filter(({ name, reference }) => reference !== true && name.startsWith(`${kind} `))
      .map(({ name }) => name),
  );
  const standIn = standInFor(kernel, [...new Set(names)].map(kernelNamed));
  const place = standIn && firstOf(ranked, kernelName(standIn.source), "whole");
  return place && standIn && { ...place, name: kernelName(kernel), kernel, standIn };
}

function firstOf(
  ranked: readonly SessionFile[],
  name: string,
  grade: "whole" | "reference",
): Pick<Found, "file" | "position"> | undefined {
  for (const file of ranked) {
    const position = file.session.kernels.findIndex(
      (kernel) => kernel.name === name && (kernel.reference === true) === (grade === "reference"),
    );
    if (position >= 0) return { file, position };
  }
  return undefined;
}
