/**
 * Writes the table of the committed plans into the README, between its two marks.
 * With `--check`, writes nothing and exits 1 when the table is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { formatGap } from "../dist/text/units.js";

const root = new URL("../", import.meta.url);
const readme = new URL("README.md", root);
const MARKS = /(<!-- plans -->\n).*?(<!-- end of plans -->)/s;

const COLUMNS = [
  ...["plan", "kind", "tokens/s per GPU", "period", "sequential", "speed-up", "gap"],
  "period on the GPU",
];

const plans = readdirSync(new URL("plans/", root), { recursive: true })
  .filter((name) => name.endsWith(".plan.yaml"))
  .sort()
  .map((name) => ({ name, plan: parse(readFileSync(new URL(`plans/${name}`, root), "utf8")) }));

function rowOf({ name, plan: { kind, predicted, measured } }) {
  const { tokensPerSecondPerGpu, periodUs, sequentialUs, speedup, gap } = predicted;
  return [
    `[${name.replace(".plan.yaml", "")}](plans/${name})`,
    kind,
    Math.round(tokensPerSecondPerGpu).toLocaleString("en-US"),
    `${Math.round(periodUs)} µs`,
    `${Math.round(sequentialUs)} µs`,
    `${speedup.toFixed(3)}x`,
    formatGap(gap),
    measured === undefined ? "" : `${Math.round(measured.periodUs)} µs`,
  ];
}

const rows = [COLUMNS, ...plans.map(rowOf)];
const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
const line = (cells) => `| ${cells.map((cell, k) => cell.padEnd(widths[k])).join(" | ")} |`;
const [head, ...body] = rows.map(line);
const table = [head, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");

const text = readFileSync(readme, "utf8");
const fresh = text.replace(MARKS, (_, start, end) => `${start}\n${table}\n\n${end}`);
if (!process.argv.includes("--check")) {
  writeFileSync(readme, fresh);
} else if (fresh !== text) {
  console.error("README.md does not list the plans as they are; run `npm run docs`.");
  process.exitCode = 1;
}
