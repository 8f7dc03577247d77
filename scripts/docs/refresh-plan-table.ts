/**
 * Writes the tables of the committed plans between their marks: all of them into plans/README.md,
 * those that a GPU ran into the README, promised beside measured.
 * With `--check`, writes nothing and exits 1 when a table is stale or has lost its marks.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { formatGap } from "../../src/text/units.ts";

const root = new URL("../../", import.meta.url);

const plans = readdirSync(new URL("plans/", root), { recursive: true })
  .filter((name) => name.endsWith(".plan.yaml"))
  .sort()
  .map((name) => ({ name, plan: parse(readFileSync(new URL(`plans/${name}`, root), "utf8")) }));

const us = (time) => `${Math.round(time)} µs`;
const times = (speedup) => `${speedup.toFixed(3)}x`;
const linkTo = (name, folder) => `[${name.replace(".plan.yaml", "")}](${folder}${name})`;

const pages = [
  {
    path: "plans/README.md",
    marks: /(<!-- plans -->\n).*?(<!-- end of plans -->)/s,
    columns: [
      ...["plan", "kind", "tokens/s per GPU", "period", "sequential", "speed-up", "gap"],
      "period on the GPU",
    ],
    rows: plans.map(({ name, plan: { kind, predicted, measured } }) => [
      linkTo(name, ""),
      kind,
      Math.round(predicted.tokensPerSecondPerGpu).toLocaleString("en-US"),
      us(predicted.periodUs),
      us(predicted.sequentialUs),
      times(predicted.speedup),
      formatGap(predicted.gap),
      measured === undefined ? "" : us(measured.periodUs),
    ]),
  },
  {
    path: "README.md",
    marks: /(<!-- measured plans -->\n).*?(<!-- end of measured plans -->)/s,
    columns: [
      ...["plan", "kind", "predicted speed-up", "measured speed-up", "verdict"],
      ...["predicted period", "measured period", "gap"],
    ],
    rows: plans
      .filter(({ plan }) => plan.measured?.sequential !== undefined)
      .map(({ name, plan: { kind, predicted, measured } }) => [
        linkTo(name, "plans/"),
        kind,
        times(predicted.speedup),
        times(measured.sequential.speedup),
        measured.sequential.verdict,
        us(predicted.periodUs),
        us(measured.periodUs),
        formatGap(predicted.gap),
      ]),
  },
];

for (const { path, marks, columns, rows } of pages) {
  const file = new URL(path, root);
  const text = readFileSync(file, "utf8");
  const fresh = text.replace(
    marks,
    (_, start, end) => `${start}\n${table(columns, rows)}\n\n${end}`,
  );
  if (!marks.test(text)) {
    console.error(`${path} has no marks for its table of plans.`);
    process.exitCode = 1;
  } else if (!process.argv.includes("--check")) {
    writeFileSync(file, fresh);
  } else if (fresh !== text) {
    console.error(`${path} does not list the plans as they are; run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}

function table(columns, rows) {
  const cells = [columns, ...rows];
  const widths = columns.map((_, k) => Math.max(...cells.map((row) => row[k].length)));
  const line = (row) => `| ${row.map((cell, k) => cell.padEnd(widths[k])).join(" | ")} |`;
  const [head, ...body] = cells.map(line);
  return [head, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
}
