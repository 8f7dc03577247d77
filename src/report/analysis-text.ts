import type { Analysis, OperationCost } from "../analysis/analyze.ts";
import type { Optima } from "../analysis/optima.ts";
import { ceilingsWithFp8, fp8CeilingSource } from "../cost/fp8-ceiling.ts";
import type { GpuSpec } from "../generated/gpu-spec.ts";
import type { Profile } from "../generated/profile.ts";
import type { MemoryFootprint } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { countParameters } from "../model/parameters.ts";
import { precisionText } from "../model/precision.ts";
import { renderPairs, renderTable } from "../text/table.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatNumber,
} from "../text/units.ts";
import type { DenseBatch } from "../workload/dense-batch.ts";
import { type RequestFacts, requestPairs } from "./workload-text.ts";

/** What was analysed. */
export interface AnalysisSubject {
  model: Model;
  tensorParallel: number;
  profile: Profile;
  /** Name of the workload. */
  workload: string;
  batch: DenseBatch;
  footprint: MemoryFootprint;
  requests: RequestFacts;
  /** Where the ceilings come from, when nothing more is known. */
  ceilings?: "measured" | "datasheet";
  /** The datasheet, where they come from one. */
  spec?: GpuSpec;
}

const ANALYSIS_COLUMNS = ["operation", "compute", "memory", "network", "bound by"] as const;
const OPTIMA_COLUMNS = ["optimum", "tokens/s per GPU", "what it counts"] as const;

/** A table with where its figures come from in every row, where that is a datasheet. */
export interface SourcedTable {
  columns: readonly string[];
  rows: string[][];
}

function sourced({ columns, rows }: SourcedTable, { spec }: AnalysisSubject): SourcedTable {
  if (spec === undefined) return { columns, rows };
  return { columns: [...columns, "source"], rows: rows.map((row) => [...row, "datasheet"]) };
}

/** The subject of an analysis, as labels and values. */
export function analysisFacts(subject: AnalysisSubject): [label: string, value: string][] {
  const { model, tensorParallel, profile, workload, batch, footprint, requests } = subject;
  return [
    ["model", `${model.id}, tensor parallel ${tensorParallel}`],
    ["GPU", `${profile.gpu.id} (${basisText(subject)})`],
    ...ceilingsPairs(subject),
    ["parameters", parametersText(model)],
    ...precisionRows(subject),
    [
      "memory per GPU",
      `weights ${formatBytes(footprint.weightBytes)}, KV cache for ${formatInteger(footprint.kvCapacityTokens)} tokens of ${formatInteger(footprint.kvBytesPerToken)} bytes`,
    ],
    ["workload", workload],
    ...requestPairs(requests),
    [
      "dense batch",
      `${formatInteger(batch.tokens)} tokens: ${formatInteger(batch.decodeTokens)} decode at mean context ${formatInteger(batch.decodeContext)}, ${formatInteger(batch.prefillTokens)} prefill`,
    ],
  ];
}

const FP8_BASES = {
  measured: "measured",
  datasheet: "by its datasheet",
  "datasheet ratio": "by the datasheet's ratio to bf16",
} as const;

/** What is not bf16, and the rate of its products. */
function precisionRows({ model, profile }: AnalysisSubject): [label: string, value: string][] {
  const formats = precisionText(model.shape);
  if (formats === undefined) return [];
  const { fp8GemmFlopsPerSecond: ceiling } = ceilingsWithFp8(profile);
  const basis = FP8_BASES[fp8CeilingSource(profile)];
  const hasProducts = model.shape.precision?.weights !== undefined;
  return [
    ["precision", formats],
    ...(hasProducts && ceiling !== undefined
      ? ([["FP8 products", `at most ${(ceiling / 1e12).toFixed(0)} TFLOP/s, ${basis}`]] as [
          string,
          string,
        ][])
      : []),
  ];
}

/** What the figures stand on. */
function basisText({ profile, ceilings }: AnalysisSubject): string {
  if (ceilings === "datasheet") return "source: datasheet; nothing was measured";
  return ceilings === "measured"
    ? "measured ceilings; no kernel of this model was"
    : `${profile.source} profile`;
}

