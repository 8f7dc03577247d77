import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Profile } from "../../src/generated/profile.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { CostTable } from "../../src/profile/cost-table.ts";
import { buildProblem } from "../../src/search/build-problem.ts";
import { type SearchRequest, searchPlan } from "../../src/search/search.ts";
import { bestStart } from "../../src/search/starts.ts";
import { nanoBatchesOf } from "../../src/search/structure.ts";
import { doubtOf, doubtText } from "../../src/search/trust.ts";
import { searchRequest } from "../support/search-request.ts";

type HoldOut = NonNullable<Profile["holdOut"]>;

/** An error of slowdowns that the profile states of pairs that it held out. */
function heldOut(kinds: string, median: number): HoldOut[number] {
  return {
    what: `${kinds} beside decode_attention`,
    points: 8,
    median,
    worst: median,
    worstAt: "",
  };
}

/** A search in which overlap gains, on a profile that states such errors. */
function requestWith(holdOut: HoldOut, overrides: Partial<SearchRequest> = {}): SearchRequest {
  const request = searchRequest("llama-3-8b", 1, { interference: 0.1, capW: null });
  const profile = { ...request.profile.profile, holdOut };
  return { ...request, profile: { ...request.profile, profile }, nodeLimit: 20, ...overrides };
}

/**
 * A schedule at the power cap, by a profile in which decode attention takes least of its energy in
 * company.
 */
function overlappedAtCap() {
  const request = searchRequest("llama-3-8b", 1, { interference: 0, capW: 600 });
  const { profile } = request.profile;
  const remainder = profile.kernels.findIndex(({ kind }) => kind === "decode_attention");
  const group = profile.kernels.findIndex(({ kind }) => kind === "gemm");
  const row = [104, 0, 512, 0, 0, 192, 1280, 300, 900, 1500, profile.power.idleW];
  const pairs = profile.pairs.map((pair) =>
    pair.group === group && pair.remainder === remainder
      ? { ...pair, sustained: [row, row] as never }
      : pair,
  );
  const patched = { ...profile, pairs, holdOut: [] };
  const [batch] = request.batches;
  const graph = buildLayerGraph(request.model.shape, 1, batch);
  const costs = new CostTable(patched);
  const problem = buildProblem(
    graph,
    nanoBatchesOf({ batch, cuts: [256], distribution: "proportional" }),
    costs,
  );
  return { problem, candidate: bestStart(problem), profile: patched };
}

describe("trust in a predicted gain", () => {
  it("is complete where the profile states no errors", async () => {
    const { plan, explanation } = await searchPlan(requestWith([]));
    expect(plan.kind).toBe("overlapped");
    expect(explanation.trust).toMatchObject({ leastGain: 0, asked: false });
    expect(explanation.trust.gain).toBeCloseTo(plan.predicted.speedup - 1, 1);
  });

  it("ends where slowdowns may be wrong by more than the gain", async () => {
    const doubtful = requestWith([heldOut("gemm", 0.9), heldOut("prefill_attention", 0.9)]);
    const { plan, explanation, certificate } = await searchPlan(doubtful);
    expect(plan.kind).toBe("sequential");
    const { gain, leastGain, companyShare, companyError } = explanation.trust;
    expect(gain).toBeGreaterThan(0);
    expect(gain).toBeLessThanOrEqual(leastGain);
    expect(companyError).toBeCloseTo(0.9);
    expect(leastGain).toBeCloseTo(0.9 * companyShare);
    expect(plan.reason).toMatch(/would gain .* no more than may be wrong with it/);
    expect(certificate.text).toContain("its gain is not trusted");
    expect(explanation.lines.join(" ")).toContain("--min-gain 0");
  });

  it("weighs the errors of pairs by how long they meet, and takes the worst for pairs not held out", async () => {
    const doubtful = requestWith([heldOut("gemm", 0.5), heldOut("router", 0.9)], { minGain: 1 });
    const { companyError } = (await searchPlan(doubtful)).explanation.trust;
    expect(companyError).toBeGreaterThan(0.5);
    expect(companyError).toBeLessThan(0.9);
  });

  it("weighs the error of energies in company where the power cap binds, and only there", async () => {
    const error = { what: "energy in company", points: 4, median: 0.5, worst: 0.5, worstAt: "" };
    const trustAt = async (capW: number | null) => {
      const request = searchRequest("llama-3-8b", 1, { interference: 0.05, capW });
      const profile = { ...request.profile.profile, holdOut: [error] };
      const changed = { ...request, profile: { ...request.profile, profile }, nodeLimit: 20 };
      return (await searchPlan(changed)).explanation.trust;
    };
    expect(await trustAt(null)).toMatchObject({ energyShare: 0, uncertainty: 0 });
    const { energyShare, energyError, uncertainty } = await trustAt(650);
    expect(energyError).toBe(0.5);
    expect(energyShare).toBeGreaterThan(0.05);
    expect(energyShare).toBeLessThan(0.8);
    expect(uncertainty).toBeCloseTo(0.5 * energyShare);
  });

  it("counts out what energy in company takes off while nothing runs beside", () => {
    const { problem, candidate, profile } = overlappedAtCap();
    const { evaluation } = candidate;
    const doubtIf = (durationUs: number[]) =>
      doubtOf(
        profile,
        { problem, candidate: { ...candidate, evaluation: { ...evaluation, durationUs } } },
        () => "gemm",
      );
    const together = doubtIf(evaluation.durationUs);
    const guests = new Set(
      problem.units.flatMap(({ members }, u) =>
        problem.modes[candidate.schedule.modes[u] as number]?.side === "remainder" ? members : [],
      ),
    );
    const apart = doubtIf(evaluation.durationUs.map((us, n) => (guests.has(n) ? us : 0)));
    expect(guests.size).toBeGreaterThan(0);
    expect(together.companyShare).toBeGreaterThan(0.1);
    expect(together.unsharedEnergy).toBeLessThan(apart.unsharedEnergy);
    // Of the energy alone 40% is taken off, so of what is left two thirds.
    expect(apart.unsharedEnergy).toBeCloseTo((apart.energyShare * 2) / 3, 2);
    expect(apart.uncertainty).toBeCloseTo(apart.spread + apart.unsharedEnergy, 6);
    expect(apart.companyShare).toBe(0);
    expect(doubtText(apart)).toMatch(/taken off for company/);
  });

  it("is the user's to set", async () => {
    const doubtful = [heldOut("gemm", 0.9)];
    const taken = await searchPlan(requestWith(doubtful, { minGain: 0 }));
    expect(taken.plan.kind).toBe("overlapped");
    const refused = await searchPlan(requestWith([], { minGain: 5 }));
    expect(refused.plan.kind).toBe("sequential");
    expect(refused.plan.reason).toContain("no more than the 500.00% asked for");
  });

  it("names the power cap where the same plan would gain enough without it", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 0.05, capW: 600 });
    const { plan } = await searchPlan({ ...request, nodeLimit: 20, minGain: 0.15 });
    expect(plan.kind).toBe("sequential");
    expect(plan.reason).toMatch(/the power cap is what limits: at boost clock .* would gain/);
  });

  it("never leaves a plan that gains no more than its doubt", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.5, noNaN: true }), async (median) => {
        const request = requestWith([heldOut("gemm", median)], { nodeLimit: 5 });
        const { plan, explanation } = await searchPlan(request);
        const { gain, leastGain } = explanation.trust;
        if (plan.kind === "overlapped") expect(gain).toBeGreaterThan(leastGain);
        else expect(gain).toBeLessThanOrEqual(leastGain);
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
