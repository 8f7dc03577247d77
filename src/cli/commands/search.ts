import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { analyze } from "../../analysis/analyze.ts";
import { type Optima, optimaOf } from "../../analysis/optima.ts";
import { CostTable } from "../../cost/cost-table.ts";
import { smallerThanMeasured, smallerThanMeasuredText } from "../../cost/measured-sizes.ts";
import type { Plan } from "../../generated/plan.ts";
import { kernelUsesOf } from "../../plan/kernel-uses.ts";
import { writePlan } from "../../plan/plan-file.ts";
import { SET_ENDING } from "../../plan-set/plan-set-file.ts";
import { renderGanttChart } from "../../report/gantt.ts";
import { parallelismsText } from "../../report/parallelisms-text.ts";
import { planDetailsText, planSummaryText } from "../../report/plan-summary.ts";
import { profileNotes } from "../../report/profile-notes.ts";
import { searchVerdict } from "../../report/search-verdict.ts";
import { requestPairs, workloadNotes } from "../../report/workload-text.ts";
import type { SearchResult } from "../../search/search.ts";
import { MAX_PARTS } from "../../search/space/space.ts";
import { CUTS } from "../../search/verdict/certificate.ts";
import { SET_NODE_LIMIT } from "../../set-search/search-set.ts";
import { idleSearchOptions } from "../../setup/idle-search-options.ts";
import { leftOutLines, modelNotes } from "../../setup/notes.ts";
import {
  DEFAULT_NODE_LIMIT,
  EFFORT_DEFAULTS,
  type SearchOptions,
} from "../../setup/search-options.ts";
import { cacheShortage, type Setup, setUpEach } from "../../setup/setup.ts";
import { takenOptions } from "../../setup/taken-options.ts";
import {
  mostPromising,
  type WeighedSearch,
  weighParallelisms,
} from "../../setup/weigh-parallelisms.ts";
import { wrapWords } from "../../text/table.ts";
import { formatBound, formatDuration, formatInteger } from "../../text/units.ts";
import { FILE_ENDING } from "../../workload/parse-workload.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { refuseIdle } from "../options/idle-options.ts";
import { notedModel } from "../options/model-option.ts";
import { integerFrom, nonNegativeNumber, positiveNumber } from "../options/option-values.ts";
import { addPlanningOptions } from "../options/planning-options.ts";
import { searchSet } from "./search-set.ts";

interface Options extends Omit<SearchOptions, "parts"> {
  /** One of its choices, which are text. */
  parts: string;
  explain: boolean;
  set: boolean;
  out?: string;
}