/** What a datasheet says, and which it is. */
function ceilingsPairs({ spec }: AnalysisSubject): [label: string, value: string][] {
  if (spec === undefined) return [];
  const { denseFlopsPerSecond, memoryBytes, memoryBytesPerSecond } = spec;
  const { linkBytesPerSecond, powerCapW, origin } = spec;
  const rates = Object.entries(denseFlopsPerSecond)
    .map(([type, rate]) => `${formatNumber(rate / 1e12)} in ${type}`)
    .join(", ");
  const figures = [
    `dense TFLOP/s: ${rates}`,
    `memory ${formatNumber(memoryBytes / 1e9)} GB at ${formatNumber(memoryBytesPerSecond / 1e12)} TB/s`,
    ...(linkBytesPerSecond === null
      ? []
      : [`links ${formatNumber(linkBytesPerSecond / 1e9)} GB/s one way`]),
    ...(powerCapW === null ? [] : [`${formatNumber(powerCapW)} W`]),
  ];
  return [["ceilings", `${figures.join("; ")} (source: datasheet, ${origin})`]];
}

function parametersText(model: Model): string {
  const { total, active } = countParameters(model);
  const all = formatCount(total);
  return total === active ? all : `${all}, ${formatCount(active)} active per token`;
}

/** A row for each operation, the layer, what surrounds the layers, and the step. */
export function analysisTable(subject: AnalysisSubject, analysis: Analysis): SourcedTable {
  const { layer, step, stepOperations, operations } = analysis;
  const rows = [
    ...operations.map(rowOf),
    rowOf({ name: "layer", ...layer }),
    ...stepOperations.map(rowOf),
    rowOf({ name: `step of ${subject.model.layers} layers`, ...step }),
  ];
  return sourced({ columns: ANALYSIS_COLUMNS, rows }, subject);
}

/** What bounds the step: of the resources, and whether the power cap does before them. */
export function analysisVerdict(
  { spec }: AnalysisSubject,
  { bound }: Analysis,
  { roofline, energy }: Optima,
): string {
  const by = spec === undefined ? "" : " (source: datasheet)";
  const resources = `By the roofline the workload is ${bound}-bound${by}.`;
  return energy === null || energy >= roofline
    ? resources
    : `${resources} The power cap binds before that.`;
}

/** A row for each optimum that the profile can tell. */
export function optimaTable(
  subject: AnalysisSubject,
  { compute, roofline, energy }: Optima,
): SourcedTable {
  const rows: [name: string, tokensPerSecond: number | null, what: string][] = [
    ["compute", compute, "each weight multiplied once a token at the GEMM ceiling (NanoFlow's)"],
    ["roofline", roofline, "all work at the ceilings, overlapped perfectly"],
    ["energy", energy, "the least energy of the layers at the power cap"],
  ];
  const known = rows.flatMap(([name, tokensPerSecond, what]) =>
    tokensPerSecond === null ? [] : [[name, formatInteger(tokensPerSecond), what]],
  );
  return sourced({ columns: OPTIMA_COLUMNS, rows: known }, subject);
}

/** Whether figures stand in a column of the table of operations. */
export function isFigureColumn(column: number): boolean {
  return column > 0 && column < ANALYSIS_COLUMNS.length - 1;
}

/** An analysis for the terminal. */
export function analysisText(subject: AnalysisSubject, analysis: Analysis, optima: Optima): string {
  return [
    renderPairs(analysisFacts(subject)),
    "",
    textTable(analysisTable(subject, analysis), isFigureColumn),
    "",
    textTable(optimaTable(subject, optima), (column) => column === 1),
    "",
    analysisVerdict(subject, analysis, optima),
  ].join("\n");
}

function textTable({ columns, rows }: SourcedTable, isFigure: (column: number) => boolean): string {
  const titled = columns.map((title, column) =>
    isFigure(column) ? { title, align: "right" as const } : { title },
  );
  return renderTable(titled, rows);
}

function rowOf({
  name,
  computeUs,
  memoryUs,
  networkUs,
  boundBy,
}: Pick<OperationCost, "name" | "computeUs" | "memoryUs" | "networkUs"> &
  Partial<Pick<OperationCost, "boundBy">>): string[] {
  return [name, ...[computeUs, memoryUs, networkUs].map(formatDuration), boundBy ?? ""];
}
