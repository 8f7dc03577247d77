import { renderTable } from "../text/table.ts";
import { formatInteger } from "../text/units.ts";

/** What a parallelism comes to, in tokens/s per GPU. */
interface Weighed {
  tensorParallel: number;
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
  taken: { tensorParallel: number },
): string {
  const rows = parallelisms.map(({ tensorParallel, sequential, planned, optimum, unsearched }) => [
    String(tensorParallel),
    formatInteger(sequential),
    planned === null ? "-" : formatInteger(planned),
    formatInteger(optimum),
    tensorParallel === taken.tensorParallel ? "taken" : unsearched ? UNSEARCHED[unsearched] : "",
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
