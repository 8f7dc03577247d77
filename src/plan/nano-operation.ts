import type { Plan } from "../generated/plan.ts";

export type NanoOperation = Plan["nanoOperations"][number];
export type NanoBatch = Plan["nanoBatches"][number];
export type Partition = NanoOperation["partition"];

/** Lanes in the order in which plans, programs and charts list them. */
export const LANES = ["compute", "memory", "network"] as const;

/** A nano-operation in one layer. */
export interface Instance {
  id: string;
  layer: number;
}
