import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { simulateProgram } from "../../src/engine/simulator/simulate-program.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { parsePlan, writePlan } from "../../src/plan/plan-file.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { searchVerdict } from "../../src/report/search-verdict.ts";
import { searchPlan } from "../../src/search/search.ts";
import type { SearchRequest } from "../../src/search/space/search-request.ts";
import { DEFAULT_SPACE } from "../../src/search/space/space.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { withCoRunEnergy } from "../support/co-run-energy.ts";
import { searchRequest } from "../support/search-request.ts";

const MODELS = [
  ["llama-3-8b", 1],
  ["mixtral-8x7b", 2],
] as const;

function plainRequest(modelId: string, tensorParallel: number): SearchRequest {
  return { ...searchRequest(modelId, tensorParallel), space: DEFAULT_SPACE, nodeLimit: 40 };
}

const searches = new Map<string, ReturnType<typeof searchPlan>>();

/** A search of the space that a user's is of, which several tests look at. */
function plainSearch(modelId: string, tensorParallel: number): ReturnType<typeof searchPlan> {
  const known = searches.get(modelId) ?? searchPlan(plainRequest(modelId, tensorParallel));
  searches.set(modelId, known);
  return known;
}

/** What `verify` finds wrong with a plan as it is written. */
function errorsOf(text: string, { profile }: SearchRequest) {
  const { plan, document } = parsePlan("plan.yaml", text);
  return verifyPlan(document, plan, profile).filter(({ severity }) => severity === "error");
}

describe.each(MODELS)("searching %s", (modelId, tensorParallel) => {
  it("emits a plan that verifies and that its simulator does not contradict", async () => {
    const request = searchRequest(modelId, tensorParallel);
    const { plan } = await plainSearch(modelId, tensorParallel);
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
    const program = lowerPlan(plan, plan.model.layers);
    const { periodUs } = simulateProgram(program, new CostTable(request.profile.profile));
    expect(periodUs / plan.predicted.periodUs).toBeCloseTo(1, 3);
    expect(plan.predicted.lowerBoundUs).toBeLessThanOrEqual(plan.predicted.periodUs);
  });

  it("never predicts a plan slower than the sequential one", async () => {
    const { plan } = await plainSearch(modelId, tensorParallel);
    expect(plan.predicted.periodUs).toBeLessThanOrEqual(plan.predicted.sequentialUs);
  });

  it("overlaps when kernels do not disturb each other", async () => {
    const request = searchRequest(modelId, tensorParallel, { interference: 0, capW: null });
    const { plan } = await searchPlan(request);
    expect(plan.kind).toBe("overlapped");
    expect(plan.predicted.speedup).toBeGreaterThan(1);
  });

  it("emits the sequential plan, with the reason, when overlap loses", async () => {
    const request = searchRequest(modelId, tensorParallel, { interference: 8 });
    const { plan } = await searchPlan(request);
    expect(plan.kind).toBe("sequential");
    expect(plan.nanoBatches).toHaveLength(1);
    expect(plan.reason).toMatch(/no overlapped plan is shorter|no more than the spread/);
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
  });
});

