import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mean, median } from "simple-statistics";
import { CostTable } from "../../src/cost/cost-table.ts";
import { PlannerError } from "../../src/errors.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";
import { parsePlan } from "../../src/plan/plan-file.ts";
import { composedProfile } from "../../src/profile/composed.ts";
import { SHIPPED_FOLDER } from "../../src/profile/shipped.ts";
import { sequentialCounterpart } from "../../src/search/emit/baseline-plan.ts";
import { findKernel } from "../../src/store/find-kernel.ts";
import { changesSince } from "../../src/store/kernel-revisions.ts";
import { hasSessions, readStore } from "../../src/store/store-folder.ts";
import { simulatePlans } from "../../src/trial/simulate-plans.ts";

/** Plans as they were when a GPU ran them, with what it measured. Nothing here is ever changed. */
export const LEDGER = new URL("../../docs/accuracy/", import.meta.url);

/** A run of a plan on a GPU, beside what was promised then and what today's model says. */
export interface LedgerRow {
  file: string;
  plan: Plan;
  measured: NonNullable<Plan["measured"]>;
  /** Of the code that the plan was run with. */
  commit: string;
  /** What that code predicted of the layers that ran; null of runs before this was kept. */
  atRun: Prediction | null;
  /**
   * Of this very plan by today's code and today's measurements of its GPU, of the kernels that ran; null
   * where those lack an implementation that it names.
   */
  today: Prediction | null;
}

/** Of all layers that ran, filling and draining included: that is what runs measure. */
export interface Prediction {
  /** Time of all layers over their number. */
  periodUs: number;
  speedup: number;
}

/**
 * When the excess that plans promise by was estimated (src/search/verdict/promise.ts). Runs until then
 * are what it was estimated from. Later runs judge it: nothing may be fitted on them.
 */
const FITTED_AT = "2026-11-30T19:34:44Z";

/** Whether a run judges what was fitted before it. */
export function isHeldOut({ measured }: Pick<LedgerRow, "measured">): boolean {
  return new Date(measured.measuredAt) > new Date(FITTED_AT);
}

/** All runs, by name. */
export function ledger(): LedgerRow[] {
  return readdirSync(LEDGER)
    .filter((name) => name.endsWith(".plan.yaml"))
    .sort()
    .map(rowOf);
}

function rowOf(file: string): LedgerRow {
  const path = fileURLToPath(new URL(file, LEDGER));
  const text = readFileSync(path, "utf8");
  const { plan } = parsePlan(path, text);
  const commit = /^# Ran at commit (\w+)\./.exec(text)?.[1];
  if (plan.measured === undefined || commit === undefined)
    throw new Error(`${file} names no commit or holds no measurement`);
  const today = predictionOf(plan, plan.measured.layers, costsOf(plan, plan.measured.measuredAt));
  return { file, plan, measured: plan.measured, commit, atRun: predictedAtRun(text), today };
}

/** The first line of a run that is kept. */
export function headerOf(commit: string, { periodUs, speedup }: Prediction): string {
  return `# Ran at commit ${commit}. Predicted for its layers: ${periodUs.toFixed(2)} µs, ${speedup.toFixed(4)}x.\n`;
}

function predictedAtRun(text: string): Prediction | null {
  const [, periodUs, speedup] = /^# Ran at .* layers: ([\d.]+) µs, ([\d.]+)x\.\n/.exec(text) ?? [];
  return periodUs === undefined ? null : { periodUs: Number(periodUs), speedup: Number(speedup) };
}

/** @returns null where the profile lacks an implementation that the plan names */
export function predictionOf(plan: Plan, layers: number, costs: CostTable): Prediction | null {
  const plans = new Map([
    ["plan", plan],
    ["sequential", sequentialCounterpart(plan, costs)],
  ]);
  try {
    const outcomes = simulatePlans(plans, layers, costs);
    const [own, other] = [outcomes.get("plan"), outcomes.get("sequential")];
    if (own === undefined || other === undefined) return null;
    return { periodUs: own.totalUs / layers, speedup: other.totalUs / own.totalUs };
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return null;
    throw error;
  }
}

const known = new Map<string, CostTable>();
/** By folder: a session that was read for one run is there for the next. */
const stores = new Map<string, ReturnType<typeof readStore>>();

function storeIn(folder: string): ReturnType<typeof readStore> {
  const store = stores.get(folder) ?? readStore(folder);
  stores.set(folder, store);
  return store;
}

function costsOf({ model: { id, tensorParallel, shape }, gpu, workload }: Plan, ranAt: string) {
  const kernels = modelKernels(shape, tensorParallel);
  const { decodeContext, prefillContext } = workload;
  const extent = { decodeContext, prefillContext };
  const before = firstChangeSince(ranAt, kernels);
  const key = JSON.stringify([gpu.id, id, tensorParallel, shape.precision, extent, before]);
  const costs = known.get(key) ?? new CostTable(profileOf());
  known.set(key, costs);
  return costs;

  function profileOf() {
    const folder = join(SHIPPED_FOLDER, gpu.id);
    const sessions = storeIn(folder).filter(
      ({ session: { provenance } }) => Date.parse(provenance.measuredAt) < before,
    );
    const found = composedProfile(folder, sessions, { tensorParallel, kernels, extent });
    if (found === undefined) throw new Error(`nothing measured ${id} on ${gpu.id} before a run`);
    return found.profile;
  }
}