export function register(command: Command, context: CommandContext): void {
  addPlanningOptions(command, "of those measured, the one with the most tokens/s per GPU");
  command
    .addOption(
      new Option("--solver <solver>", "library for linear and integer programs")
        .choices(["highs", "glpk"])
        .default(EFFORT_DEFAULTS.solver),
    )
    .addOption(
      new Option(
        "--method <method>",
        "branch and price, or one integer program per structure (exact for a single nano-batch, slow for two); none takes the plan without overlap, without a search",
      )
        .choices(["branch", "ilp", "none"])
        .default(EFFORT_DEFAULTS.method),
    )
    .addOption(
      new Option(
        "--norms <norms>",
        "with several GPUs: norms in kernels of their own, or fused into the all-reduces before them (default: what gives the better plan, of those measured)",
      ).choices(["apart", "fused"]),
    )
    .addOption(
      new Option("--parts <n>", "most nano-batches")
        .choices(Array.from({ length: MAX_PARTS }, (_, k) => String(k + 1)))
        .default(String(EFFORT_DEFAULTS.parts)),
    )
    .addOption(
      new Option(
        "--splits <splits>",
        "cut all operations alike, or attention (with QKV, with its block) finer than the rest",
      )
        .choices(["aligned", "per-operation"])
        .default(EFFORT_DEFAULTS.splits),
    )
    .option(
      "--batches <n>",
      "most dense batches to choose from, where a workload leaves it open",
      integerFrom(1),
      EFFORT_DEFAULTS.batches,
    )
    .option(
      "--gap <percent>",
      "gap to prove; 0 searches to the end",
      nonNegativeNumber,
      EFFORT_DEFAULTS.gap,
    )
    .option(
      "--min-gain <percent>",
      "gain over the sequential plan that an overlapped one must exceed; 0 takes any (default: what may be wrong with its prediction)",
      nonNegativeNumber,
    )
    .option(
      "--node-limit <n>",
      `search nodes in all, of a set for each plan (default: ${DEFAULT_NODE_LIMIT.branch}, with ilp ${DEFAULT_NODE_LIMIT.ilp}, of a set ${SET_NODE_LIMIT})`,
      integerFrom(1),
    )
    .option(
      "--time-limit <seconds>",
      "take the best plan after this time, of a set for each plan",
      positiveNumber,
    )
    .option(
      "--set",
      "make a set: plans for all steps that a stream of the workload's requests meets",
      false,
    )
    .option("--explain", "say why the plan is as it is, and what its certificate covers", false)
    .option("--threads <n>", "threads to search with", integerFrom(1), availableParallelism())
    .option(
      "--out <file>",
      `plan or set to write, - for standard output (default: <model>-<gpu>-tp<n>-<workload>.plan.yaml, or ${SET_ENDING})`,
    );
  addExamples(command, [
    [
      "search --model mixtral-8x7b",
      "on the first GPU with a shipped profile, 1024 tokens in, 512 out",
    ],
    ["search --model llama-3-8b --gpu h200-sxm --workload sharegpt", "another GPU and workload"],
    ["search --model ./config.json --profile mine.json", "your own model and measured GPU"],
    ["search --model llama-3-8b --batch 1024 --decode 256 --context 1024", "one dense batch"],
    ["search --model llama-3-8b --gpu h200-sxm --set", "plans for every step of a stream"],
    [
      "search --model llama-3-8b --parts 4 --splits per-operation --time-limit 60",
      "the whole space, as far as a minute goes",
    ],
  ]);
  command.action((options: Options) => {
    refuseIdle(command, idleSearchOptions(options, options.set));
    return search(options, context);
  });
}

async function search(options: Options, context: CommandContext): Promise<void> {
  const model = notedModel(options.model, context, options);
  const setups = await setUpEach(options, model);
  const effort = { ...options, parts: Number(options.parts) };
  const outOf = (setup: Setup) =>
    options.out ?? `${defaultName(setup)}${options.set ? SET_ENDING : ".plan.yaml"}`;
  for (const line of new Set(setups.flatMap((setup) => notesOf(setup, options))))
    context.note(line);
  for (const out of new Set(setups.map(outOf)))
    context.checkFile(out, [options.model, options.profile, options.workload]);
  if (options.set) {
    const setup = await mostPromising(setups, effort);
    return searchSet(setup, { ...effort, ...takenOptions(setups, setup) }, outOf(setup), context);
  }
  const { setup, result, parallelisms } = await weighWithProgress(setups, effort, context);
  const out = outOf(setup);
  const { plan, cut } = result;
  context.writeFile(out, writePlan(plan));
  const small = smallerThanMeasured(kernelUsesOf(plan), new CostTable(setup.profile.profile));
  const coverage = smallerThanMeasuredText(small);
  if (coverage !== undefined) context.note(`note: ${coverage}`);
  if (result.untimed !== undefined) context.note(`note: ${untimedText(result.untimed)}`);
  if (cut !== undefined) context.note(`note: ${CUTS[cut]}; the plan is the best found until then`);
  const document = {
    ...documentOf(out, result, setup),
    parallelisms,
    optimaTokensPerSecondPerGpu: optimaOfPlan(setup, plan),
    ...modelNotes(model, setup.profile),
  };
  context.output(document, () =>
    [
      textOf(out, result, setup, options.explain, context),
      ...(parallelisms.length === 0 ? [] : ["", parallelismsText(parallelisms, setup)]),
    ].join("\n"),
  );
}

/** What a user should know before a search. */
function notesOf(setup: Setup, options: Options): string[] {
  const shortage = cacheShortage(options, setup);
  const notes = [
    ...workloadNotes(setup.workload, setup.requests),
    ...profileNotes(setup.profile),
    ...(shortage === undefined ? [] : [shortage]),
  ];
  return [...notes.map((note) => `note: ${note}`), ...leftOutLines(setup.model, setup.profile)];
}

