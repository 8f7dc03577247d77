import { computeOptimum } from "../../analysis/optima.ts";
import { aroundLayersUs } from "../../cost/around-layers.ts";
import type { CostTable } from "../../cost/cost-table.ts";
import { measurementsHash } from "../../cost/measurements-hash.ts";
import { simulateProgram } from "../../engine/simulator/simulate-program.ts";
import { PlannerError } from "../../errors.ts";
import type { Plan } from "../../generated/plan.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import { modelKernels } from "../../ir/model-kernels.ts";
import { instantiate } from "../../ir/nano-graph.ts";
import { withHash } from "../../plan/plan-hash.ts";
import { standInTexts } from "../../profile/stand-in-texts.ts";
import { lowerPlan } from "../../program/lower.ts";
import { TOOL } from "../../tool.ts";
import { SEED } from "../schedule/improve.ts";
import type { SearchRequest } from "../space/search-request.ts";
import { coarserCutsOf, nanoBatchesOf } from "../space/structure.ts";
import type { Certificate } from "../verdict/certificate.ts";
import type { Outcome } from "../verdict/outcome.ts";
import { promisedSpeedup } from "../verdict/promise.ts";
import { sequentialCounterpart } from "./baseline-plan.ts";
import { pipelineOf } from "./schedule-plan.ts";

/** Periods of the search and of the lowered program differ by how they settle into the steady state. */
const SIMULATION_TOLERANCE = 0.01;

export interface PlanParts {
  request: SearchRequest;
  costs: CostTable;
  outcome: Outcome;
  certificate: Certificate;
  nodes: number;
}

/** The plan of an outcome, with the figures that the simulator gives its lowered program. */
export function makePlan(parts: PlanParts): Plan {
  const { request, outcome, certificate } = parts;
  const { model, tensorParallel, norms, profile } = request;
  const { structure, problem, candidate } = outcome.chosen;
  const { batch } = structure;
  const { gpu, source } = profile.profile;
  const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
  const nanoBatches = nanoBatchesOf(structure);
  const nanoGraph = instantiate(graph, nanoBatches, coarserCutsOf(graph, structure));
  const draft: Omit<Plan, "hash"> = {
    schema: "nanoflow-plan/plan/1",
    kind: outcome.kind,
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    model: {
      id: model.id,
      layers: model.layers,
      tensorParallel,
      ...(norms === "fused" && { norms }),
      shape: model.shape,
    },
    gpu: { id: gpu.id, smCount: gpu.smCount },
    profile: {
      file: request.profileName,
      ...(profile.composition !== undefined && {
        sessions: [...profile.composition.sessions],
      }),
      source,
      measurements: measurementsHash(
        profile.profile,
        modelKernels(model.shape, tensorParallel, norms),
      ),
      ...(profile.scaled !== undefined && { scaled: [...profile.scaled] }),
      ...standInsOf(request),
    },
    workload: {
      name: request.workloadName,
      denseBatchTokens: batch.tokens,
      decodeTokens: batch.decodeTokens,
      prefillTokens: batch.prefillTokens,
      decodeContext: batch.decodeContext,
      prefillContext: batch.prefillContext,
    },
    provenance: { tool: TOOL, command: request.command },
    predicted: bareFigures(parts),
    search: {
      solver: request.solver,
      method: request.method,
      structures: certificate.structures,
      structuresSearched: certificate.searched.structures,
      searchedLowerBoundUs: certificate.searched.lowerBoundUs,
      nodes: parts.nodes,
      seed: SEED,
      certificate: certificate.text,
    },
    ...pipelineOf(problem, nanoGraph, nanoBatches, candidate),
  };
  return withHash({ ...draft, predicted: { ...draft.predicted, ...stepFigures(draft, parts) } });
}

/** The figures that need no lowered program. */
function bareFigures({ outcome, certificate, costs }: PlanParts): Plan["predicted"] {
  const { periodUs } = outcome.chosen.candidate.evaluation;
  const sequentialUs = outcome.sequential.candidate.evaluation.periodUs;
  return {
    periodUs,
    sequentialUs,
    nanoBatchOnlyUs: outcome.nanoBatchOnlyUs,
    lowerBoundUs: certificate.lowerBoundUs,
    gap:
      certificate.lowerBoundUs === null
        ? null
        : Math.max(0, periodUs / certificate.lowerBoundUs - 1),
    speedup: sequentialUs / periodUs,
    stepUs: periodUs,
    tokensPerSecondPerGpu: 1,
    optimalFraction: 1,
    clockMhz: costs.boostClockMhz,
    powerW: null,
  };
}

function stepFigures(draft: Omit<Plan, "hash">, parts: PlanParts): Partial<Plan["predicted"]> {
  const { costs, request, outcome } = parts;
  const { model, tensorParallel } = request;
  const { batch } = outcome.chosen.structure;
  const plan = withHash(draft);
  const program = lowerPlan(plan, model.layers);
  const { periodUs, totalUs, clockMhz, powerW } = simulateProgram(program, costs);
  if (Math.abs(periodUs / draft.predicted.periodUs - 1) > SIMULATION_TOLERANCE) {
    throw new PlannerError(
      "E_INTERNAL",
      `the search found a period of ${draft.predicted.periodUs} µs, but the plan's program takes ${periodUs} µs`,
    );
  }
  const stretch = costs.boostClockMhz / clockMhz - 1;
  const stepUs = totalUs + aroundLayersUs(draft.model, batch, costs, stretch);
  const tokensPerSecondPerGpu = (batch.tokens / stepUs / tensorParallel) * 1e6;
  const optimal = computeOptimum(model, costs.ceilings);
  return {
    ...(plan.kind !== "sequential" &&
      plan.profile.source === "measured" && {
        promisedSpeedup: promisedSpeedup(sequentialTotalUs(plan, costs) / totalUs),
      }),
    stepUs,
    tokensPerSecondPerGpu,
    optimalFraction: tokensPerSecondPerGpu / optimal,
    clockMhz,
    powerW,
  };
}

/** Of all layers, one operation after the other. */
function sequentialTotalUs(plan: Plan, costs: CostTable): number {
  const program = lowerPlan(sequentialCounterpart(plan, costs), plan.model.layers);
  return simulateProgram(program, costs).totalUs;
}

/**
 * So that a plan says what of it nobody measured. It rests on pairs that others stand in for only where
 * the search was asked for any gain.
 */
function standInsOf({ profile, minGain }: SearchRequest): Pick<Plan["profile"], "standIns"> {
  const { composition } = profile;
  if (composition === undefined) return {};
  const standIns = standInTexts(
    minGain === undefined ? { ...composition, standInPairs: [] } : composition,
  );
  return standIns.length === 0 ? {} : { standIns };
}