/**
 * Whether what was promised rests on measurements of the kernels that then ran. Not so where a kernel
 * changed in between, or where the sessions that the plan names are no longer there.
 */
export function isOfKernelsThatRan({ plan, measured }: Pick<LedgerRow, "plan" | "measured">) {
  const { model, gpu, profile } = plan;
  const folder = join(SHIPPED_FOLDER, gpu.id);
  const { sessions = [] } = profile;
  if (sessions.length === 0 || !hasSessions(folder, sessions)) return false;
  const files = readStore(folder, sessions);
  return modelKernels(model.shape, model.tensorParallel).every((kernel) => {
    const { provenance } = findKernel(files, kernel)?.file.session ?? {};
    if (provenance === undefined) return true;
    const [since, sinceRun] = [provenance, measured].map(
      (then) => changesSince(kernel.kind, then).length,
    );
    return since === sinceRun;
  });
}

/** When the first of some kernels changed after a run, ms: what was measured then is of others than ran. */
function firstChangeSince(ranAt: string, kernels: readonly KernelUse[]): number {
  const changes = kernels.flatMap(({ kind }) => changesSince(kind, { measuredAt: ranAt }));
  return Math.min(Number.POSITIVE_INFINITY, ...changes.map(({ at }) => Date.parse(at)));
}

/** By how much the plans of a model that ran gained less than today's model says of them. */
export interface ModelExcess {
  model: string;
  runs: number;
  /** Mean of predicted less measured speed-up, all layers. */
  excess: number;
  /** What is left of it where the mean of the other models is taken off; null for an only one. */
  leftOut: number | null;
}

/** Overlapped plans alone: sequential ones were not chosen for a gain. And none that is held out. */
export function excessByModel(rows: readonly LedgerRow[]): ModelExcess[] {
  const byModel = new Map<string, number[]>();
  for (const row of rows) {
    const { plan, today, measured } = row;
    const { sequential } = measured;
    if (isHeldOut(row)) continue;
    if (plan.kind !== "overlapped" || today === null || sequential === undefined) continue;
    const { id } = plan.model;
    byModel.set(id, [...(byModel.get(id) ?? []), today.speedup - sequential.speedup]);
  }
  const means = [...byModel].map(([model, excesses]) => ({
    model,
    excesses,
    excess: mean(excesses),
  }));
  return means.map(({ model, excesses, excess }) => {
    const others = means.filter((other) => other.model !== model).map((other) => other.excess);
    const leftOut = others.length === 0 ? null : excess - mean(others);
    return { model, runs: excesses.length, excess, leftOut };
  });
}

/**
 * What was promised of an overlapped plan whose run is held out: the speed-up that it states, and the
 * period of its layers.
 *
 * @param excess of the plans that state no promise, since they were made before it was estimated
 */
export function promiseOf({ plan, atRun }: LedgerRow, excess: number): Prediction | null {
  if (atRun === null) return null;
  const { promisedSpeedup = atRun.speedup - excess } = plan.predicted;
  return { periodUs: atRun.periodUs, speedup: promisedSpeedup };
}

/**
 * By how much the sequential counterparts of runs were predicted too slow, in the mean, as a share of what
 * they took. Both sides of a speed-up have errors of their own; this is the one without overlap.
 */
export function sequentialExcess(rows: readonly LedgerRow[]): number {
  const shares = rows.flatMap(({ atRun, measured: { sequential } }) =>
    atRun === null || sequential === undefined
      ? []
      : [(atRun.periodUs * atRun.speedup) / sequential.periodUs - 1],
  );
  return mean(shares);
}

/** What predictions err by, as fractions of what was measured; speed-ups in points. */
export interface LedgerErrors {
  count: number;
  medianPeriod: number;
  worstPeriod: number;
  /** Promised less measured. */
  meanSpeedup: number;
  meanAbsoluteSpeedup: number;
}

/** @param of what a row was predicted to take; rows without are left out */
export function errorsOf(
  rows: readonly LedgerRow[],
  of: (row: LedgerRow) => Prediction | null,
): LedgerErrors {
  const pairs = rows.flatMap(({ measured, ...row }) => {
    const predicted = of({ ...row, measured });
    return predicted === null ? [] : [{ predicted, measured }];
  });
  const periods = pairs.map(({ predicted, measured }) =>
    Math.abs(predicted.periodUs / measured.periodUs - 1),
  );
  const speedups = pairs.flatMap(({ predicted, measured: { sequential } }) =>
    sequential === undefined ? [] : [predicted.speedup - sequential.speedup],
  );
  return {
    count: pairs.length,
    medianPeriod: median(periods),
    worstPeriod: Math.max(...periods),
    meanSpeedup: mean(speedups),
    meanAbsoluteSpeedup: mean(speedups.map(Math.abs)),
  };
}
