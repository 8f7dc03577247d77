import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CostTable } from "../../../src/cost/cost-table.ts";
import type { Profile } from "../../../src/generated/profile.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import { bestStart } from "../../../src/search/schedule/start-heuristics.ts";
import { searchPlan } from "../../../src/search/search.ts";
import type { SearchRequest } from "../../../src/search/space/search-request.ts";
import { nanoBatchesOf } from "../../../src/search/space/structure.ts";
import { promisedSpeedup, WINNERS_EXCESS } from "../../../src/search/verdict/promise.ts";
import { marginOf, marginText } from "../../../src/search/verdict/trust.ts";
import { kernelName } from "../../../src/store/kernel-name.ts";
import { withCoRunEnergy } from "../../support/co-run-energy.ts";
import { searchRequest } from "../../support/search-request.ts";

type HoldOut = NonNullable<Profile["holdOut"]>;
type Solo = Profile["kernels"][number]["solo"];

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
  return { ...request, profile: { ...request.profile, profile }, ...overrides };
}

/** The request, as if its profile had been measured. */
function measured(request: SearchRequest): SearchRequest {
  const profile: Profile = { ...request.profile.profile, source: "measured" };
  return { ...request, profile: { ...request.profile, profile } };
}

/** The request, on a profile in which others stand in for pairs whose host is of such a kind. */
function withStandIns(request: SearchRequest, isOne: (kind: string) => boolean): SearchRequest {
  const { pairs, kernels } = request.profile.profile;
  const standInPairs = pairs.flatMap(({ group, remainder }) => {
    const [host, guest] = [kernels[group], kernels[remainder]];
    if (host === undefined || guest === undefined || !isOne(host.kind)) return [];
    const pair = `${kernelName(host)} beside ${kernelName(guest)}`;
    const what = `${host.kind} beside ${guest.kind}`;
    return [{ pair, by: pair, group, remainder, what, error: 0.1 }];
  });
  const composition = {
    ...{
      sessions: [],
      temperatures: [],
      measured: [],
      interpolated: [],
      outdated: [],
      missing: [],
      missingPairs: [],
    },
    standInPairs,
  };
  return { ...request, profile: { ...request.profile, composition } };
}

/** A schedule at the power cap, by a profile in which co-running saves energy. */
function overlappedAtCap() {
  const request = searchRequest("llama-3-8b", 1, { interference: 0, capW: 600 });
  const profile = { ...withCoRunEnergy(request.profile.profile), holdOut: [] };
  const [batch] = request.batches;
  const graph = buildLayerGraph(request.model.shape, 1, batch);
  const problem = buildProblem(
    graph,
    nanoBatchesOf({ batch, cuts: [256], distribution: "proportional" }),
    new CostTable(profile),
  );
  return { problem, candidate: bestStart(problem), profile };
}

/** Times of a kernel, on groups less than on the whole GPU. */
function fasterOnGroups(solo: Solo): Solo {
  const keyOf = ([implementation, , tokens, context]: Solo[number]) =>
    [implementation, tokens, context].join();
  const whole = new Map(
    solo.filter(([, place]) => place === "w").map((row) => [keyOf(row), row[4]]),
  );
  return solo.map((row) => {
    const us = whole.get(keyOf(row));
    if (us === undefined || !row[1].startsWith("g")) return row;
    const [implementation, place, tokens, context, , ...rest] = row;
    return [implementation, place, tokens, context, 0.95 * us, ...rest];
  });
}

