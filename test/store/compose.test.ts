import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { measurementsHash } from "../../src/cost/measurements-hash.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { factsOf } from "../../src/profile/convert.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { SHIPPED_FOLDER, type ShippedSession } from "../../src/profile/shipped.ts";
import { type Composed, composeProfile } from "../../src/store/compose.ts";
import { kernelName } from "../../src/store/kernel-name.ts";
import { rankSessions } from "../../src/store/rank-sessions.ts";
import { parseSession, type SessionFile } from "../../src/store/session-file.ts";
import { sessionText } from "../../src/store/session-text.ts";
import { readStore } from "../../src/store/store-folder.ts";
import { DECODE, DOWN, GATE_UP, LM_HEAD, NORM, O_PROJ, QKV } from "../support/llama-kernels.ts";
import { sessionsOfBuiltInModels } from "../support/shipped-sessions.ts";
import { profileOf, type SmallSession, sessionOf } from "../support/small-sessions.ts";

const WANTED = [QKV, DOWN, DECODE];

function composed(
  sessions: readonly SessionFile[],
  kernels: readonly KernelUse[] = WANTED,
): Composed {
  const names = new Set(kernels.map((kernel) => kernelName(kernel)));
  const found = composeProfile(rankSessions(sessions, names), { tensorParallel: 1, kernels });
  if (found === undefined) throw new Error("nothing was composed");
  return found;
}

/** µs of a product alone on the whole GPU at 512 tokens. */
function usOf({ profile }: Composed, kernel: KernelUse): number {
  const { solo = [] } =
    profile.kernels.find((each) => kernelName(each) === kernelName(kernel)) ?? {};
  const row = solo.find(
    ([at, partition, tokens]) => at === 0 && partition === "w" && tokens === 512,
  );
  return row?.[4] ?? Number.NaN;
}

const stores = new Map<string, SessionFile[]>();

/** Read once. */
function storeOf(gpuId: string): SessionFile[] {
  const store = stores.get(gpuId) ?? readStore(join(SHIPPED_FOLDER, gpuId));
  stores.set(gpuId, store);
  return store;
}

