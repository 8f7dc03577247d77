import { isDeepStrictEqual } from "node:util";
import { CostTable } from "../cost/cost-table.ts";
import { smallerThanMeasured } from "../cost/measured-sizes.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { memoryFootprint } from "../model/footprint.ts";
import { kernelUsesOf } from "../plan/kernel-uses.ts";
import { formatInteger } from "../text/units.ts";
import { errorAt, type Finding, noteAt } from "../verify/finding.ts";
import type { ProfileFile } from "../verify/provenance.ts";
import { verifyPlan } from "../verify/verify.ts";
import { coverageOf } from "./coverage.ts";
import { phaseOf } from "./phase.ts";
import { planDocument, planSetHash, type SetProgram } from "./plan-set-file.ts";
import { programName } from "./program-name.ts";

/** Times in a set and in its plans are rounded alike. */
const TIME_TOLERANCE = 1e-4;

/**
 * Proves every plan of a set sound, and the set a set: all plans for the same model, GPU, profile
 * and workload, each under its own name, with one for the steady state and times that fit.
 *
 * @param document the set's file, for positions
 * @param profile the one that the plans were made from
 */
export function verifyPlanSet(document: Document, set: PlanSet, profile: ProfileFile): Finding[] {
  const ofPlans = set.programs.flatMap(({ plan }, index) =>
    verifyPlan(planDocument(document, index, plan), plan, profile),
  );
  const errors = ofPlans.filter(({ severity }) => severity === "error");
  const findings = [
    ...checkAlike(document, set),
    ...set.programs.flatMap((program, index) => checkProgram(document, program, index)),
    ...checkPhases(document, set),
    ...checkStream(document, set),
    ...checkSearch(document, set),
    ...(errors.length === 0 ? checkMemory(document, set, profile) : []),
    ...errors,
    ...once(ofPlans.filter(({ severity, code }) => severity === "note" && code !== "coverage")),
  ];
  // What follows reads the plans, which must be sound for it.
  if (errors.length === 0) findings.push(...checkCoverage(document, set, profile));
  return [...findings, ...checkHash(document, set)];
}

/** Every plan has the same head, up to the batch. */
function checkAlike(document: Document, { programs, ...set }: PlanSet): Finding[] {
  const first = (programs[0] as SetProgram).plan;
  return programs.flatMap(({ plan }, index) => {
    const expectations: [keys: string[], found: unknown, expected: unknown][] = [
      [["model", "id"], plan.model.id, set.model],
      [["gpu", "id"], plan.gpu.id, set.gpu],
      [["workload", "name"], plan.workload.name, set.workload.name],
      [["model"], plan.model, first.model],
      [["gpu"], plan.gpu, first.gpu],
      [["profile"], plan.profile, first.profile],
    ];
    const unlike = expectations.find(([, found, expected]) => !isDeepStrictEqual(found, expected));
    if (unlike === undefined) return [];
    const [keys] = unlike;
    const message = `the ${keys.join(".")} of this plan is not that of the set`;
    return [errorAt({ document }, ["programs", index, "plan", ...keys], "set", message)];
  });
}

function checkProgram(document: Document, program: SetProgram, index: number): Finding[] {
  const { name, plan, steps } = program;
  const fail = (key: string, message: string) =>
    errorAt({ document }, ["programs", index, key], "set", message);
  const findings: Finding[] = [];
  const expected = programName(plan.workload);
  if (name !== expected) findings.push(fail("name", `the plan of ${name} is for ${expected}`));
  if (steps.some(([kvTokens], row) => kvTokens <= (steps[row - 1]?.[0] ?? -1))) {
    findings.push(fail("steps", `the KV tokens of ${name} do not rise`));
  }
  if (steps.some(([, stepUs], row) => stepUs < (steps[row - 1]?.[1] ?? 0) * (1 - TIME_TOLERANCE))) {
    findings.push(fail("steps", `the times of ${name} fall where it reads more`));
  }
  const own = timeOf(program);
  if (own === undefined || Math.abs(own / plan.predicted.stepUs - 1) > TIME_TOLERANCE) {
    const us = formatInteger(plan.predicted.stepUs);
    findings.push(
      fail("steps", `${name} lacks the time that its plan predicts for its own context, ${us} µs`),
    );
  }
  return findings;
}

/** Nothing else tells when a program is due, so that what the file says must follow from its sizes. */
function checkPhases(document: Document, { workload, programs }: PlanSet): Finding[] {
  return programs.flatMap(({ name, phase, plan }, index) => {
    const expected = phaseOf(plan.workload, workload);
    if (phase === expected) return [];
    const message = `the phase of ${name} is ${phase}, but its tokens are those of ${expected}`;
    return [errorAt({ document }, ["programs", index, "phase"], "set", message)];
  });
}

/** Of the row at the context that the plan is made for. */
function timeOf({ steps, plan: { workload } }: SetProgram): number | undefined {
  const kvTokens = workload.decodeTokens * workload.decodeContext;
  return steps.find(([tokens]) => Math.abs(tokens - kvTokens) <= 0.01)?.[1];
}