function untimedText({ tokens, reason }: NonNullable<SearchResult["untimed"]>): string {
  const batches = tokens.length === 1 ? "the dense batch" : "dense batches";
  return `${batches} of ${tokens.map(formatInteger).join(", ")} tokens left out: ${reason}`;
}

/** The verdict first; how it came about only for those who ask. */
function textOf(
  out: string,
  { plan, explanation, seconds }: SearchResult,
  { requests }: Setup,
  explain: boolean,
  { columns: width, color }: CommandContext,
): string {
  const verdict = searchVerdict(plan, explanation.trust).flatMap((line) => wrapWords(line, width));
  const chart = renderGanttChart(plan, { width, color });
  const details = [
    planDetailsText(plan, { seconds, width }),
    "",
    ...explanation.lines.flatMap((line) => wrapWords(`- ${line}`, width)),
  ];
  return [
    ...verdict,
    "",
    planSummaryText(plan, width, requestPairs(requests)),
    "",
    chart,
    ...(explain ? details : []),
    ...(explain ? [""] : []),
    `Plan: ${out}`,
    ...(explain ? [] : ["Add --explain for the reasons and what the certificate covers."]),
  ].join("\n");
}

async function weighWithProgress(
  setups: readonly [Setup, ...Setup[]],
  effort: SearchOptions,
  context: CommandContext,
): Promise<WeighedSearch> {
  const bar = context.progress("Searching", 1);
  let searched = "";
  try {
    return await weighParallelisms(setups, effort, commandOf(setups, context), {
      signal: context.signal,
      onSearch: (setup) => {
        const { norms } = takenOptions(setups, setup);
        const how = norms === undefined ? "" : `norms ${norms}, `;
        searched = setups.length === 1 ? "" : `TP ${setup.tensorParallel}, ${how}`;
      },
      onProgress: ({ structures, structuresLeft, incumbentUs, boundUs, seconds }) => {
        const gap = boundUs === null ? null : incumbentUs / boundUs - 1;
        const state = Number.isFinite(incumbentUs)
          ? `${structuresLeft} left, best ${formatDuration(incumbentUs)}, bound ${formatBound(boundUs, gap)}, ${seconds.toFixed(0)} s`
          : `${seconds.toFixed(0)} s`;
        bar.update(structures - structuresLeft, `${searched}${state}`, structures);
      },
    });
  } finally {
    bar.stop();
  }
}

function commandOf(
  setups: readonly Setup[],
  { commandLine }: CommandContext,
): (setup: Setup) => string {
  return (setup) => {
    const taken = Object.entries(takenOptions(setups, setup));
    return [commandLine, ...taken.map(([name, value]) => `--${name} ${value}`)].join(" ");
  };
}

/** For the dense batch that the search chose. */
function optimaOfPlan(
  { model, tensorParallel, norms, profile }: Setup,
  { workload }: Plan,
): Optima {
  const costs = new CostTable(profile.profile);
  const batch = { ...workload, tokens: workload.denseBatchTokens };
  const { step } = analyze(model, tensorParallel, batch, costs.ceilings, norms);
  return optimaOf({ model, tensorParallel, batch, norms }, step, costs);
}

/** The fields of the command-line contract, and what kind of plan it is. */
function documentOf(
  out: string,
  { plan, certificate, explanation, seconds, cut, untimed }: SearchResult,
  { workload, requests }: Setup,
) {
  const { kind, reason, predicted } = plan;
  const { seed: _, ...search } = plan.search;
  return {
    plan: out,
    kind,
    reason,
    predicted,
    workload: { name: workload, ...requests },
    search: {
      ...search,
      searchedGap: certificate.searched.gap,
      gapOfBest: certificate.gapOfBest,
      seconds,
      complete: cut === undefined,
      untimedBatches: untimed?.tokens ?? [],
    },
    explanation,
  };
}

function defaultName({ model, tensorParallel, profile, workload }: Setup): string {
  const { id } = profile.profile.gpu;
  const parts = [model.id, id, `tp${tensorParallel}`, workload.replace(FILE_ENDING, "")];
  const name = parts.map((part) => part.replaceAll(/[^\w.]+/g, "-")).join("-");
  // A name that starts with a dash would be taken for an option by the next command.
  return name.replace(/^-+/, "");
}
