import { type Command, Option } from "commander";
import { type Analysis, analyze } from "../../analysis/analyze.ts";
import { type Optima, optimaOf } from "../../analysis/optima.ts";
import { CostTable } from "../../cost/cost-table.ts";
import { ceilingsWithFp8, fp8CeilingSource } from "../../cost/fp8-ceiling.ts";
import { measurementsHash } from "../../cost/measurements-hash.ts";
import { isStandardOutput } from "../../files/destination.ts";
import { modelKernels } from "../../ir/model-kernels.ts";
import { countParameters } from "../../model/parameters.ts";
import { specDoubts } from "../../profile/gpu-spec-doubts.ts";
import { type AnalysisSubject, analysisText } from "../../report/analysis-text.ts";
import { renderAnalysis, rooflineOf } from "../../report/chart/analysis-html.ts";
import { profileNotes } from "../../report/profile-notes.ts";
import { workloadNotes } from "../../report/workload-text.ts";
import {
  type AnalysisOptions,
  type AnalysisSetup,
  setUpAnalysis,
} from "../../setup/ceilings-setup.ts";
import { leftOutLines, modelNotes, uncountedLines } from "../../setup/notes.ts";
import { cacheShortage } from "../../setup/setup.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { formatOf } from "../options/format-of.ts";
import { addGpuSpecOption } from "../options/gpu-spec-option.ts";
import { notedModel } from "../options/model-option.ts";
import { addPlanningOptions } from "../options/planning-options.ts";

const FORMATS = {
  text: analysisText,
  svg: (subject: AnalysisSubject, analysis: Analysis) => `${rooflineOf(subject, analysis)}\n`,
  html: renderAnalysis,
} as const;

const ENDINGS = { ".svg": "svg", ".html": "html" } as const;

interface Options extends AnalysisOptions {
  format?: keyof typeof FORMATS;
  out?: string;
}

export function register(command: Command, context: CommandContext): void {
  addPlanningOptions(command, "the smallest that fits");
  addGpuSpecOption(command)
    .addOption(
      new Option(
        "--format <format>",
        "tables as text, roofline as SVG, or a page with all (default: by the ending of --out, else text)",
      ).choices(Object.keys(FORMATS)),
    )
    .option("--out <file>", "write the report to a file; - is standard output");
  addExamples(command, [
    ["analyze --model llama-3-8b", "at the ceilings of the first GPU with a shipped profile"],
    ["analyze --model mixtral-8x7b --tp 2 --workload sharegpt", "for a length distribution"],
    [
      "analyze --model qwen3-32b --gpu b200",
      "by the ceilings of a datasheet, for a GPU that nobody measured",
    ],
    ["analyze --model qwen3-32b --gpu-spec my-gpu.yaml", "by the ceilings in a file of your own"],
    ["analyze --model llama-3-8b --batch 1024 --decode 256 --context 1024", "for one dense batch"],
    ["analyze --model llama-3-8b --out llama.html", "roofline and map as a page"],
  ]);
  command.action((options: Options) => analyzeModel(options, context));
}

async function analyzeModel(
  { out, format: asked, ...options }: Options,
  context: CommandContext,
): Promise<void> {
  const format = formatOf(out, ENDINGS, asked);
  if (out !== undefined)
    context.checkFile(out, [options.model, options.profile, options.gpuSpec, options.workload]);
  const model = notedModel(options.model, context, options);
  const setup = await setUpAnalysis(options, model);
  for (const note of workloadNotes(setup.workload, setup.requests)) context.note(`note: ${note}`);
  for (const note of profileNotes(setup.profile)) context.note(`note: ${note}`);
  for (const doubt of doubtsOf(setup)) context.note(`warning: ${setup.profileFile}: ${doubt}`);
  const unmeasuredLines = setup.ceilings === undefined ? leftOutLines : uncountedLines;
  for (const line of unmeasuredLines(model, setup.profile)) context.note(line);
  const shortage = cacheShortage(options, setup);
  if (shortage !== undefined) context.note(`note: ${shortage}`);
  const { tensorParallel, batch, profile } = setup;
  const costs = new CostTable(profile.profile);
  const analysis = analyze(model, tensorParallel, batch, costs.ceilings);
  const optima = optimaOf(setup, analysis.step, costs);
  const report = () => FORMATS[format]({ ...setup, profile: profile.profile }, analysis, optima);
  const document = documentOf(setup, analysis, optima);
  if (out === undefined) {
    const picture = format === "text" ? {} : { format, text: report() };
    context.output({ ...document, ...picture }, report);
  } else {
    context.writeFile(out, report());
    if (!isStandardOutput(out)) context.output({ ...document, out }, () => `wrote ${out}`);
  }
}

function documentOf(setup: AnalysisSetup, analysis: Analysis, optima: Optima) {
  const { model, tensorParallel, profile, workload, batch, footprint, requests } = setup;
  return {
    model: model.id,
    parameters: countParameters(model),
    ...precisionFacts(setup),
    gpu: profile.profile.gpu.id,
    tensorParallel,
    profile: profileFacts(setup),
    workload: { name: workload, ...batch, ...requests },
    memory: footprint,
    ...notesOf(setup),
    ...sourcedAnalysis(analysis, sourceOf(setup)),
    optimalTokensPerSecondPerGpu: optima.compute,
    optimaTokensPerSecondPerGpu: { ...optima, source: sourceOf(setup) },
  };
}

/** Of ceilings that no measurement stands behind. */
function doubtsOf({ spec }: AnalysisSetup): string[] {
  return spec === undefined ? [] : specDoubts(spec);
}

function notesOf(setup: AnalysisSetup) {
  const { warnings, leftOut } = modelNotes(setup.model, setup.profile);
  return { warnings: [...warnings, ...doubtsOf(setup)], leftOut };
}

/** What the figures stand on: measurements of which kind, or a datasheet. */
function sourceOf({ ceilings, profile }: AnalysisSetup): string {
  return ceilings ?? profile.profile.source;
}

/** An analysis in which every row says where its figures come from. */
function sourcedAnalysis(analysis: Analysis, source: string) {
  const { operations, stepOperations, layer, step } = analysis;
  return {
    ...analysis,
    operations: operations.map((operation) => ({ ...operation, source })),
    stepOperations: stepOperations.map((operation) => ({ ...operation, source })),
    layer: { ...layer, source },
    step: { ...step, source },
  };
}

/** What is not bf16; the rate of FP8 products, and where it comes from. */
function precisionFacts({ model: { shape }, profile: { profile } }: AnalysisSetup) {
  const { precision } = shape;
  if (precision?.weights === undefined) return precision === undefined ? {} : { precision };
  const { fp8GemmFlopsPerSecond = null } = ceilingsWithFp8(profile);
  return {
    precision,
    fp8Ceiling: {
      flopsPerSecond: fp8GemmFlopsPerSecond,
      source: fp8CeilingSource(profile),
    },
  };
}

/** Ceilings alone are said to be so. */
function profileFacts(setup: AnalysisSetup) {
  const { model, tensorParallel, profile, profileFile, ceilings, spec } = setup;
  const source = sourceOf(setup);
  if (ceilings !== undefined)
    return {
      ...{ file: profileFile, source, ceilingsOnly: true },
      ...(spec !== undefined && { spec }),
    };
  const { composition, scaled } = profile;
  return {
    file: profileFile,
    source,
    ...(composition !== undefined && { composition }),
    ...(scaled !== undefined && { scaled }),
    measurements: measurementsHash(profile.profile, modelKernels(model.shape, tensorParallel)),
  };
}
