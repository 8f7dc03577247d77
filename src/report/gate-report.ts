import type { PlanVerdict } from "../gate/gate.ts";
import type { Change } from "../gate/verdict.ts";
import { printable } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";

const COLUMNS = ["plan", "verdict", "what changed"] as const;

/**
 * A row for each plan, for the terminal.
 *
 * @param found plans that there are, of which those judged may be a sample
 */
export function gateText(verdicts: readonly PlanVerdict[], found = verdicts.length): string {
  return [
    renderTable(
      COLUMNS.map((title) => ({ title })),
      rowsOf(verdicts),
    ),
    "",
    ...remediesOf(verdicts).flatMap(([plan, remedy]) => [`${plan}: ${remedy}`, ""]),
    summary(verdicts, found),
  ].join("\n");
}

/** The same for a comment on a pull request. */
export function gateMarkdown(verdicts: readonly PlanVerdict[], found = verdicts.length): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => markup(cell)).join(" | ")} |`;
  return [
    "### Plan quality",
    "",
    row(COLUMNS),
    row(COLUMNS.map(() => "---")),
    ...rowsOf(verdicts).map(row),
    "",
    ...remediesOf(verdicts).flatMap(([plan, remedy]) => [`- ${markup(`${plan}: ${remedy}`)}`, ""]),
    summary(verdicts, found),
    "",
  ].join("\n");
}

/** Names of files and words of errors may come from the pull request that is judged. */
function markup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[|[\]!]/g, "\\$&");
}

function inOneLine(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, " "));
}

function remediesOf(verdicts: readonly PlanVerdict[]): [plan: string, remedy: string][] {
  return verdicts.flatMap(({ plan, remedy }) =>
    remedy === undefined ? [] : [[printable(plan), inOneLine(remedy)]],
  );
}

function rowsOf(verdicts: readonly PlanVerdict[]): string[][] {
  return verdicts.map(({ plan, verdict, changes, note }) => {
    const told = tellingOf(changes);
    const said = [...told.map(({ text }) => text), ...(note ? [note] : [])].join("; ");
    return [printable(plan), verdict, inOneLine(said)];
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

function summary(verdicts: readonly PlanVerdict[], found: number): string {
  const order = ["better", "same", "ambiguous", "worse", "broken"] as const;
  const counts = order.flatMap((name) => {
    const count = verdicts.filter(({ verdict }) => verdict === name).length;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  const plans = `${verdicts.length} plan${verdicts.length === 1 ? "" : "s"}`;
  const sample = found > verdicts.length ? `, a sample of ${found}` : "";
  const cached = verdicts.filter(({ isCached }) => isCached).length;
  const before = cached === 0 ? "" : ` ${cached} from the cache; --no-cache makes them now.`;
  return `${plans}${sample}: ${counts.join(", ")}.${before}`;
}
