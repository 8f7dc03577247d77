import type { Plan } from "../../generated/plan.ts";
import {
  formatBound,
  formatDuration,
  formatInteger,
  formatPercent,
  formatSpeedup,
} from "../../text/units.ts";
import { HOW_TO_MEASURE, measuredLayers } from "../measured-figures.ts";
import { element, escapeText } from "./markup.ts";
import { htmlTable } from "./page.ts";

/** A figure as predicted and, where it is known, as measured. */
interface Figure {
  name: string;
  predicted: string;
  measured?: string | undefined;
}

/** What a plan promises beside what a GPU made of it, as a table with a note below. */
export function planFigures(plan: Plan): string {
  const titles = ["", "predicted", ...(plan.measured === undefined ? [] : ["measured"])];
  const table = htmlTable(
    titles.map((title, index) => ({ title, number: index > 0 })),
    [...times(plan), ...rates(plan)].map(({ name, predicted, measured = "" }) =>
      [name, predicted, measured].slice(0, titles.length),
    ),
  );
  return `${table}${element("p", { class: "muted" }, escapeText(noteOf(plan)))}`;
}

function times({ predicted, measured, model }: Plan): Figure[] {
  const { nanoBatchOnlyUs } = predicted;
  const sequential = measured?.sequential;
  return [
    {
      name: "period of a layer",
      predicted: formatDuration(predicted.periodUs),
      measured: measured && formatDuration(measured.periodUs),
    },
    {
      name: "sequential plan",
      predicted: formatDuration(predicted.sequentialUs),
      measured: sequential && formatDuration(sequential.periodUs),
    },
    {
      name: "same split without overlap",
      predicted: nanoBatchOnlyUs === null ? "none" : formatDuration(nanoBatchOnlyUs),
    },
    { name: "lower bound", predicted: formatBound(predicted.lowerBoundUs, predicted.gap) },
    {
      name: "speed-up over sequential",
      predicted: formatSpeedup(predicted.speedup),
      measured: sequential && `${formatSpeedup(sequential.speedup)}, ${sequential.verdict}`,
    },
    ...(predicted.promisedSpeedup === undefined
      ? []
      : [{ name: "speed-up promised", predicted: formatSpeedup(predicted.promisedSpeedup) }]),
    {
      name: "whole step",
      predicted: formatDuration(predicted.stepUs),
      measured: measured?.layers === model.layers ? formatDuration(measured.stepUs) : undefined,
    },
  ];
}

function rates({ predicted, measured, model, workload }: Plan): Figure[] {
  const rate = (perSecond: number) => `${formatInteger(perSecond)} tokens/s`;
  const unit = (value: number | null, name: string) =>
    value === null ? "unknown" : `${formatInteger(value)} ${name}`;
  const tokens = workload.denseBatchTokens / model.tensorParallel;
  return [
    {
      name: "throughput per GPU",
      predicted: rate(predicted.tokensPerSecondPerGpu),
      measured:
        measured?.layers === model.layers ? rate((tokens / measured.stepUs) * 1e6) : undefined,
    },
    {
      name: "share of the compute optimum",
      predicted: formatPercent(predicted.optimalFraction, 1),
    },
    {
      name: "SM clock",
      predicted: unit(predicted.clockMhz, "MHz"),
      measured: measured && unit(measured.clockMhz, "MHz"),
    },
    {
      name: "board power",
      predicted: unit(predicted.powerW, "W"),
      measured: measured && unit(measured.powerW, "W"),
    },
  ];
}

function noteOf(plan: Plan): string {
  const { measured, predicted } = plan;
  if (measured === undefined) return HOW_TO_MEASURE;
  const { gpu, measuredAt, spread, samples, periodUs } = measured;
  const error = predicted.periodUs / periodUs - 1;
  return [
    `Measured on ${gpu}, ${measuredAt}, over ${measuredLayers(plan, measured)}.`,
    `Spread ${formatPercent(spread)} over ${samples} samples; the predicted period is ${formatPercent(Math.abs(error))} ${error < 0 ? "shorter" : "longer"}.`,
    "Measured periods and speed-up count how the pipeline fills and drains; predicted ones are of steady state.",
  ].join(" ");
}
