import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { parseSearchCommand, searchCommand } from "../../src/setup/search-command.ts";
import type { EffortOptions } from "../../src/setup/search-options.ts";
import { type Setup, setUpEach } from "../../src/setup/setup.ts";
import { takenOptions } from "../../src/setup/taken-options.ts";
import { weighParallelisms } from "../../src/setup/weigh-parallelisms.ts";
import { writeProfile } from "../support/profile-file.ts";
import { kernelsOf } from "../support/synthetic-profile.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MODEL = "llama-3-8b";
/** Plans without overlap, which take no search. */
const EFFORT: EffortOptions = { method: "none" };
const BATCH = { batch: 512, decode: 192, context: 1000 };

function profileOf(tensorParallel: number, hasFused: boolean): string {
  const { shape } = resolveModel(MODEL);
  const both = { decodeTokens: 1, prefillTokens: 1 };
  const norms = hasFused ? (["apart", "fused"] as const) : (["apart"] as const);
  const operations = norms.flatMap(
    (each) => buildLayerGraph(shape, tensorParallel, both, each).operations,
  );
  const steps = stepOperations(shape, tensorParallel);
  const kernels = kernelsOf({ operations, dependences: [] }, steps);
  return writeProfile(temporaryFolder(), MODEL, { kernels, tensorParallel });
}

const normsOf = (setups: readonly Setup[]) => setups.map(({ norms }) => norms);

describe("a search where norms can be fused", () => {
  let options: { model: string; profile: string } & typeof BATCH;

  beforeAll(() => {
    options = { model: MODEL, profile: profileOf(2, true), ...BATCH };
  });

  it("weighs both, takes the faster, and says by which command it is made again", async () => {
    const setups = await setUpEach(options);
    expect(normsOf(setups)).toEqual([undefined, "fused"]);
    const commandOf = (setup: Setup) =>
      searchCommand({ ...options, ...takenOptions(setups, setup) });
    const { setup, result, parallelisms } = await weighParallelisms(setups, EFFORT, commandOf);
    const { plan } = result;
    const [apart, fused] = parallelisms;
    expect([apart?.norms, fused?.norms]).toEqual([undefined, "fused"]);
    expect(fused?.sequential).toBeGreaterThan(apart?.sequential ?? 0);
    expect(setup.norms).toBe("fused");
    expect(plan.model.norms).toBe("fused");
    expect(plan.nanoOperations.map(({ operation }) => operation)).not.toContain("mlp_norm");
    expect(parsePlan("plan.yaml", writePlan(plan)).plan).toEqual(plan);
    const again = parseSearchCommand(plan.provenance.command);
    expect(again?.options).toMatchObject({ norms: "fused" });
    expect(again?.options).not.toHaveProperty("tp");
  });

  it("keeps to what is asked for", async () => {
    for (const norms of ["apart", "fused"] as const) {
      const setups = await setUpEach({ ...options, norms });
      expect(normsOf(setups)).toEqual([norms === "fused" ? "fused" : undefined]);
    }
  });

  it("leaves norms apart where the fused kernel was not measured, and says so when it is asked for", async () => {
    const unmeasured = { ...options, profile: profileOf(2, false) };
    expect(normsOf(await setUpEach(unmeasured))).toEqual([undefined]);
    const failure = setUpEach({ ...unmeasured, norms: "fused" });
    await expect(failure).rejects.toMatchObject({ code: "E_PROFILE_MISMATCH" });
  });

  it("refuses fused norms on one GPU", async () => {
    const one = { ...options, profile: profileOf(1, true), norms: "fused" as const };
    await expect(setUpEach(one)).rejects.toMatchObject({
      code: "E_USAGE",
      remedy: "Leave it out, or give --tp 2 or more.",
    });
  });
});