describe("trust in a predicted gain", () => {
  it("is complete where the profile states no errors", async () => {
    const { plan, explanation } = await searchPlan(requestWith([]));
    expect(plan.kind).toBe("overlapped");
    expect(explanation.trust).toMatchObject({ uncertainty: 0, leastGain: 0, asked: false });
    // What nobody measured promises nothing on a GPU.
    expect(plan.predicted).not.toHaveProperty("promisedSpeedup");
    expect(explanation.trust.gain).toBeCloseTo(plan.predicted.speedup - 1, 1);
  });

  it("promises less than is predicted, by what plans fell short, and ends where that is all", async () => {
    const { plan, explanation } = await searchPlan(measured(requestWith([])));
    const { speedup, promisedSpeedup: promised = 0 } = plan.predicted;
    // Over all layers the pipeline fills and drains.
    expect(promised).toBeLessThan(speedup - WINNERS_EXCESS + 1e-3);
    expect(promised).toBeGreaterThan(1);
    expect(promisedSpeedup(1 + WINNERS_EXCESS)).toBeCloseTo(1, 12);
    expect(marginText(explanation.trust)).toMatch(/by which chosen plans fell short/);
  });

  it("promises nothing where no plan was chosen", async () => {
    const { plan } = await searchPlan(measured(requestWith([], { minGain: 5 })));
    expect(plan.predicted).not.toHaveProperty("promisedSpeedup");
  });

  it("ends where slowdowns may be wrong by more than the gain", async () => {
    const unreliable = requestWith([heldOut("gemm", 0.9), heldOut("prefill_attention", 0.9)]);
    const { plan, explanation, certificate } = await searchPlan(unreliable);
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

  it("is not what keeps a schedule back that runs a kernel on a part of the GPU and overlaps nothing", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 8 });
    const { profile } = request.profile;
    const kernels = profile.kernels.map((kernel) =>
      kernel.kind === "gemm" ? { ...kernel, solo: fasterOnGroups(kernel.solo) } : kernel,
    );
    const changed = { ...request.profile, profile: { ...profile, kernels } };
    const { plan, certificate } = await searchPlan({ ...request, profile: changed });
    expect(plan.kind).toBe("sequential");
    expect(certificate.text).toContain("but it overlaps nothing");
    expect(certificate.text).not.toContain("not trusted");
  });

  it("weighs the errors of pairs by how long they meet, and takes the worst for pairs not held out", async () => {
    const unreliable = requestWith([heldOut("gemm", 0.5), heldOut("router", 0.9)], { minGain: 1 });
    const { companyError } = (await searchPlan(unreliable)).explanation.trust;
    expect(companyError).toBeGreaterThan(0.5);
    expect(companyError).toBeLessThan(0.9);
  });

  it("weighs the error of energies co-running where the power cap binds, and only there", async () => {
    const error = { what: "energy in company", points: 4, median: 0.5, worst: 0.5, worstAt: "" };
    const trustAt = async (capW: number | null) => {
      const request = searchRequest("llama-3-8b", 1, { interference: 0.05, capW });
      const profile = { ...request.profile.profile, holdOut: [error] };
      const changed = { ...request, profile: { ...request.profile, profile } };
      return (await searchPlan(changed)).explanation.trust;
    };
    expect(await trustAt(null)).toMatchObject({ energyShare: 0, uncertainty: 0 });
    const { energyShare, energyError, unsettledError, uncertainty } = await trustAt(650);
    expect(energyError).toBe(0.5);
    expect(energyShare).toBeGreaterThan(0.05);
    expect(energyShare).toBeLessThan(0.8);
    expect(uncertainty).toBeCloseTo(0.5 * energyShare + unsettledError);
  });

  it("weighs by its energy what drew more than the cap when it was measured, and had not settled", async () => {
    const trustIf = async (drawn: number) => {
      const request = searchRequest("llama-3-8b", 1, { interference: 0.05, capW: 650 });
      const { profile } = request.profile;
      const kernels = profile.kernels.map((kernel) =>
        kernel.kind === "gemm"
          ? { ...kernel, sustained: drawing(kernel.sustained, drawn) }
          : kernel,
      );
      const changed = { ...request.profile, profile: { ...profile, kernels, holdOut: [] } };
      return (await searchPlan({ ...request, profile: changed })).explanation.trust;
    };
    expect(await trustIf(650 * 1.005)).toMatchObject({ unsettledError: 0, uncertainty: 0 });
    const { unsettledError, uncertainty } = await trustIf(650 * 1.1);
    expect(unsettledError).toBeGreaterThan(0.04);
    expect(unsettledError).toBeLessThan(0.1);
    expect(uncertainty).toBeCloseTo(unsettledError);
  });

  it("weighs energies of co-running by how long it lasts", () => {
    const { problem, candidate, profile } = overlappedAtCap();
    const { evaluation } = candidate;
    const energyShareIf = (coRunUs: number[]) =>
      marginOf(
        profile,
        { problem, candidate: { ...candidate, evaluation: { ...evaluation, coRunUs } } },
        () => "gemm",
      ).energyShare;
    const all = energyShareIf(evaluation.durationUs);
    expect(all).toBeGreaterThan(0.05);
    expect(energyShareIf(evaluation.durationUs.map((us) => us / 2))).toBeCloseTo(all / 2, 9);
    expect(energyShareIf(evaluation.durationUs.map(() => 0))).toBe(0);
  });

  it("is not given to a gain that rests on pairs that others stand in for", async () => {
    const request = withStandIns(requestWith([]), () => true);
    const { plan, explanation } = await searchPlan(request);
    expect(plan.kind).toBe("sequential");
    expect(plan.reason).toMatch(/; \d+ pairs of kernels that nobody measured .* run apart$/);
    expect(plan.profile.standIns).toBeUndefined();
    expect(explanation.trust.keptApart).toBe(request.profile.composition?.standInPairs.length);
    expect(explanation.lines.join("\n")).toContain("--min-gain 0 takes these");
  });

  it("is given to the gain of measured pairs, while the others run apart", async () => {
    const { plan, explanation } = await searchPlan(
      withStandIns(requestWith([]), (kind) => kind === "gemm"),
    );
    expect(plan.kind).toBe("overlapped");
    const hosts = explanation.overlap.flatMap((overlap) => overlap.hosts.map(({ id }) => id));
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((id) => id.includes("_proj"))).toEqual([]);
  });

  it("takes pairs that others stand in for where any gain was asked for, and the plan says so", async () => {
    const request = withStandIns(requestWith([], { minGain: 0 }), () => true);
    const { plan, explanation } = await searchPlan(request);
    expect(plan.kind).toBe("overlapped");
    expect(plan.profile.standIns?.length).toBeGreaterThan(0);
    expect(explanation.trust.keptApart).toBe(0);
  });

  it("is the user's to set", async () => {
    const unreliable = [heldOut("gemm", 0.9)];
    const taken = await searchPlan(requestWith(unreliable, { minGain: 0 }));
    expect(taken.plan.kind).toBe("overlapped");
    const refused = await searchPlan(requestWith([], { minGain: 5 }));
    expect(refused.plan.kind).toBe("sequential");
    expect(refused.plan.reason).toContain("no more than the 500.00% asked for");
  });

  it("names the power cap where the same plan would gain enough without it", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 0.05, capW: 600 });
    const { plan } = await searchPlan({ ...request, minGain: 0.15 });
    expect(plan.kind).toBe("sequential");
    expect(plan.reason).toMatch(/the power cap is what limits: at boost clock .* would gain/);
  });

  it("never leaves a plan that gains no more than its margin", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.5, noNaN: true }), async (median) => {
        const request = requestWith([heldOut("gemm", median)]);
        const { plan, explanation } = await searchPlan(request);
        const { gain, leastGain } = explanation.trust;
        if (plan.kind === "overlapped") expect(gain).toBeGreaterThan(leastGain);
        else expect(gain).toBeLessThanOrEqual(leastGain);
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});

/** As measured, but for the power. The energy of a call and its time stay. */
function drawing<Row extends readonly number[]>(rows: readonly Row[], powerW: number): Row[] {
  return rows.map((row) => row.with(6, powerW) as unknown as Row);
}
