/**
 * Writes into docs/executor.md, between its two marks, what `npm run bench:executor` found, from the
 * document that it prints with `--json`: `npx tsx scripts/docs/refresh-measured-table.ts FILE.json`. What
 * stands there of another GPU stays.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import type { BenchmarkDocument } from "../bench/executor/report.ts";
import type { VerdictCounts } from "../bench/executor/summary.ts";
import { markdownTable } from "./markdown-table.ts";

const page = new URL("../../docs/executor.md", import.meta.url);
const MARKS = /(<!-- measured -->\n)(.*?)(<!-- end of measured -->)/s;

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: npx tsx scripts/docs/refresh-measured-table.ts FILE.json");
  process.exit(2);
}
const { gpu, layers, rows, summary }: BenchmarkDocument = JSON.parse(readFileSync(file, "utf8"));
if (summary === undefined) {
  console.error(`${file} has no measurements`);
  process.exit(2);
}
const day = statSync(file).mtime.toISOString().slice(0, 10);

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const counted = ({ faster, same, slower }: VerdictCounts) =>
  `${faster} faster, ${same} the same, ${slower} slower`;

const batches = new Set(rows.map(({ batch }) => batch)).size;
const table = markdownTable(
  ["plans", "number", "median error of the period", "worst error"],
  Object.entries(summary.errorsByKind).map(([kind, { median, worst }]) => [
    kind,
    String(rows.filter(({ plan }) => plan === kind).length),
    percent(median),
    percent(worst),
  ]),
);

const anyTrusted = Object.values(summary.emitted).some((count) => count > 0);
const trusted = anyTrusted
  ? `; of those whose gain \`search\` trusts: ${counted(summary.emitted)}`
  : "";

const opening = `Predicted against measured on ${gpu}, `;
const of = layers === undefined ? "llama-3-8b" : `llama-3-8b, ${layers} layers`;
const block = [
  `${opening}${day}, ${batches} dense batches of ${of}, by \`npm run bench:executor\`:`,
  table.join("\n"),
  `Overlapped plans against the sequential ones that took turns with them: ${counted(summary.overlapped)}${trusted}.`,
].join("\n\n");

const text = readFileSync(page, "utf8");
writeFileSync(
  page,
  text.replace(MARKS, (_, start: string, blocks: string, end: string) => {
    const others = blocks
      .split(/^(?=Predicted against measured on )/m)
      .map((other) => other.trim())
      .filter((other) => other !== "" && !other.startsWith(opening));
    return `${start}\n${[block, ...others].join("\n\n")}\n\n${end}`;
  }),
);
