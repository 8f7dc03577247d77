import type { Lane } from "../../ir/op-graph.ts";
import { modeUs, type SearchProblem, type Unit } from "../problem/problem.ts";
import type { Solution } from "../verdict/solution.ts";

/** What the split of a plan needs of each resource at the plan's clock. */
export interface Bottleneck {
  /** The resource whose floor is highest. */
  resource: "compute" | "memory" | "network" | "energy";
  /** No order of the same nano-operations is shorter, even without interference, µs. */
  floorsUs: Record<Lane | "energy", number>;
  /** Share of the period in which a nano-operation of the lane is in flight. */
  busy: Record<Lane, number>;
}

export function bottleneckOf({ problem, candidate }: Solution): Bottleneck {
  const { periodUs, stretch, durationUs, energyUs } = candidate.evaluation;
  const inLane = (lane: Lane) => problem.units.filter((unit) => unit.lane === lane);
  const floor = (lane: Lane) =>
    inLane(lane).reduce((sum, unit) => sum + quickestUs(problem, unit, stretch), 0);
  const busy = (lane: Lane) =>
    inLane(lane)
      .flatMap(({ members }) => members)
      .reduce((sum, member) => sum + (durationUs[member] as number), 0) / periodUs;
  const floorsUs = {
    compute: floor("compute"),
    memory: floor("memory"),
    network: floor("network"),
    energy: energyUs,
  };
  const resources = ["compute", "memory", "network", "energy"] as const;
  const resource = resources.reduce((a, b) => (floorsUs[b] > floorsUs[a] ? b : a));
  return {
    resource,
    floorsUs,
    busy: { compute: busy("compute"), memory: busy("memory"), network: busy("network") },
  };
}

/** Least time of a unit alone, µs. */
function quickestUs(problem: SearchProblem, { modes }: Unit, stretch: number): number {
  return Math.min(...modes.map((mode) => modeUs(problem, mode, stretch)));
}
