import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { profileText } from "../../scripts/data/profile-text.ts";
import { aroundLayersUs } from "../../src/cost/around-layers.ts";
import { CostTable } from "../../src/cost/cost-table.ts";
import { measurementsHash } from "../../src/cost/measurements-hash.ts";
import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { countParameters } from "../../src/model/parameters.ts";
import { writePlan } from "../../src/plan/plan-file.ts";
import { layerOf } from "../../src/plan/plan-graph.ts";
import { planHash } from "../../src/plan/plan-hash.ts";
import { simulatedRun, steadyTimes } from "../../src/setup/own-times.ts";
import { type FixtureOptions, planFixture } from "./plan-fixture.ts";
import { kernelsOf, syntheticProfile } from "./synthetic-profile.ts";

export interface PlanFiles {
  plan: Plan;
  planPath: string;
  profilePath: string;
}

export interface PlanFileOptions extends FixtureOptions {
  /** Whether the profile has what a step does around its layers, too: it takes that to serve. */
  aroundLayers?: boolean;
}

/** Writes a sound plan of a tiny model, and beside it the synthetic profile that it names. */
export function writePlanFiles(
  folder: string,
  { aroundLayers = false, ...options }: PlanFileOptions = {},
): PlanFiles {
  const fixture = planFixture({ layers: 10, ...options });
  const { id: modelId, tensorParallel } = fixture.model;
  const graph = layerOf(fixture);
  const profile = syntheticProfile({
    kernels: kernelsOf(
      graph,
      aroundLayers ? stepOperations(fixture.model.shape, tensorParallel) : [],
    ),
    modelId,
    tensorParallel,
    groups: [96, 104],
    tokens: [128, 256, 512],
    contexts: [0, 256, 1024],
  });
  const profilePath = join(folder, "tiny.profile.json");
  writeFileSync(profilePath, profileText(profile));

  const implementations = new Map(
    profile.kernels.map((kernel) => [kernelKey(kernel), kernel.implementations[0]]),
  );
  const implementationOf = (name: string) => {
    const operation = graph.operations.find((other) => other.name === name);
    return implementations.get(operation === undefined ? "" : kernelKey(operation.kernel)) ?? "";
  };
  const { model } = fixture;
  const kernels = modelKernels(model.shape, tensorParallel);
  const measurements = measurementsHash(profile, kernels);
  const { command, ...provenance } = fixture.provenance;
  const untimed: Plan = {
    ...fixture,
    profile: { file: "tiny.profile.json", source: profile.source, measurements },
    provenance: { ...provenance, command: `${command} --profile tiny.profile.json` },
    nanoOperations: fixture.nanoOperations.map((operation) => ({
      ...operation,
      implementation: implementationOf(operation.operation),
    })) as Plan["nanoOperations"],
  };
  const plan = rehashed(timed(untimed, profile, aroundLayers));
  const planPath = join(folder, "tiny.plan.yaml");
  writeFileSync(planPath, writePlan(plan));
  return { plan, planPath, profilePath };
}

/** With the times and figures that the simulator says on the profile. */
function timed(plan: Plan, profile: Profile, aroundLayers: boolean): Plan {
  const costs = new CostTable(profile);
  const { model, workload } = plan;
  const { simulation } = simulatedRun(plan, model.layers, costs);
  const { periodUs, totalUs, clockMhz, powerW } = simulation;
  const batch = { ...workload, tokens: workload.denseBatchTokens };
  const stretch = costs.boostClockMhz / clockMhz - 1;
  const stepUs = totalUs + (aroundLayers ? aroundLayersUs(model, batch, costs, stretch) : 50);
  const times = steadyTimes(plan, costs);
  const first = times[0]?.startUs ?? 0;
  const sequentialUs =
    plan.kind === "sequential" ? periodUs : times.reduce((sum, each) => sum + each.durationUs, 0);
  const lowerBoundUs = periodUs * 0.98;
  const rate = (workload.denseBatchTokens / stepUs / model.tensorParallel) * 1e6;
  const optimum = (2 * countParameters(model).active) / profile.ceilings.gemmFlopsPerSecond;
  return {
    ...plan,
    predicted: {
      ...plan.predicted,
      ...{ periodUs, sequentialUs, lowerBoundUs, stepUs, clockMhz, powerW },
      nanoBatchOnlyUs: plan.kind === "sequential" ? null : sequentialUs,
      gap: periodUs / lowerBoundUs - 1,
      speedup: sequentialUs / periodUs,
      tokensPerSecondPerGpu: rate,
      optimalFraction: rate * optimum,
    },
    nanoOperations: plan.nanoOperations.map((operation, index) => {
      const { startUs = 0, durationUs = 0 } = times[index] ?? {};
      const behind = (startUs - first) % periodUs;
      return {
        ...operation,
        durationUs,
        startUs: behind < -1e-6 ? behind + periodUs : Math.max(0, behind),
      };
    }) as Plan["nanoOperations"],
  };
}

/** Writes a changed copy of a plan with a hash that fits it. */
export function writeChanged(path: string, plan: Plan, change: (copy: Plan) => void): string {
  const copy = structuredClone(plan);
  change(copy);
  writeFileSync(path, writePlan(rehashed(copy)));
  return path;
}

function rehashed(plan: Plan): Plan {
  return { ...plan, hash: planHash(plan) };
}
