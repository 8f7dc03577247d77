import { PlannerError } from "../../errors.ts";
import { randomFrom } from "../../random.ts";
import type { ReplayRequest } from "./replay-request.ts";
import type { DrawnRequests } from "./request-lengths.ts";

/** When requests arrive. */
export type ArrivalPattern =
  | { kind: "at-once" }
  /** A Poisson process. */
  | { kind: "poisson"; requestsPerSecond: number }
  /** As in the trace. */
  | { kind: "trace" };

/**
 * Gives requests their arrivals, from 0 on, rising.
 *
 * @throws PlannerError `E_USAGE` for the arrivals of a workload that has none
 */
export function withArrivals(
  { lengths, arrivalsNs }: DrawnRequests,
  pattern: ArrivalPattern,
  seed: number,
): ReplayRequest[] {
  if (pattern.kind === "at-once") return lengths.map((length) => ({ ...length, arrivalUs: 0 }));
  if (pattern.kind === "poisson") {
    const random = randomFrom(seed + 1);
    let arrivalUs = 0;
    return lengths.map((length) => {
      arrivalUs += (-Math.log(1 - random()) / pattern.requestsPerSecond) * 1e6;
      return { ...length, arrivalUs };
    });
  }
  if ("refusal" in arrivalsNs) {
    throw new PlannerError("E_USAGE", `--arrivals trace: ${arrivalsNs.refusal}`, {
      remedy: arrivalsNs.remedy,
    });
  }
  return lengths
    .map((length, index) => ({ ...length, arrivalUs: Number(arrivalsNs[index] as bigint) / 1000 }))
    .sort((a, b) => a.arrivalUs - b.arrivalUs);
}
