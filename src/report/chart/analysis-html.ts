import {
  type Analysis,
  type Ceilings,
  fp8Ceiling,
  type OperationCost,
} from "../../analysis/analyze.ts";
import type { Optima } from "../../analysis/optima.ts";
import { mapRegions } from "../../analysis/regions.ts";
import { CostTable } from "../../cost/cost-table.ts";
import type { Size } from "../../cost/curve/interpolate.ts";
import { PlannerError } from "../../errors.ts";
import { kernelSize } from "../../ir/kernel-size.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import type { Operation } from "../../ir/op-graph.ts";
import {
  type AnalysisSubject,
  analysisFacts,
  analysisTable,
  analysisVerdict,
  isFigureColumn,
  optimaTable,
} from "../analysis-text.ts";
import { element, escapeText } from "./markup.ts";
import { htmlTable, page, TOOLTIP, TOOLTIP_SCRIPT } from "./page.ts";
import { renderRegions } from "./regions-svg.ts";
import { renderRoofline } from "./roofline-svg.ts";

const PROMPT_LENGTHS = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
const OUTPUT_LENGTHS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

/**
 * Operations of a layer on the roofline of the GPU, as their kernels were measured alone. Left out
 * are collectives, which another roof binds, and what the profile cannot time at this batch.
 */
export function rooflineOf(subject: AnalysisSubject, analysis: Analysis): string {
  const { model, tensorParallel, batch, profile } = subject;
  const costs = new CostTable(profile);
  const { operations } = buildLayerGraph(model.shape, tensorParallel, batch);
  const measured = analysis.operations.flatMap((cost) => {
    if (cost.networkUs > 0) return [];
    const operation = operations.find(({ name }) => name === cost.name);
    const measuredUs = operation && wholeUs(costs, operation, kernelSize(operation, batch));
    return measuredUs === undefined ? [] : [{ ...cost, measuredUs }];
  });
  return renderRoofline(measured, roofOf(measured, costs.ceilings));
}

/** A roof is of one type of operands: the fastest that any of the operations has. */
function roofOf(
  operations: readonly Pick<OperationCost, "fp8Flops">[],
  ceilings: Ceilings,
): Ceilings {
  if (!operations.some(({ fp8Flops = 0 }) => fp8Flops > 0)) return ceilings;
  return { ...ceilings, gemmFlopsPerSecond: fp8Ceiling(ceilings) };
}

/** µs alone on the whole GPU; undefined where the profile cannot tell. */
function wholeUs(costs: CostTable, { kernel }: Operation, size: Size): number | undefined {
  try {
    return costs.wholeGpu(kernel, size).soloUs;
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return undefined;
    throw error;
  }
}

/** An analysis as one self-contained HTML page: tables, roofline, map over request lengths. */
export function renderAnalysis(
  subject: AnalysisSubject,
  analysis: Analysis,
  optima: Optima,
): string {
  const { model, tensorParallel, profile, workload, footprint } = subject;
  const title = `${model.id}, tensor parallel ${tensorParallel}, on ${profile.gpu.id}: cost analysis for ${workload}`;
  const regions = mapRegions(
    model,
    tensorParallel,
    new CostTable(profile).ceilings,
    footprint.kvCapacityTokens,
    PROMPT_LENGTHS,
    OUTPUT_LENGTHS,
  );
  const [table, bests] = [analysisTable(subject, analysis), optimaTable(subject, optima)];
  return page(
    title,
    [
      element("h1", {}, escapeText(title)),
      element("p", {}, escapeText(analysisVerdict(subject, analysis, optima))),
      htmlTable([{ title: "" }, { title: "", long: true }], analysisFacts(subject)),
      element("h2", {}, "How fast a step could be at best"),
      htmlTable(
        bests.columns.map((title, column) => ({
          title,
          number: column === 1,
          long: column === 2,
        })),
        bests.rows,
      ),
      element("h2", {}, "Time that each operation needs of each resource"),
      htmlTable(
        table.columns.map((title, column) => ({ title, number: isFigureColumn(column) })),
        table.rows,
      ),
      element("h2", {}, "Roofline"),
      note(
        subject.spec === undefined
          ? "Kernels as measured alone on the whole GPU; the roof is the GEMM and copy speed of the profile."
          : "The roof is that of a datasheet (source: datasheet); no kernel was measured.",
      ),
      element("div", { class: "scroll" }, rooflineOf(subject, analysis)),
      element("h2", {}, "What bounds a step"),
      note(
        "Thousands of tokens per second and GPU over constant request lengths, if compute, memory and network overlapped perfectly. Empty where a request does not fit the KV cache." +
          (subject.spec === undefined ? "" : " Source: datasheet."),
      ),
      element("div", { class: "scroll" }, renderRegions(regions, PROMPT_LENGTHS, OUTPUT_LENGTHS)),
      TOOLTIP,
    ],
    TOOLTIP_SCRIPT,
  );
}

function note(text: string): string {
  return element("p", { class: "muted" }, escapeText(text));
}
