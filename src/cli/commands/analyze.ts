import type { Command } from "commander";
import { type Analysis, analyze, type OperationCost } from "../../analysis/analyze.ts";
import { renderPairs, renderTable } from "../../report/table.ts";
import { formatBytes, formatDuration, formatInteger } from "../../report/units.ts";
import { addExamples } from "../commands.ts";
import type { CommandContext } from "../context.ts";
import { addPlanningOptions, type PlanningOptions } from "../planning-options.ts";
import { type Setup, setUp } from "../setup.ts";

export function register(command: Command, context: CommandContext): void {
  addPlanningOptions(command);
  addExamples(command, [
    ["analyze --model llama-3-8b", "cost model on the first shipped GPU"],
    ["analyze --model mixtral-8x7b --tp 2 --workload sharegpt", "for a length distribution"],
    ["analyze --model llama-3-8b --batch 2048 --decode 1024 --context 1280", "for one dense batch"],
  ]);
  command.action((options: PlanningOptions) => {
    const setup = setUp(options);
    const { model, tensorParallel, batch, profile } = setup;
    const analysis = analyze(model, tensorParallel, batch, profile.profile.ceilings);
    context.output(documentOf(setup, analysis), () => textOf(setup, analysis));
  });
}

function documentOf(
  { model, tensorParallel, profile, profileFile, workload, batch, footprint }: Setup,
  analysis: Analysis,
) {
  return {
    model: model.id,
    gpu: profile.profile.gpu.id,
    tensorParallel,
    profile: { file: profileFile, source: profile.profile.source, sha256: profile.sha256 },
    workload: { name: workload, ...batch },
    memory: footprint,
    ...analysis,
  };
}

function textOf(setup: Setup, analysis: Analysis): string {
  const { model, tensorParallel, profile, workload, batch, footprint } = setup;
  const { gpu, source } = profile.profile;
  const facts = renderPairs([
    ["model", `${model.id}, tensor parallel ${tensorParallel}`],
    ["GPU", `${gpu.id} (${source} profile)`],
    [
      "memory per GPU",
      `weights ${formatBytes(footprint.weightBytes)}, KV cache for ${formatInteger(footprint.kvCapacityTokens)} tokens`,
    ],
    ["workload", workload],
    [
      "dense batch",
      `${batch.tokens} tokens: ${batch.decodeTokens} decode at mean context ${formatInteger(batch.decodeContext)}, ${batch.prefillTokens} prefill`,
    ],
  ]);
  const { layer, step, stepOperations, operations } = analysis;
  const rows = [
    ...operations.map(rowOf),
    rowOf({ name: "layer", ...layer }),
    ...stepOperations.map(rowOf),
    rowOf({ name: `step of ${model.layers} layers`, ...step }),
  ];
  const optimum = formatInteger(analysis.optimalTokensPerSecondPerGpu);
  return [
    facts,
    "",
    renderTable(
      [
        { title: "operation" },
        { title: "compute", align: "right" },
        { title: "memory", align: "right" },
        { title: "network", align: "right" },
        { title: "bound by" },
      ],
      rows,
    ),
    "",
    `The workload is ${analysis.bound}-bound. Optimum: ${optimum} tokens/s per GPU.`,
  ].join("\n");
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
