/**
 * Writes the table of docs/accuracy.md: every plan of docs/accuracy/ that ran on a GPU, what was promised
 * then, what today's model says of it, and what was measured.
 *
 * Also by how much plans that searches chose fell short, which plans take off what they promise.
 *
 * With `--check`, writes nothing. It exits 1 when the table is stale, when today's model errs more than
 * the one that the page was last written by, or when plans promise by another excess than the ledger's.
 * Who accepts that today's model errs more writes the page anew with `--accept-worse`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mean } from "simple-statistics";
import { WINNERS_EXCESS } from "../../src/search/verdict/promise.ts";
import { formatInteger, formatPercent, formatSpeedup } from "../../src/text/units.ts";
import {
  errorsOf,
  excessByModel,
  isHeldOut,
  isOfKernelsThatRan,
  type LedgerErrors,
  type LedgerRow,
  ledger,
  promiseOf,
  sequentialExcess,
} from "./ledger.ts";
import { markdownTable } from "./markdown-table.ts";

const PAGE = new URL("../../docs/accuracy.md", import.meta.url);
const MARKS = /(<!-- ledger -->\n).*?(<!-- end of ledger -->)/s;
/** Of a speed-up, or of a share; below it two errors are the same. */
const SAME = 0.0005;
/** Tokens that most workloads stay below; beyond it attention is nearly all of a layer. */
const SHORT_CONTEXT = 8192;
/** How far the excess that plans promise by may be from the ledger's, to which runs are added. */
const SAME_EXCESS = 0.003;

/** Columns of the first table; `statedErrors` reads the row of today's model again. */
const WORDS: Readonly<Record<string, (errors: LedgerErrors) => string>> = {
  "median error of the period": ({ medianPeriod }) => formatPercent(medianPeriod),
  "worst error of the period": ({ worstPeriod }) => formatPercent(worstPeriod),
  "mean error of the speed-up": ({ meanSpeedup }) => points(meanSpeedup),
  "mean absolute error of the speed-up": ({ meanAbsoluteSpeedup }) => points(meanAbsoluteSpeedup),
};

const rows = ledger();
const text = readFileSync(PAGE, "utf8");
const overlapped = rows.filter(({ plan }) => plan.kind === "overlapped");
const promised = errorsOf(overlapped, ({ plan: { predicted } }) => predicted);
const today = errorsOf(overlapped, (row) => row.today);
const excesses = excessByModel(rows);
const excess = mean(excesses.map((each) => each.excess));
const fresh = text.replace(
  MARKS,
  (_, start: string, end: string) => `${start}\n${tables().join("\n")}\n\n${end}`,
);
const listed = overlapped.filter(({ file }) => text.includes(`(accuracy/${file})`));
const worse = worseThan(statedErrors(text));
if (!MARKS.test(text)) fail("docs/accuracy.md has no marks for its tables.");
else if (worse !== undefined && !process.argv.includes("--accept-worse"))
  fail(`Today's model errs more than the page states: ${worse}. Mend it, or add --accept-worse.`);
else if (Math.abs(excess - WINNERS_EXCESS) > SAME_EXCESS)
  fail(
    `Plans fell short by ${points(excess)}, but WINNERS_EXCESS of src/search/verdict/promise.ts is ${points(WINNERS_EXCESS)}: write ${excess.toFixed(4)} there.`,
  );
else if (!process.argv.includes("--check")) writeFileSync(PAGE, fresh);
else if (fresh !== text) fail("docs/accuracy.md is stale; run `npm run docs`.");

function tables(): string[] {
  return [
    ...heldOutTable(overlapped.filter(isHeldOut)),
    "",
    ...markdownTable(
      ["predictions of overlapped plans", "plans", ...Object.keys(WORDS)],
      [
        [
          "promised when they ran",
          String(promised.count),
          ...Object.values(WORDS).map((say) => say(promised)),
        ],
        ["by today's model", String(today.count), ...Object.values(WORDS).map((say) => say(today))],
      ],
    ),
    "",
    ...markdownTable(
      [
        "overlapped plans of",
        "runs",
        "fell short by, in the mean",
        "left by the mean of the others",
      ],
      [
        ...excesses.map(({ model, runs, excess: of, leftOut }) => [
          model,
          String(runs),
          points(of),
          leftOut === null ? "-" : points(leftOut),
        ]),
        [
          "mean of models",
          String(excesses.reduce((sum, { runs }) => sum + runs, 0)),
          points(excess),
          "",
        ],
      ],
    ),
    "",
    ...markdownTable(
      [
        ...["ran", "commit", "card", "plan", "kind"],
        ...["promised period", "today", "measured", "promised speed-up", "today", "measured"],
        "verdict",
      ],
      rows.map(cellsOf),
    ),
  ];
}

