import { type Proof, proveNumerically, smallCase } from "../engine/reference/numerical-proof.ts";
import { scaledPlan } from "../engine/reference/scaled-plan.ts";
import type { Plan } from "../generated/plan.ts";
import { lowerPlan } from "../program/lower.ts";
import { randomFrom } from "../random.ts";

/** Steps of serving that each order runs through. */
export const PROOF_STEPS = 4;
/** Tokens of the small dense batch. */
const TOKENS = 48;

export interface ProofOptions {
  layers: number;
  /** Random orders of the instructions. */
  orders: number;
  /** Of weights, requests and orders. */
  seed: number;
  /** Called with the number of orders done. */
  onOrder(done: number): void;
}

/** A plan's structure on a small model, against the model as it is defined. */
export interface PlanProof {
  /** The plan cut down to the small model. */
  scaled: Plan;
  proof: Proof;
}

/** Runs a plan's structure on a small model in random orders, and compares its logits with the unsplit model's. */
export function provePlan(plan: Plan, { layers, orders, seed, onOrder }: ProofOptions): PlanProof {
  const scaled = scaledPlan(plan, layers, TOKENS);
  const program = lowerPlan(scaled, layers);
  const small = smallCase(program, scaled.model.shape, PROOF_STEPS, randomFrom(seed));
  const seeds = Array.from({ length: orders }, (_, order) => seed + order);
  return { scaled, proof: proveNumerically(small, seeds, onOrder) };
}
