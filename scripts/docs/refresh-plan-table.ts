/**
 * Writes the tables of the committed plans between their marks: all of them into plans/README.md,
 * those that a GPU ran into the README, promised beside measured, with what they range over.
 * With `--check`, writes nothing and exits 1 when a page is stale.
 */
import type { Plan } from "../../src/generated/plan.ts";
import { formatDuration, formatGap, formatPercent, formatSpeedup } from "../../src/text/units.ts";
import { type CommittedPlan, committedPlans } from "./committed-plans.ts";
import { markdownTable } from "./markdown-table.ts";
import { refreshTables } from "./marked-tables.ts";

const plans = committedPlans();
refreshTables("plans/README.md", { plans: tableOfAll(plans) });
refreshTables("README.md", {
  "measured plans": [...tableOfMeasured(plans), "", rangesOf(plans.map(({ plan }) => plan))],
  "plans for four GPUs": [forecastOf(plans.map(({ plan }) => plan))],
});

function tableOfAll(all: readonly CommittedPlan[]): string[] {
  return markdownTable(
    [
      ...["plan", "kind", "tokens/s per GPU", "gap", "period", "measured period", "sequential"],
      ...["speed-up", "measured speed-up"],
    ],
    all.map(({ name, plan: { kind, predicted, measured } }) => [
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
  );
}

function tableOfMeasured(all: readonly CommittedPlan[]): string[] {
  return markdownTable(
    [
      ...["plan", "kind", "predicted speed-up", "measured speed-up", "verdict"],
      ...["predicted step", "measured step", "gap"],
    ],
    all.flatMap(({ name, plan: { kind, model, predicted, measured } }) => {
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
  );
}

/** From least to most, what the measured plans were predicted to give, and gave. */
function rangesOf(all: readonly Plan[]): string {
  const ran = all.flatMap(({ measured, ...plan }) =>
    measured?.sequential === undefined ? [] : [{ ...plan, measured, ...measured.sequential }],
  );
  const overlapped = ran.filter(({ kind }) => kind === "overlapped");
  const whole = overlapped.filter(({ measured, model }) => measured.layers === model.layers);
  const predicted = range(overlapped.map((plan) => plan.predicted.speedup));
  const gave = range(overlapped.map(({ speedup }) => speedup));
  const longer = range(
    whole.map((plan) => plan.measured.stepUs / plan.predicted.stepUs - 1),
    (fraction) => formatPercent(fraction, 1),
  );
  const noise = range(
    ran.filter(({ kind }) => kind === "sequential").map(({ speedup }) => speedup),
  );
  return [
    `The overlapped ones were predicted to give ${predicted}, and gave ${gave}.`,
    `Their whole steps took ${longer} longer than predicted.`,
    `Sequential plans ran against themselves: their ${noise} are noise.`,
  ].join(" ");
}

/** Of plans that no machine here could run. */
function forecastOf(all: readonly Plan[]): string {
  const forFour = all.filter(({ model }) => model.tensorParallel === 4);
  const ran = forFour.filter(({ measured }) => measured !== undefined).length;
  const overlapped = forFour.filter(({ kind }) => kind === "overlapped");
  const predicted = range(overlapped.map((plan) => plan.predicted.speedup));
  return [
    `Of ${forFour.length} plans for four GPUs, ${overlapped.length} overlap, and are predicted to give ${predicted}.`,
    ran === 0 ? "None has run yet." : `${ran} of them ran.`,
  ].join(" ");
}

function range(values: readonly number[], format: (value: number) => string = formatSpeedup) {
  return `${format(Math.min(...values))} to ${format(Math.max(...values))}`;
}

function us(time: number): string {
  return `${Math.round(time)} µs`;
}

function linkTo(name: string, folder: string): string {
  return `[${name.replace(".plan.yaml", "")}](${folder}${name})`;
}
