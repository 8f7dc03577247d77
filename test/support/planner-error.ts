import { PlannerError } from "../../src/errors.ts";

/** The PlannerError that the action throws; fails the test when it throws none. */
export function plannerError(action: () => unknown): PlannerError {
  try {
    action();
  } catch (error) {
    if (error instanceof PlannerError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
