import type { SearchProblem } from "../problem/problem.ts";
import type { Candidate } from "../schedule/candidate.ts";
import type { Structure } from "../space/structure.ts";

/** A schedule of a structure, with the problem that it solves. */
export interface Solution {
  structure: Structure;
  problem: SearchProblem;
  candidate: Candidate;
}