describe("the search", () => {
  it("values a plan at the power cap as its simulator does, energy co-running included", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 0, capW: 450 });
    const profile = withCoRunEnergy(request.profile.profile);
    const { plan } = await searchPlan({
      ...request,
      profile: { ...request.profile, profile },
      minGain: 0,
    });
    expect(plan.kind).toBe("overlapped");
    expect(plan.predicted.clockMhz).toBeLessThan(0.98 * profile.gpu.boostClockMhz);
    const program = lowerPlan(plan, plan.model.layers);
    const { periodUs } = simulateProgram(program, new CostTable(profile));
    expect(periodUs / plan.predicted.periodUs).toBeCloseTo(1, 4);
  });

  it("calls a split that wins without any overlap nano-batch-only", async () => {
    const request = searchRequest("llama-3-8b", 1, { capW: null });
    const { profile } = request.profile;
    // No kernel was measured co-running, and GEMMs on more than 256 tokens are dear.
    profile.pairs = [];
    for (const { kind, solo } of profile.kernels) {
      if (kind === "gemm") for (const row of solo) if (row[2] > 256) row[4] *= 4;
    }
    const { plan } = await searchPlan(request);
    expect(plan.kind).toBe("nano-batch-only");
    expect(plan.predicted.speedup).toBeGreaterThan(1);
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
  });

  it("writes the same plan whatever the number of threads", async () => {
    const one = await plainSearch("llama-3-8b", 1);
    const two = await searchPlan({ ...plainRequest("llama-3-8b", 1), threads: 2 });
    expect(writePlan(two.plan)).toBe(writePlan(one.plan));
  });

  it("writes the same plan of a wide space whatever the number of threads", async () => {
    const space = { ...DEFAULT_SPACE, parts: 3, splits: "per-operation" } as const;
    const overrides = { interference: 0.2, capW: null };
    const limits = { nodeLimit: 5, tolerance: 0 };
    const request = { ...searchRequest("llama-2-70b", 8, overrides), space, ...limits };
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => searchPlan({ ...request, threads })),
    );
    expect(one?.plan.search.structuresSearched).toBeGreaterThan(8);
    expect(writePlan(two?.plan as Plan)).toBe(writePlan(one?.plan as Plan));
  });

  it("proves the optimum when it may search to the end", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 8 });
    const { plan, certificate } = await searchPlan({ ...request, tolerance: 0, nodeLimit: 5000 });
    expect(certificate.gap).toBeLessThan(1e-4);
    expect(plan.search.certificate).toContain("optimal within the space");
  });

  it("bounds the structures that it did not search too", async () => {
    const { certificate } = await plainSearch("mixtral-8x7b", 2);
    const { searched, structures, gap, gapOfBest } = certificate;
    expect(certificate.lowerBoundUs).toBeLessThanOrEqual(searched.lowerBoundUs ?? 0);
    expect(searched.structures).toBeLessThanOrEqual(structures);
    expect(gapOfBest).toBeLessThanOrEqual((gap ?? 0) + 1e-6);
  });

  it("takes a smaller dense batch when that yields more tokens per second", async () => {
    const request = searchRequest("llama-3-8b", 1, { capW: null, interference: 8 });
    const [batch] = request.batches;
    const smaller = { ...batch, tokens: 384, decodeTokens: 144, prefillTokens: 240 };
    const { profile } = request.profile;
    for (const { kind, solo } of profile.kernels) {
      if (kind === "gemm") for (const row of solo) if (row[2] === 512) row[4] *= 2;
    }
    const { plan } = await searchPlan({ ...request, batches: [batch, smaller] });
    expect(plan.workload.denseBatchTokens).toBe(384);
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
  });

  it("explains what overlaps, what binds and what the space was worth", async () => {
    const request = searchRequest("llama-3-8b", 1, { interference: 0, capW: null });
    // The second best plan is of another split.
    const { plan, explanation } = await searchPlan({
      ...request,
      space: DEFAULT_SPACE,
      nodeLimit: 60,
    });
    const { overlap, bottleneck, widenings, lines } = explanation;
    expect(overlap.map(({ guest }) => guest)).toContain("decode_attention.0");
    for (const { sharedUs, slowdown } of overlap) {
      expect(sharedUs).toBeLessThanOrEqual(plan.predicted.periodUs * (1 + 1e-6));
      expect(slowdown).toBeGreaterThanOrEqual(1 - 1e-6);
    }
    const floorUs = Math.max(...Object.values(bottleneck.floorsUs));
    expect(floorUs).toBeLessThanOrEqual(plan.predicted.periodUs * (1 + 1e-6));
    const total = widenings.reduce((product, { gain }) => product * (1 + gain), 1);
    expect(total).toBeGreaterThan(1);
    expect(lines.join(" ")).toMatch(/runs beside .* bottleneck: .* second best: /);
    expect(lines.join(" ")).toContain("as early as their order allows");
  });

  it("stops on a signal with E_INTERRUPTED", async () => {
    const controller = new AbortController();
    const search = searchPlan(searchRequest("llama-3-8b", 1), { signal: controller.signal });
    controller.abort();
    await expect(search).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  });

  it.each([
    ["one batch", [{}]],
    [
      "a batch whose figures do not cancel",
      [{ tokens: 768, decodeTokens: 230, prefillTokens: 538 }],
    ],
    ["two batches", [{}, { tokens: 128, decodeTokens: 48, prefillTokens: 80 }]],
  ])("writes a sound plan without a bound when it ends before it has one: %s", async (_, sizes) => {
    const controller = new AbortController();
    const request = searchRequest("llama-3-8b", 1);
    const [batch] = request.batches;
    const batches = sizes.map((size) => ({ ...batch, ...size })) as [typeof batch];
    const { plan, certificate, explanation, cut } = await searchPlan(
      { ...request, batches },
      {
        signal: controller.signal,
        onProgress: ({ incumbentUs }) => {
          if (Number.isFinite(incumbentUs)) controller.abort();
        },
      },
    );
    expect(cut).toBe("signal");
    expect(certificate.text).toMatch(/^nothing is proven of the space yet: .*, the others not yet/);
    expect(certificate.gapOfBest).toBeNull();
    expect(explanation.lines.join(" ")).toContain(
      "how much is left in this space nobody knows yet",
    );
    expect(plan.predicted).toMatchObject({ lowerBoundUs: null, gap: null });
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
  });

  it("has the sequential plan however short the time", async () => {
    const request = searchRequest("llama-3-8b", 1);
    const { plan, certificate, cut } = await searchPlan({ ...request, timeLimitS: 0.001 });
    expect(cut).toBe("time");
    expect(plan).toMatchObject({ kind: "sequential", search: { structuresSearched: 0 } });
    expect(plan.reason).toContain("before the search ended early");
    expect(certificate).toMatchObject({ lowerBoundUs: null, searched: { structures: 0 } });
    expect(searchVerdict(plan, { gain: 0, leastGain: 0, asked: false, keptApart: 0 })[0]).toContain(
      "too early to tell",
    );
    expect(errorsOf(writePlan(plan), request)).toEqual([]);
  });

  it("takes glpk to the same period", async () => {
    const request = searchRequest("llama-3-8b", 1);
    const plans = [
      await plainSearch("llama-3-8b", 1),
      await searchPlan({ ...request, solver: "glpk" }),
    ];
    const [highs, glpk] = plans.map(({ plan }) => plan.predicted.periodUs);
    expect((glpk as number) / (highs as number)).toBeCloseTo(1, 1);
  });
});