describe("composing a profile", () => {
  const shipped = sessionsOfBuiltInModels();
  const sameModel = (a: ShippedSession, b: ShippedSession) =>
    a.gpuId === b.gpuId && a.modelId === b.modelId && a.tensorParallel === b.tensorParallel;
  const ofOneModel = shipped.filter(
    (session) => shipped.filter((other) => sameModel(session, other)).length === 1,
  );
  it.each(ofOneModel)(
    "of a model that one session measured gives just what it measured: $file",
    ({ file, gpuId, modelId, tensorParallel }) => {
      const { profile: measured } = loadProfile(join(SHIPPED_FOLDER, file));
      const kernels = modelKernels(resolveModel(modelId).shape, tensorParallel);
      const names = new Set(kernels.map((kernel) => kernelName(kernel)));
      const ranked = rankSessions(storeOf(gpuId), names);
      const found = composeProfile(ranked, { tensorParallel, kernels });
      expect(isDeepStrictEqual(found?.profile, measured)).toBe(true);
      expect(found?.composition).toMatchObject({ missing: [] });
    },
  );

  it("does not hang on the order of the sessions, nor on what else they hold", () => {
    const sessions = (
      [
        {},
        { measuredAt: "2026-11-02", slower: 1.03 },
        { kernels: [QKV, DECODE, O_PROJ], modelId: "other", slower: 0.98 },
        { kernels: [NORM, GATE_UP], modelId: "small" },
      ] satisfies SmallSession[]
    ).map(sessionOf);
    const stranger = sessionOf({ kernels: [LM_HEAD, O_PROJ], modelId: "stranger" });
    const kernels = [...WANTED, NORM];
    const expected = composed(sessions, kernels);
    const hash = measurementsHash(expected.profile, kernels);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...sessions, stranger], { minLength: 5, maxLength: 5 }),
        (order) => {
          const { profile, composition } = composed(order, kernels);
          expect(profile).toEqual(expected.profile);
          expect(composition).toEqual(expected.composition);
          expect(measurementsHash(profile, kernels)).toBe(hash);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("says what comes from where, what is missing, and which pairs others stand in for", () => {
    const base = sessionOf();
    const other = sessionOf({ kernels: [O_PROJ], modelId: "other" });
    const { composition } = composed([base, other], [...WANTED, O_PROJ, NORM]);
    const [first, second] = [base.session.id, other.session.id];
    expect(composition.sessions).toEqual([first, second]);
    expect(composition.measured.map(({ kernel, session }) => [kernel, session])).toEqual([
      ...WANTED.map((kernel) => [kernelName(kernel), first]),
      [kernelName(O_PROJ), second],
    ]);
    expect(composition.missing).toEqual([kernelName(NORM)]);
    expect(composition.missingPairs).toEqual([]);
    expect(composition.standInPairs).toMatchObject([
      {
        pair: `${kernelName(O_PROJ)} beside ${kernelName(DECODE)}`,
        by: `${kernelName(QKV)} beside ${kernelName(DECODE)}`,
        what: "gemm beside decode_attention",
      },
    ]);
  });
});

describe("of two sessions wins", () => {
  const winnerOf = (a: SmallSession, b: SmallSession, kernels?: readonly KernelUse[]) => {
    const [one, other] = [sessionOf({ modelId: "a", ...a }), sessionOf({ modelId: "b", ...b })];
    return composed([one, other], kernels).composition.sessions[0]?.slice(-5, -4);
  };
  const late = "2026-11-05T00:00:00Z";

  it.each<[what: string, a: SmallSession, b: SmallSession]>([
    ["that with more of the pairs", {}, { kernels: [QKV, DECODE], measuredAt: late }],
    ["then a full one", {}, { command: "profile --quick", measuredAt: late }],
    ["then the later one", { measuredAt: late }, {}],
    ["the measured one before all", {}, { source: "published", measuredAt: late }],
  ])("%s", (_, a, b) => {
    expect(winnerOf(a, b)).toBe("a");
  });

  it("that with more of the kernels, where pairs are equal", () => {
    const products = { kernels: [QKV, DOWN] };
    expect(winnerOf(products, { kernels: [QKV], measuredAt: late }, [QKV, DOWN])).toBe("a");
  });
});

describe("between sessions", () => {
  it("the kernels that both measured remove the bias of the others of their kind", () => {
    const base = sessionOf({ measuredAt: "2026-11-02T00:00:00Z" });
    const slow = sessionOf({ kernels: [QKV, O_PROJ, DECODE], modelId: "slow", slower: 1.04 });
    const alike = sessionOf({ kernels: [O_PROJ], modelId: "alike" });
    const wanted = [...WANTED, O_PROJ];
    const corrected = composed([base, slow], wanted);
    expect(usOf(corrected, O_PROJ)).toBeCloseTo(usOf(composed([alike], [O_PROJ]), O_PROJ), 6);
    const bias = corrected.composition.measured.at(-1)?.bias;
    expect(bias?.timeFactor).toBeCloseTo(1 / 1.04, 9);
    expect(bias?.left).toBeLessThan(1e-9);
    const [sustained] = corrected.profile.kernels.at(-1)?.sustained ?? [];
    const [expected] = composed([alike], [O_PROJ]).profile.kernels[0]?.sustained ?? [];
    for (const column of [3, 6, 7, 10])
      expect(sustained?.[column]).toBeCloseTo(expected?.[column] ?? Number.NaN, 6);
  });

  it("without a kernel of the kind in both, the error of not knowing enters the spread", () => {
    const norm = sessionOf({ kernels: [NORM], modelId: "norm" });
    const { profile, composition } = composed([sessionOf(), norm], [...WANTED, NORM]);
    expect(composition.measured.at(-1)?.bias).toMatchObject({ timeFactor: 1, points: 0 });
    const { p95Spread = 0 } = profile.provenance;
    expect(p95Spread).toBeGreaterThan(sessionOf().session.provenance.p95Spread ?? 0);
    expect(p95Spread).toBeLessThan(0.016);
  });

  it("pairs are taken with the names of their implementations", () => {
    const wanted = [...WANTED, O_PROJ];
    const other = sessionOf({ kernels: [O_PROJ, DECODE], modelId: "other" });
    const { profile } = composed([sessionOf(), other], wanted);
    const pair = profile.pairs.find(({ group }) => group === 3) as Profile["pairs"][number];
    expect(pair.remainder).toBe(2);
    expect(pair.rows).toEqual(other.pair(0).rows);
  });
});

const ROPE: KernelUse = {
  kind: "rope_kv_append",
  shape: { qheads: 32, kvheads: 8, head: 128, page: 16 },
};
const NORMED: KernelUse = { ...ROPE, variant: { qkNorm: true } };

describe("a kernel with norms", () => {
  const sessionWith = (kernel: KernelUse) => {
    const profile = profileOf({ kernels: [DECODE, ROPE], modelId: "rope" });
    const kernels = profile.kernels.map((each) =>
      each.kind === "rope_kv_append" ? { ...each, ...kernel } : each,
    );
    const facts = factsOf(profile);
    return parseSession("rope", sessionText({ ...profile, kernels }, facts));
  };
  const compositionWith = (session: SessionFile, kernel: KernelUse) =>
    composed([sessionOf(), session], [...WANTED, kernel]).composition;

  it("comes from where it was measured with them", () => {
    const { measured, interpolated } = compositionWith(sessionWith(NORMED), NORMED);
    expect([measured.at(-1)?.kernel, interpolated]).toEqual([kernelName(NORMED), []]);
    const missing = composed([sessionOf(), sessionWith(NORMED)], [...WANTED, ROPE]).composition;
    expect(missing.missing).toEqual([kernelName(ROPE)]);
  });

  it("is taken as the plain one where nobody measured it so, and that is said", () => {
    const { measured, interpolated } = compositionWith(sessionWith(ROPE), NORMED);
    expect(interpolated).toMatchObject([
      { kernel: kernelName(NORMED), from: kernelName(ROPE), error: 0 },
    ]);
    expect(measured.map(({ kernel }) => kernel)).not.toContain(kernelName(NORMED));
  });
});

describe("a kernel that was timed to compare sessions", () => {
  const profile = profileOf({ kernels: [QKV, DOWN, DECODE], modelId: "later", slower: 1.1 });
  const references = new Set([kernelName(QKV)]);
  const later = parseSession("later", sessionText(profile, { ...factsOf(profile), references }));

  it("comes from a session that has it whole, however many more kernels the other has", () => {
    const { composition } = composed([sessionOf({ kernels: [QKV] }), later]);
    const [origin] = composition.measured;
    expect([origin?.kernel, origin?.session]).toEqual([
      kernelName(QKV),
      "2026-11-01-0000-llama-tp1",
    ]);
    expect(origin?.bias?.points).toBeGreaterThan(0);
  });

  it("is taken where no other session has it", () => {
    expect(composed([later]).composition.missing).toEqual([]);
  });
});

describe("two kernels that nobody measured side by side", () => {
  it("have the slowdowns of the nearest pair of their kinds, with how far these may be off", () => {
    const host = sessionOf({ kernels: [O_PROJ], modelId: "host" });
    const base = sessionOf();
    const { profile, composition } = composed([base, host], [...WANTED, O_PROJ]);
    const place = profile.kernels.findIndex((kernel) => kernelName(kernel) === kernelName(O_PROJ));
    const own = profile.pairs.find(({ group }) => group === place);
    const source = profile.pairs.find(({ group }) => group === 0);
    const worst = (rows: Profile["pairs"][number]["rows"] = []) =>
      Math.max(...rows.map((row) => row[7]));
    expect(worst(own?.rows)).toBe(worst(source?.rows));
    expect(composition.standInPairs).toHaveLength(1);
    expect(composition.standInPairs[0]?.error).toBeGreaterThan(0);
  });

  it("leave the errors of those alone that were measured", () => {
    const host = sessionOf({ kernels: [O_PROJ], modelId: "host" });
    const base = sessionOf();
    expect(composed([base, host], [...WANTED, O_PROJ]).profile.holdOut).toEqual(
      composed([base]).profile.holdOut,
    );
  });

  it("stay apart where one session measured both, and left the pair out", () => {
    const profile = profileOf({ kernels: [QKV, DOWN, DECODE] });
    const fewer = { ...profile, pairs: profile.pairs.filter(({ group }) => group !== 0) };
    const session = parseSession("fewer", sessionText(fewer, factsOf(profile)));
    const { composition } = composed([session]);
    expect(composition.standInPairs).toEqual([]);
    expect(composition.missingPairs).toEqual([`${kernelName(QKV)} beside ${kernelName(DECODE)}`]);
  });
});

describe("kernels in FP8", () => {
  const product: KernelUse = { ...QKV, variant: { operands: "fp8-e4m3", scaling: "row" } };
  const norm: KernelUse = { ...NORM, variant: { output: "fp8-e4m3", scaling: "row" } };
  const cache: KernelUse = { ...DECODE, variant: { kv: "fp8-e4m3", scaling: "row" } };
  const bf16 = sessionOf({ kernels: [QKV, NORM, DECODE] });
  const later = { modelId: "fp8", measuredAt: "2026-11-02T00:00:00Z" };
  const fp8 = sessionOf({ kernels: [product, norm, cache], ...later });

  it("are others than those in bf16, on both sides", () => {
    const wanted = [product, norm, cache];
    expect(composed([bf16], [QKV, ...wanted]).composition.missing).toEqual(
      wanted.map((each) => kernelName(each)),
    );
    expect(composed([fp8], [...WANTED.slice(0, 1), product]).composition.missing).toEqual([
      kernelName(QKV),
    ]);
    const both = composed([bf16, fp8], [QKV, product, NORM, norm]);
    expect(both.profile.kernels).toHaveLength(4);
    expect(both.composition.missing).toEqual([]);
  });

  it("change the hash of measurements, which tells them apart", () => {
    const { profile } = composed([bf16, fp8], [QKV, product]);
    expect(measurementsHash(profile, [product])).not.toBe(measurementsHash(profile, [QKV]));
  });

  it("have no stand-in pair for the norm behind the layers, which runs alone", () => {
    const { composition } = composed([bf16, fp8], [product, norm, cache, NORM]);
    expect(composition.missing).toEqual([]);
    expect(composition.standInPairs).toEqual([]);
  });

  it("take kernels of other widths and the same formats for stand-ins", () => {
    const wide: KernelUse = { ...norm, shape: { hidden: 5120 } };
    const { composition, profile } = composed([bf16, fp8], [product, wide, cache]);
    expect(composition.interpolated.map(({ from }) => from)).toEqual([kernelName(norm)]);
    expect(profile.kernels[1]?.variant).toEqual(norm.variant);
  });
});
