/**
 * Writes the tables of the committed plans between their marks: all of them into plans/README.md,
 * those that a GPU ran into the README, promised beside measured.
 * With `--check`, writes nothing and exits 1 when a table is stale or has lost its marks.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { formatDuration, formatGap, formatSpeedup } from "../../src/text/units.ts";
import { type CommittedPlan, committedPlans } from "./committed-plans.ts";
import { markdownTable } from "./markdown-table.ts";

/** A page with a table of plans. */
interface Page {
  path: string;
  /** Of the text between two comments. */
  marks: RegExp;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

const root = new URL("../../", import.meta.url);
const plans = committedPlans();
for (const page of [pageOfAll(plans), pageOfMeasured(plans)]) refresh(page);

function pageOfAll(all: readonly CommittedPlan[]): Page {
  return {
    path: "plans/README.md",
    marks: /(<!-- plans -->\n).*?(<!-- end of plans -->)/s,
    columns: [
      ...["plan", "kind", "tokens/s per GPU", "gap", "period", "measured period", "sequential"],
      ...["speed-up", "measured speed-up"],
    ],
    rows: all.map(({ name, plan: { kind, predicted, measured } }) => [
      linkTo(name, ""),
      kind,
      Math.round(predicted.tokensPerSecondPerGpu).toLocaleString("en-US"),
      formatGap(predicted.gap),
      us(predicted.periodUs),
      measured === undefined ? "" : us(measured.periodUs),
      us(predicted.sequentialUs),
      formatSpeedup(predicted.speedup),
      measured?.sequential === undefined ? "" : formatSpeedup(measured.sequential.speedup),
    ]),
  };
}

function pageOfMeasured(all: readonly CommittedPlan[]): Page {
  return {
    path: "README.md",
    marks: /(<!-- measured plans -->\n).*?(<!-- end of measured plans -->)/s,
    columns: [
      ...["plan", "kind", "predicted speed-up", "measured speed-up", "verdict"],
      ...["predicted step", "measured step", "gap"],
    ],
    rows: all.flatMap(({ name, plan: { kind, model, predicted, measured } }) => {
      if (measured?.sequential === undefined) return [];
      return [
        [
          linkTo(name, "plans/"),
          kind,
          formatSpeedup(predicted.speedup),
          formatSpeedup(measured.sequential.speedup),
          measured.sequential.verdict,
          formatDuration(predicted.stepUs),
          measured.layers === model.layers ? formatDuration(measured.stepUs) : "",
          formatGap(predicted.gap),
        ],
      ];
    }),
  };
}

function refresh({ path, marks, columns, rows }: Page): void {
  const file = new URL(path, root);
  const text = readFileSync(file, "utf8");
  const table = markdownTable(columns, rows).join("\n");
  const fresh = text.replace(
    marks,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
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

function us(time: number): string {
  return `${Math.round(time)} µs`;
}

function linkTo(name: string, folder: string): string {
  return `[${name.replace(".plan.yaml", "")}](${folder}${name})`;
}