/** The programs serve the steps that the set is for. */
function checkStream(document: Document, { workload, programs }: PlanSet): Finding[] {
  const fail = (keys: string[], message: string) => errorAt({ document }, keys, "set", message);
  const findings: Finding[] = [];
  const names = programs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) findings.push(fail(["programs"], `two programs are called ${twice}`));
  const steady = programs.filter(({ phase }) => phase === "steady").map(({ plan }) => plan);
  const isSteady = ({ workload: step }: Plan) =>
    step.denseBatchTokens === workload.denseBatchTokens &&
    step.decodeTokens === workload.decodeTokens;
  if (steady.length !== 1 || !steady.every(isSteady)) {
    const step = `${workload.denseBatchTokens} tokens, ${workload.decodeTokens} of them decode tokens`;
    findings.push(fail(["programs"], `there is not one program of the steady state: ${step}`));
  }
  const served = Math.max(...programs.map(({ plan }) => plan.workload.decodeTokens));
  if (served < workload.mostDecodeTokens) {
    const message = `no program takes ${workload.mostDecodeTokens} decode tokens; the largest takes ${served}`;
    findings.push(fail(["workload", "mostDecodeTokens"], message));
  }
  if (workload.mostDecodeTokens < workload.decodeTokens) {
    const message = `${workload.decodeTokens} requests generate in the steady state, more than ${workload.mostDecodeTokens} at most`;
    findings.push(fail(["workload", "mostDecodeTokens"], message));
  }
  const [context = 0] = steady.map((plan) => plan.workload.decodeContext);
  const held = workload.decodeTokens * context;
  if (held > workload.kvCapacityTokens) {
    const message = `the steady state holds ${formatInteger(held)} tokens, more than a KV cache of ${formatInteger(workload.kvCapacityTokens)}`;
    findings.push(fail(["workload", "kvCapacityTokens"], message));
  }
  return findings;
}

function checkSearch(document: Document, { search, programs }: PlanSet): Finding[] {
  const searched = programs.filter(({ plan }) => plan.search.method !== "none").length;
  if (search.searched === searched) return [];
  const message = `${search.searched} programs are said to be searched, and ${searched} were`;
  return [errorAt({ document }, ["search", "searched"], "set", message)];
}

/** The KV cache lies beside weights and activations in the GPU's memory. */
function checkMemory(document: Document, { workload, programs }: PlanSet, file: ProfileFile) {
  const { model } = (programs[0] as SetProgram).plan;
  const { memoryBytes } = file.profile.gpu;
  const { kvCapacityTokens: most } = memoryFootprint(model, model.tensorParallel, memoryBytes);
  if (workload.kvCapacityTokens <= most) return [];
  const message = `a KV cache of ${formatInteger(workload.kvCapacityTokens)} tokens does not fit the GPU, which holds ${formatInteger(most)}`;
  return [errorAt({ document }, ["workload", "kvCapacityTokens"], "set", message)];
}

/** What the set says of the profile's grid; and one note for all programs that lie below it. */
function checkCoverage(document: Document, set: PlanSet, { profile }: ProfileFile): Finding[] {
  const costs = new CostTable(profile);
  const { programs, coverage } = set;
  const findings = programs.flatMap(({ name, plan, smallerThanMeasured: said = [] }, index) => {
    const found = smallerThanMeasured(kernelUsesOf(plan), costs);
    if (isDeepStrictEqual(said, found)) return [];
    const message = `${name} does not say which of its kernels are smaller than any measured`;
    return [errorAt({ document }, ["programs", index], "set", message)];
  });
  const first = (programs[0] as SetProgram).plan;
  if (!isDeepStrictEqual(coverage, coverageOf(first.model, costs))) {
    findings.push(errorAt({ document }, ["coverage"], "set", "the profile covers other batches"));
  }
  const text = coverageText(set);
  return text === undefined
    ? findings
    : [...findings, noteAt({ document }, ["coverage"], "coverage", text)];
}

/** Which programs have upper bounds for times, in a sentence; undefined when none has. */
export function coverageText({ programs, coverage }: PlanSet): string | undefined {
  const small = programs.filter((program) => program.smallerThanMeasured !== undefined);
  if (small.length === 0) return undefined;
  const { leastTokens, leastDecodeTokens } = coverage;
  const names = small.map(({ name }) => name).join(", ");
  return `the profile measured batches from ${leastTokens} tokens and ${leastDecodeTokens} decode tokens on; programs with smaller kernels have upper bounds for their times: ${names}`;
}

function checkHash(document: Document, set: PlanSet): Finding[] {
  if (set.hash === planSetHash(set)) return [];
  const message = "the set was changed after the search: its hash is that of another content";
  return [errorAt({ document }, ["hash"], "hash", message)];
}

/** What is said of every plan alike is said once. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()].toReversed();
}
