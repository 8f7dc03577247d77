/** The generated tables of `docs/reproduction.md`. */
import type { Plan } from "../../src/generated/plan.ts";
import { formatGap } from "../../src/text/units.ts";
import {
  PUBLISHED_OPTIMUM,
  type PublishedCase,
  type ReproductionCase,
} from "../bench/reproduction-cases.ts";
import type { SearchAnswer } from "../bench/search-answer.ts";
import { markdownTable } from "./markdown-table.ts";

/** What `search --json` printed for a case, and the plan that it wrote. */
export interface CaseResult<Case extends ReproductionCase = ReproductionCase>
  extends Pick<SearchAnswer, "predicted" | "explanation"> {
  case: Case;
  plan: Plan;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const whole = (value: number) => value.toFixed(0);
const milliseconds = (us: number) => (us / 1e3).toFixed(1);

/** Tokens/s per GPU of a step that takes so many µs. */
const throughput = ({ plan }: CaseResult, stepUs: number) =>
  (plan.workload.denseBatchTokens / plan.model.tensorParallel / stepUs) * 1e6;

/** µs of a step at so many tokens/s per GPU. */
const stepAt = ({ plan }: CaseResult, tokensPerSecondPerGpu: number) =>
  (plan.workload.denseBatchTokens / plan.model.tensorParallel / tokensPerSecondPerGpu) * 1e6;

const optimum = ({ predicted }: CaseResult) =>
  predicted.tokensPerSecondPerGpu / predicted.optimalFraction;

/** The step without overlap: the same work around the layers, and the sequential plan's layers. */
const sequentialStepUs = ({ predicted, plan }: CaseResult) =>
  predicted.stepUs + plan.model.layers * (predicted.sequentialUs - predicted.periodUs);

const nanoBatches = ({ plan }: CaseResult) =>
  plan.nanoBatches
    .map((part) => `${part.decodeTokens} + ${part.prefillTokens}`)
    .map((tokens, id) => `${id}: ${tokens}`)
    .join("; ");

const proof = ({ predicted }: CaseResult) =>
  predicted.gap !== null && predicted.gap < 1e-4 ? "none" : formatGap(predicted.gap);

function throughputTable(results: readonly CaseResult<PublishedCase>[]): string {
  const head = [
    "in/out",
    "vLLM",
    "DeepSpeed-FastGen",
    "TensorRT-LLM",
    "NanoFlow",
    "of 1857",
    "predicted plan",
    "of 1857",
    "gap",
    "predicted / NanoFlow",
    "predicted without overlap",
  ];
  const rows = results.map((result) => {
    const { published, workload } = result.case;
    const { tokensPerSecondPerGpu: predicted } = result.predicted;
    return [
      workload,
      whole(published.vllm),
      whole(published.deepSpeed),
      whole(published.tensorRtLlm),
      whole(published.nanoFlow),
      percent(published.nanoFlow / PUBLISHED_OPTIMUM),
      whole(predicted),
      percent(predicted / PUBLISHED_OPTIMUM),
      proof(result),
      (predicted / published.nanoFlow).toFixed(2),
      whole(throughput(result, sequentialStepUs(result))),
    ];
  });
  return markdownTable(head, rows).join("\n");
}

function stepTable(results: readonly CaseResult<PublishedCase>[]): string {
  const head = [
    "in/out",
    "optimum",
    "compute lane, whole GPU",
    "layers, overlapped",
    "whole step",
    "step without overlap",
    "NanoFlow, published",
  ];
  const rows = results.map((result) => {
    const { predicted, explanation, plan } = result;
    return [
      result.case.workload,
      ...[
        stepAt(result, optimum(result)),
        plan.model.layers * explanation.bottleneck.floorsUs.compute,
        plan.model.layers * predicted.periodUs,
        predicted.stepUs,
        sequentialStepUs(result),
        stepAt(result, result.case.published.nanoFlow),
      ].map(milliseconds),
    ];
  });
  return markdownTable(head, rows).join("\n");
}

function pipelineTable(results: readonly CaseResult[]): string {
  const guests = ["decode_attention", "attention_all_reduce", "mlp_all_reduce"];
  const head = [
    "in/out",
    "decode + prompt tokens",
    ...guests.map((guest) => `\`${guest}\` beside`),
  ];
  const rows = results.map((result) => [
    result.case.workload,
    nanoBatches(result),
    ...guests.map((guest) => overlapOf(result, guest)),
  ]);
  return markdownTable(head, rows).join("\n");
}

/** Hosts of less than a tenth of the time side by side are left out. */
function overlapOf({ explanation }: CaseResult, operation: string): string {
  return explanation.overlap
    .filter(({ guest }) => guest.startsWith(`${operation}.`))
    .map(({ guest, hosts, sharedUs }) => {
      const main = hosts.filter((host) => host.sharedUs >= sharedUs / 10).map(({ id }) => id);
      return `${guest.slice(operation.length + 1)}: ${main.join(", ")}`;
    })
    .join("; ");
}

function modelTable(results: readonly CaseResult[]): string {
  const head = [
    "model",
    "GPUs",
    "dense batch",
    "decode + prompt tokens",
    "tokens/s per GPU",
    "of the optimum",
    "optimum",
    "gap",
    "speed-up over sequential",
  ];
  const rows = results.map((result) => [
    result.case.modelId,
    String(result.case.gpus),
    String(result.case.batchTokens),
    nanoBatches(result),
    whole(result.predicted.tokensPerSecondPerGpu),
    percent(result.predicted.optimalFraction),
    whole(optimum(result)),
    proof(result),
    `${result.predicted.speedup.toFixed(2)}x`,
  ]);
  return markdownTable(head, rows).join("\n");
}

/** Puts the tables between the page's markers `<!-- name -->` and `<!-- end -->`. */
export function refreshedPage(
  page: string,
  main: readonly CaseResult<PublishedCase>[],
  others: readonly CaseResult[],
): string {
  const tables = {
    throughput: throughputTable(main),
    steps: stepTable(main),
    pipelines: pipelineTable(main),
    models: modelTable(others),
  };
  return Object.entries(tables).reduce((text, [name, content]) => {
    const block = new RegExp(`(?<=<!-- ${name} -->\n).*?(?=<!-- end -->)`, "s");
    if (!block.test(text)) throw new Error(`the page has no place for the table \`${name}\``);
    return text.replace(block, () => `\n${content}\n\n`);
  }, page);
}
