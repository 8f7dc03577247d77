import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { profileText } from "../../scripts/data/profile-text.ts";
import { measurementsHash } from "../../src/cost/measurements-hash.ts";
import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { writePlan } from "../../src/plan/plan-file.ts";
import { layerOf } from "../../src/plan/plan-graph.ts";
import { planHash } from "../../src/plan/plan-hash.ts";
import { type FixtureOptions, GEMM_FLOPS_PER_SECOND, planFixture } from "./plan-fixture.ts";
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
  const fixture = planFixture(options);
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
  const { predicted } = fixture;
  const ceilingRatio = GEMM_FLOPS_PER_SECOND / profile.ceilings.gemmFlopsPerSecond;
  const plan = rehashed({
    ...fixture,
    predicted: { ...predicted, optimalFraction: predicted.optimalFraction * ceilingRatio },
    profile: { file: "tiny.profile.json", source: profile.source, measurements },
    nanoOperations: fixture.nanoOperations.map((operation) => ({
      ...operation,
      implementation: implementationOf(operation.operation),
    })) as Plan["nanoOperations"],
  });
  const planPath = join(folder, "tiny.plan.yaml");
  writeFileSync(planPath, writePlan(plan));
  return { plan, planPath, profilePath };
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
