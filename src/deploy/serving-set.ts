import { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import type { Profile } from "../generated/profile.ts";
import type { Program } from "../generated/program.ts";
import { memoryFootprint } from "../model/footprint.ts";
import { verifyCommand } from "../plan/verify-command.ts";
import { isPlanSet, type SetProgram } from "../plan-set/plan-set-file.ts";
import { programName } from "../plan-set/program-name.ts";
import { stepTimes } from "../plan-set/step-times.ts";
import { verifyPlanSet } from "../plan-set/verify-set.ts";
import { lowerPlan } from "../program/lower.ts";
import { sequentialCounterpart } from "../search/emit/baseline-plan.ts";
import { loadProfileOf } from "../setup/plan-profile.ts";
import { verifyPlan } from "../verify/verify.ts";

/** A plan set whose programs can be served, or a plan alone as a set of one. */
export interface ServingSet {
  programs: readonly ServableProgram[];
  /** Of every plan. */
  model: Plan["model"];
  /** What the set was made for, and on which GPU. */
  workload: string;
  /** That made it. */
  command: string;
  gpu: Profile["gpu"];
  costs: CostTable;
  /** Tokens that the KV cache holds beside the weights. */
  kvCapacityTokens: number;
}

/** What a runtime serves by: a set, or plans of which there is no profile. */
export type ServableSet = Pick<ServingSet, "programs" | "model" | "kvCapacityTokens">;

export type ServableProgram = SetProgram & {
  /** The plan, lowered for all layers that are served. */
  program: Program;
};

export interface ServingSetOptions {
  /** To serve; all of the model when left out. */
  layers?: number | undefined;
  /** The profile it was made from, instead of the one it names. */
  profile?: string | undefined;
  /** Each plan's work without overlap, to compare with. */
  sequential?: boolean;
}

/**
 * Reads what is to be served, and proves it sound.
 *
 * @param path of a plan set or a plan
 * @throws PlannerError `E_UNSOUND_PLAN` at the first thing wrong, and what reading plans and profiles
 *   throws
 */
export function readServingSet(
  path: string,
  { layers, profile: profilePath, sequential = false }: ServingSetOptions = {},
): ServingSet {
  const remedy = "Make a set with `nanoflow-plan search --model MODEL --set`.";
  const document = parseText(path, readText(path, remedy));
  const isSet = isPlanSet(document);
  const set = isSet ? validated<PlanSet>(document, "plan-set") : undefined;
  const first = set === undefined ? validated<Plan>(document, "plan") : set.programs[0].plan;
  const loaded = loadProfileOf(path, first, profilePath);
  const findings =
    set === undefined ? verifyPlan(document, first, loaded) : verifyPlanSet(document, set, loaded);
  const fault = findings.find(({ severity }) => severity === "error");
  if (fault !== undefined) {
    throw new PlannerError("E_UNSOUND_PLAN", fault.message, {
      position: fault.position,
      remedy: `\`${verifyCommand(path, profilePath)}\` lists all that is wrong.`,
    });
  }
  const { profile } = loaded;
  const costs = new CostTable(profile);
  const kvCapacityTokens = set?.workload.kvCapacityTokens ?? capacityOf(first, profile);
  const planned = set?.programs ?? [onlyProgram(first, costs, kvCapacityTokens)];
  const model = { ...first.model, layers: layers ?? first.model.layers };
  const cut = planned.map((program) => ofLayers(program, model.layers, costs, kvCapacityTokens));
  const programs = sequential
    ? cut.map((program) => inOrder(program, costs, kvCapacityTokens))
    : cut;
  return {
    programs: programs.map((program) => ({
      ...program,
      program: lowerPlan(program.plan, model.layers),
    })),
    model,
    workload: first.workload.name,
    command: (set ?? first).provenance.command,
    gpu: profile.gpu,
    costs,
    kvCapacityTokens,
  };
}

function onlyProgram(plan: Plan, costs: CostTable, kvCapacityTokens: number): SetProgram {
  return {
    name: programName(plan.workload),
    phase: "steady",
    steps: stepTimes(plan, costs, kvCapacityTokens),
    plan,
  };
}

/** The same program for other layers, with the times of these. */
function ofLayers(
  program: SetProgram,
  layers: number,
  costs: CostTable,
  kvCapacityTokens: number,
): SetProgram {
  const { model } = program.plan;
  if (model.layers === layers) return program;
  const plan = { ...program.plan, model: { ...model, layers } };
  return { ...program, plan, steps: stepTimes(plan, costs, kvCapacityTokens) };
}

/** The same program, one kernel after the other. */
function inOrder(program: SetProgram, costs: CostTable, kvCapacityTokens: number): SetProgram {
  const plan = { ...sequentialCounterpart(program.plan, costs), kind: "sequential" as const };
  return { ...program, plan, steps: stepTimes(plan, costs, kvCapacityTokens) };
}

function capacityOf({ model, workload }: Plan, { gpu }: Profile): number {
  const { tensorParallel } = model;
  const { denseBatchTokens } = workload;
  return memoryFootprint(model, tensorParallel, gpu.memoryBytes, denseBatchTokens).kvCapacityTokens;
}
