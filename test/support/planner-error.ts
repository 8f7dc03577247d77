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

/** The PlannerError that a promise is rejected with. */
export async function plannerErrorOf(promise: Promise<unknown>): Promise<PlannerError> {
  const reason = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (reason instanceof PlannerError) return reason;
  throw new Error(`not rejected with a PlannerError but ${String(reason)}`);
}