/** Of the promises that nothing was fitted on, in all and by model. */
function heldOutTable(heldOut: readonly LedgerRow[]): string[] {
  const models = [...new Set(heldOut.map(({ plan }) => plan.model.id))].sort();
  const rowOf = (name: string, of: readonly LedgerRow[]) => {
    const errors = errorsOf(of, (row) => promiseOf(row, WINNERS_EXCESS));
    const verdicts = of.map(({ measured }) => measured.sequential?.verdict);
    const count = (verdict: string) => String(verdicts.filter((each) => each === verdict).length);
    return [
      name,
      String(of.length),
      ...Object.values(WORDS).map((say) => say(errors)),
      formatPercent(sequentialExcess(of)),
      ...["faster", "same", "slower"].map(count),
    ];
  };
  const [short, long] = [true, false].map((isShort) =>
    heldOut.filter(({ plan }) => plan.workload.decodeContext <= SHORT_CONTEXT === isShort),
  ) as [LedgerRow[], LedgerRow[]];
  const current = short.filter(isOfKernelsThatRan);
  return markdownTable(
    [
      ...["held-out overlapped plans", "plans", ...Object.keys(WORDS)],
      "sequential predicted too slow by",
      ...["faster", "same", "slower"],
    ],
    [
      ...models.map((id) =>
        rowOf(
          id,
          heldOut.filter(({ plan }) => plan.model.id === id),
        ),
      ),
      ...(models.length > 0 ? [rowOf(`all, ${models.length} models`, heldOut)] : []),
      ...(long.length > 0 && short.length > 0
        ? [
            rowOf(`of these, contexts up to ${formatInteger(SHORT_CONTEXT)}`, short),
            rowOf("of those, by measurements of the kernels that ran", current),
          ]
        : []),
    ],
  );
}

function cellsOf({ file, plan, measured, commit, today: now }: LedgerRow) {
  const { predicted, kind, model, workload, gpu } = plan;
  const us = (time: number) => `${time.toFixed(0)} µs`;
  return [
    measured.measuredAt.slice(0, 10),
    commit,
    measured.gpu.replace("NVIDIA ", ""),
    `[${model.id}${model.shape.precision ? " in FP8" : ""} TP ${model.tensorParallel}, ${workload.name}, ${gpu.id}](accuracy/${file})`,
    kind,
    us(predicted.periodUs),
    now === null ? "-" : us(now.periodUs),
    us(measured.periodUs),
    formatSpeedup(predicted.speedup),
    now === null ? "-" : formatSpeedup(now.speedup),
    measured.sequential === undefined ? "" : formatSpeedup(measured.sequential.speedup),
    measured.sequential?.verdict ?? "",
  ];
}

function points(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} points`;
}

/** What the page says of the model that it was written by; undefined on a new page. */
function statedErrors(page: string): number[] | undefined {
  const row = /^\| by today's model .*$/m.exec(page)?.[0];
  return row?.match(/-?\d+\.\d+/g)?.map((figure) => Math.abs(Number(figure)) / 100);
}

/** Of the runs that the page lists: a run that is new is no fault of the model. */
function worseThan(stated: readonly number[] | undefined): string | undefined {
  const names = Object.keys(WORDS);
  if (stated === undefined || listed.length === 0) return undefined;
  const { medianPeriod, worstPeriod, ...speedups } = errorsOf(listed, (row) => row.today);
  const now = [
    medianPeriod,
    worstPeriod,
    Math.abs(speedups.meanSpeedup),
    speedups.meanAbsoluteSpeedup,
  ];
  const at = now.findIndex((error, index) => error > (stated[index] ?? error) + SAME);
  return at < 0
    ? undefined
    : `${names[at]} ${formatPercent(now[at] as number)} instead of ${formatPercent(stated[at] as number)}`;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
