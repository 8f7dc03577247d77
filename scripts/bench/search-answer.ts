import type { Plan } from "../../src/generated/plan.ts";
import type { Explanation } from "../../src/search/explain/explain.ts";

/** What `search --json` prints, as far as scripts read it. */
export interface SearchAnswer {
  kind: Plan["kind"];
  predicted: Plan["predicted"];
  search: Plan["search"] & {
    gapOfBest: number | null;
    seconds: number;
  };
  explanation: Explanation;
}
