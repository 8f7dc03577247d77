import type { Candidate } from "../schedule/candidate.ts";

/** What the search of one structure comes to. */
export interface BranchResult extends Candidate {
  /** No schedule of this structure has a shorter period, µs. */
  lowerBoundUs: number;
  nodes: number;
  /** Whether the tree was exhausted within the tolerance. */
  complete: boolean;
}
