import { type Checkpoint, openCheckpoint } from "../engine/cuda/weights/checkpoint.ts";
import { randomWeights } from "../engine/cuda/weights/weight-source.ts";
import type { Plan } from "../generated/plan.ts";

/** Weights of a run, and the numbers that belong to them. */
export type RunWeights = Pick<Checkpoint, "epsilon" | "rotary" | "weights">;

/** Kernels do the same work with any of these numbers; they are those of Llama 3. */
export function randomRunWeights(seed: number): RunWeights {
  const rotary = { base: 500_000, scaling: { kind: "default" } } as const;
  return { epsilon: 1e-5, rotary, weights: randomWeights(seed) };
}

/**
 * A checkpoint for a plan.
 *
 * @param layers how many layers run
 * @throws PlannerError `E_INVALID_MODEL` on a checkpoint of another model, and what opening it throws
 */
export function trainedRunWeights({ model }: Plan, folder: string, layers: number): Checkpoint {
  return openCheckpoint(folder, { ...model, layers });
}
