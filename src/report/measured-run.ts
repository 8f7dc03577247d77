import { renderTable } from "../text/table.ts";
import { formatDuration, formatInteger, formatPercent, formatSpeedup } from "../text/units.ts";
import type { Comparison } from "../trial/measured-outcome.ts";
import type { CudaRun, OperationOutcome, PlanOutcome } from "../trial/run-plans.ts";

const LABELS: Readonly<Record<string, string>> = {
  plan: "plan",
  nanoBatchOnly: "without overlap",
  sequential: "sequential",
};
const RIGHT = { align: "right" } as const;

/** Predicted and measured side by side: plans, then the operations of the plan. */
export function measuredRunText({ hello, outcomes, comparisons }: CudaRun, what: string): string {
  const operations = outcomes.get("plan")?.operations ?? [];
  return [
    `${gpusText(hello)}, ${what}.`,
    "",
    planTable(outcomes),
    ...[...comparisons].map(([name, comparison]) => comparisonLine(name, comparison)),
    hostLine(outcomes),
    ...cardsLine(outcomes),
    "",
    operationTable(operations),
  ].join("\n");
}

function planTable(outcomes: CudaRun["outcomes"]): string {
  return renderTable(
    [
      { title: "period" },
      { title: "predicted", ...RIGHT },
      { title: "measured", ...RIGHT },
      { title: "error", ...RIGHT },
      { title: "spread", ...RIGHT },
      { title: "whole step", ...RIGHT },
      { title: "clock", ...RIGHT },
      { title: "power", ...RIGHT },
    ],
    [...outcomes].map(([name, outcome]) => planRow(name, outcome)),
  );
}

function planRow(name: string, { predictedPeriodUs, measured }: PlanOutcome): string[] {
  const { periodUs, spread, stepUs, clockMhz, powerW } = measured;
  return [
    LABELS[name] ?? name,
    formatDuration(predictedPeriodUs),
    formatDuration(periodUs),
    formatPercent(periodUs / predictedPeriodUs - 1),
    formatPercent(spread),
    formatDuration(stepUs),
    clockText(clockMhz),
    powerText(powerW),
  ];
}

function comparisonLine(name: string, { verdict, speedup, lowest, highest }: Comparison): string {
  const range = `${formatSpeedup(lowest)} to ${formatSpeedup(highest)} over the rounds`;
  return `Plan against ${LABELS[name] ?? name}: ${verdict}, ${formatSpeedup(speedup)} (${range}).`;
}

function hostLine(outcomes: CudaRun["outcomes"]): string {
  const hostUs = outcomes.get("plan")?.measured.hostUs ?? 0;
  return `Launching a step takes ${formatDuration(hostUs)} of the host's time.`;
}

function gpusText({ devices }: CudaRun["hello"]): string {
  return devices.length === 1 ? devices[0].gpu : `${devices.length} x ${devices[0].gpu}`;
}

/** Clock and power of the plan on each of several cards. */
function cardsLine(outcomes: CudaRun["outcomes"]): string[] {
  const cards = outcomes.get("plan")?.measured.cards ?? [];
  if (cards.length < 2) return [];
  const each = cards.map(
    ({ clockMhz, powerW }, rank) =>
      `rank ${rank} at ${clockText(clockMhz)} and ${powerText(powerW)}`,
  );
  return [`The plan by card: ${each.join(", ")}.`];
}

function clockText(clockMhz: number | null): string {
  return clockMhz === null ? "unknown" : `${formatInteger(clockMhz)} MHz`;
}

function powerText(powerW: number | null): string {
  return powerW === null ? "unknown" : `${formatInteger(powerW)} W`;
}

function operationTable(operations: readonly OperationOutcome[]): string {
  return renderTable(
    [
      { title: "operation" },
      { title: "predicted", ...RIGHT },
      { title: "measured", ...RIGHT },
      { title: "error", ...RIGHT },
    ],
    operations.map(({ name, predictedUs, measuredUs }) => [
      name,
      predictedUs === null ? "" : formatDuration(predictedUs),
      formatDuration(measuredUs),
      predictedUs === null ? "" : formatPercent(measuredUs / predictedUs - 1),
    ]),
  );
}
