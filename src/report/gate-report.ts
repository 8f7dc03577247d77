import type { PlanVerdict } from "../gate/gate.ts";
import type { Change } from "../gate/verdict.ts";
import { renderTable } from "../text/table.ts";

const COLUMNS = ["plan", "verdict", "what changed"] as const;

/** A row for each plan, for the terminal. */
export function gateText(verdicts: readonly PlanVerdict[]): string {
  return [
    renderTable(
      COLUMNS.map((title) => ({ title })),
      rowsOf(verdicts),
    ),
    "",
    ...remediesOf(verdicts).flatMap(([plan, remedy]) => [`${plan}: ${remedy}`, ""]),
    summary(verdicts),
  ].join("\n");
}

/** The same for a comment on a pull request. */
export function gateMarkdown(verdicts: readonly PlanVerdict[]): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [
    "### Plan quality",
    "",
    row(COLUMNS),
    row(COLUMNS.map(() => "---")),
    ...rowsOf(verdicts).map(row),
    "",
    ...remediesOf(verdicts).flatMap(([plan, remedy]) => [`- ${plan}: ${remedy}`, ""]),
    summary(verdicts),
    "",
  ].join("\n");
}

function remediesOf(verdicts: readonly PlanVerdict[]): [plan: string, remedy: string][] {
  return verdicts.flatMap(({ plan, remedy }) => (remedy === undefined ? [] : [[plan, remedy]]));
}

function rowsOf(verdicts: readonly PlanVerdict[]): string[][] {
  return verdicts.map(({ plan, verdict, changes, note }) => {
    const told = tellingOf(changes);
    return [plan, verdict, [...told.map(({ text }) => text), ...(note ? [note] : [])].join("; ")];
  });
}

/** What differs, or else the first figure; and what was measured in any case. */
function tellingOf(changes: readonly Change[]): Change[] {
  const quiet = changes.every(({ verdict }) => verdict === "same");
  return changes.filter(
    ({ verdict, figure }, index) =>
      verdict !== "same" || figure.includes("measured") || (quiet && index === 0),
  );
}

function summary(verdicts: readonly PlanVerdict[]): string {
  const order = ["better", "same", "ambiguous", "worse", "broken"] as const;
  const counts = order.flatMap((name) => {
    const count = verdicts.filter(({ verdict }) => verdict === name).length;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return `${verdicts.length} plan${verdicts.length === 1 ? "" : "s"}: ${counts.join(", ")}.`;
}
