import { renderTable } from "../text/table.ts";
import { formatInteger } from "../text/units.ts";

/** What a parallelism comes to, in tokens/s per GPU. */
interface Weighed {
  tensorParallel: number;
  norms?: "fused";
  sequential: number;
  optimum: number;
  planned: number | null;
  unsearched?: "optimum" | "interrupted" | "time" | undefined;
}

const UNSEARCHED = {
  optimum: "not searched: its optimum is lower",
  interrupted: "not searched: interrupted",
  time: "not searched: out of time",
} as const;

/** A table of the parallelisms that a search weighed, the one taken marked. */
export function parallelismsText(
  parallelisms: readonly Weighed[],
  taken: Pick<Weighed, "tensorParallel" | "norms">,
): string {
  const rows = parallelisms.map((each) => [
    `${each.tensorParallel}${each.norms === undefined ? "" : ` ${each.norms} norms`}`,
    formatInteger(each.sequential),
    each.planned === null ? "-" : formatInteger(each.planned),
    formatInteger(each.optimum),
    isSame(each, taken) ? "taken" : each.unsearched ? UNSEARCHED[each.unsearched] : "",
  ]);
  const table = renderTable(
    [
      { title: "TP", align: "right" },
      { title: "without overlap", align: "right" },
      { title: "plan", align: "right" },
      { title: "optimum", align: "right" },
      { title: "" },
    ],
    rows,
  );
  return `Tokens/s per GPU by tensor parallelism (--tp fixes it):\n${table}`;
}

function isSame(
  a: Pick<Weighed, "tensorParallel" | "norms">,
  b: Pick<Weighed, "tensorParallel" | "norms">,
): boolean {
  return a.tensorParallel === b.tensorParallel && a.norms === b.norms;
}
