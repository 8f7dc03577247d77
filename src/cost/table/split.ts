import type { Mechanism, Profile } from "../../generated/profile.ts";

/** Part of the GPU that a kernel runs on. */
export type Side = "whole" | "group" | "remainder";

/**
 * SMs that a kernel runs on: the whole GPU, or one side of a split. The mechanism of a side is a
 * green context unless it says otherwise; the whole GPU has none.
 */
export interface Partition {
  side: Side;
  smCount: number;
  mechanism?: Mechanism;
}

export type Split = Profile["splits"][number];

/** Name of a split among those of one profile: kernels run side by side only on one split. */
export type SplitId = string;

/** Stands for no split: the whole GPU. */
export const WHOLE_GPU: SplitId = "whole";

export const DEFAULT_MECHANISM: Mechanism = "green-context";

export function splitId({
  mechanism = DEFAULT_MECHANISM,
  groupSms,
}: Pick<Split, "mechanism" | "groupSms">): SplitId {
  return `${mechanism} ${groupSms}`;
}

/** A side of a split, or the whole GPU of so many SMs. */
export function partitionOf(side: Side, split: Split | undefined, gpuSms: number): Partition {
  if (side === "whole" || split === undefined) return { side: "whole", smCount: gpuSms };
  const smCount = side === "group" ? split.groupSms : split.remainderSms;
  const { mechanism = DEFAULT_MECHANISM } = split;
  return mechanism === DEFAULT_MECHANISM ? { side, smCount } : { side, smCount, mechanism };
}

/** Only what tells a partition from others: plans and programs name it so. */
export function barePartition({ side, smCount, mechanism }: Partition): Partition {
  return mechanism === undefined ? { side, smCount } : { side, smCount, mechanism };
}

/** A partition as rows of a profile name it: `w`, `g104`, `r28`, or `cg108` for a CTA limit. */
export function partitionKey({ side, smCount, mechanism = DEFAULT_MECHANISM }: Partition): string {
  if (side === "whole") return "w";
  return `${mechanism === "cta-limit" ? "c" : ""}${side[0]}${smCount}`;
}

/** The reverse of {@link partitionKey}. */
export function parsePartition(key: string, gpuSms: number): Partition {
  if (key === "w") return { side: "whole", smCount: gpuSms };
  const limited = key.startsWith("c");
  const rest = limited ? key.slice(1) : key;
  const side = rest.startsWith("g") ? "group" : "remainder";
  const smCount = Number(rest.slice(1));
  return limited ? { side, smCount, mechanism: "cta-limit" } : { side, smCount };
}
