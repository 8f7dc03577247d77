import type { Plan } from "../generated/plan.ts";
import type { LoadedProfile } from "../profile/load.ts";
import type { Program } from "./program.ts";
import type { RemakeCache } from "./remake-cache.ts";
import type { Change, Verdict } from "./verdict.ts";

export interface GateRequest {
  /** Plan files, from the folder of `head`. */
  plans: readonly string[];
  /** This program, in the folder whose plans are judged. */
  head: Program;
  /** A built checkout to compare with; without it, plans are compared as they are in their files. */
  base: Program | undefined;
  /** Differences up to this share count as none. */
  tolerance: number;
  /** Plans to judge at a time; each search has one thread then. */
  jobs: number;
  /** Programs of a set that are made again. */
  programs: number;
  /** How far a measured period may exceed the predicted one before that counts, as a share. */
  measuredTolerance: number;
  /** Of plans made again before; without it, each is made now. */
  cache?: RemakeCache | undefined;
  profileOf(path: string, plan: Plan): LoadedProfile;
  signal: AbortSignal;
  onPlan?(path: string, done: number): void;
}

export interface PlanVerdict {
  plan: string;
  verdict: Verdict;
  changes: Change[];
  /** Why it is broken, or what else there is to say. */
  note?: string;
  /** What to do about a plan that fails. */
  remedy?: string;
  /** Whether the cache knew what its search makes; of a set, what all that were made again make. */
  isCached?: boolean;
}
