import type { Candidate } from "../schedule/candidate.ts";
import type { WarmStart } from "../schedule/warm-start.ts";
import type { Structure } from "../space/structure.ts";

/** What worker threads do. Periods and bounds are those of a structure's own batch, µs. */
export type Task = ScreenTask | LookTask | SolveTask;

/** Bounds by prices for many structures of one batch. */
export interface ScreenTask {
  kind: "screen";
  structures: readonly Structure[];
  targetUs: number;
}

/** The root bound of one structure, and its period with nothing overlapped. */
export interface LookTask {
  kind: "look";
  structure: Structure;
  targetUs: number;
}

/** Branch and price on one structure. */
export interface SolveTask {
  kind: "solve";
  structure: Structure;
  /** Its best schedule so far. */
  start?: Candidate;
  /** Best schedule of another structure, to start from one like it. */
  warmStart?: WarmStart;
  nodeLimit: number;
  tolerance: number;
  cutoffUs: number;
  /** Whether to look long for a schedule before branching. */
  thorough: boolean;
}

export type TaskResult = ScreenResult | LookResult | SolveResult;

export interface ScreenResult {
  kind: "screen";
  boundsUs: readonly number[];
}

export interface LookResult {
  kind: "look";
  boundUs: number;
  withoutOverlap: Candidate;
}

export interface SolveResult extends Candidate {
  kind: "solve";
  warmStart: WarmStart;
  /** No schedule of the structure is shorter than this, or than the cutoff less the tolerance. */
  boundUs: number;
  nodes: number;
  complete: boolean;
}
