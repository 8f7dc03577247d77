import { DEFAULT_MECHANISM, partitionOf } from "../cost/table/split.ts";
import type { Profile } from "../generated/profile.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Checks that each SM share is one that the GPU can give. */
export function checkShares(subject: Subject, splits: Profile["splits"] | undefined): Finding[] {
  const { gpu, kind, nanoOperations } = subject.plan;
  return nanoOperations.flatMap((nanoOperation) => {
    const { id, partition } = nanoOperation;
    const problem =
      problemOf(partition, gpu.smCount, splits) ??
      (kind !== "overlapped" && partition.side !== "whole"
        ? `runs on part of the GPU in a plan of kind ${kind}`
        : undefined);
    if (problem === undefined) return [];
    return [
      errorAt(subject, keysOf(subject, nanoOperation, "partition"), "shares", `${id} ${problem}`),
    ];
  });
}

function problemOf(
  partition: NanoOperation["partition"],
  gpuSms: number,
  splits: Profile["splits"] | undefined,
): string | undefined {
  const { side, smCount, mechanism = DEFAULT_MECHANISM } = partition;
  if (smCount > gpuSms) return `takes ${smCount} SMs of a GPU that has ${gpuSms}`;
  if (side === "whole")
    return smCount === gpuSms
      ? undefined
      : `takes the whole GPU, which is ${gpuSms} SMs, not ${smCount}`;
  if (smCount === gpuSms) return `takes all ${gpuSms} SMs as one side of a split`;
  if (splits === undefined) return undefined;
  const sizes = splits
    .filter((split) => (split.mechanism ?? DEFAULT_MECHANISM) === mechanism)
    .map((split) => partitionOf(side, split, gpuSms).smCount);
  if (sizes.includes(smCount)) return undefined;
  const known = [...new Set(sizes)].sort((a, b) => a - b).join(", ") || "none";
  const how = mechanism === DEFAULT_MECHANISM ? "" : ` by ${mechanism}`;
  return `takes a ${side} of ${smCount} SMs${how}, but the profile's splits have ${known}`;
}
