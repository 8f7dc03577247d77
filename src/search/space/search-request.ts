import type { Norms } from "../../ir/fused-norms.ts";
import type { Model } from "../../model/model-shape.ts";
import type { LoadedProfile } from "../../profile/load.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";
import type { SolverName } from "../solver/lp-solver.ts";
import type { SearchSpace } from "./space.ts";

/** How a structure is searched: by branch and price, or by the joint integer program. */
export type SearchMethod = "branch" | "ilp";

/** How a plan is found; `none`: the best sequential plan is taken, and nothing searched. */
export type PlanMethod = SearchMethod | "none";

/** What a search is asked for. */
export interface SearchRequest {
  model: Model;
  tensorParallel: number;
  /** Whether norms run within the all-reduces before them; apart when left out. */
  norms?: Norms;
  /** Dense batches to choose from, the one that the workload asks for first. */
  batches: readonly [DenseBatch, ...DenseBatch[]];
  space: SearchSpace;
  /** As the user named it: `1024/512`, `sharegpt`. */
  workloadName: string;
  profile: LoadedProfile;
  /** The profile's name in the plan. */
  profileName: string;
  solver: SolverName;
  method: PlanMethod;
  /** Nodes of the search trees of all structures together. */
  nodeLimit: number;
  /** Gap at which the search is content, as a fraction; 0 to search to the end. */
  tolerance: number;
  /** Gain over the sequential plan that another plan must exceed; by default, the margin of error of the prediction. */
  minGain?: number;
  /** Seconds after which the best plan so far is taken; undefined for no limit. */
  timeLimitS?: number;
  threads: number;
  /** The command line, for the plan's provenance. */
  command: string;
}
