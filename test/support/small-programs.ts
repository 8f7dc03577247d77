import {
  type Proof,
  proveNumerically,
  type SmallCase,
  smallCase,
} from "../../src/engine/reference/numerical-proof.ts";
import { scaledPlan } from "../../src/engine/reference/scaled-plan.ts";
import type { ModelShape, Plan } from "../../src/generated/plan.ts";
import type { Program } from "../../src/generated/program.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { randomFrom } from "../../src/random.ts";

export interface SmallProgram {
  program: Program;
  shape: ModelShape;
}

export const EXPERTS = {
  kind: "moe" as const,
  experts: 8,
  expertsPerToken: 2,
  expertIntermediateSize: 64,
  sharedExpertIntermediateSize: 64,
};

/** A plan with sizes cut down, lowered. */
export function smallProgram(plan: Plan, layers = 3, tokens = 24): SmallProgram {
  const scaled = scaledPlan(plan, layers, tokens);
  return { program: lowerPlan(scaled, layers), shape: scaled.model.shape };
}

/** Runs three steps in some random orders. */
export function prove({ program, shape }: SmallProgram, orders = 4, seed = 1): Proof {
  const small = smallCase(program, shape, 3, randomFrom(seed));
  return proveNumerically(small, [...Array(orders).keys()]);
}

/** A case of five steps, to run changed programs on. */
export function caseOf({ program, shape }: SmallProgram): SmallCase {
  return smallCase(program, shape, 5, randomFrom(1));
}

/** Whether some of many random orders gives other logits than the unsplit model. */
export function goesWrong(small: SmallCase, faulty: Program, orders: number): boolean {
  return !proveNumerically({ ...small, program: faulty }, [...Array(orders).keys()]).equal;
}
