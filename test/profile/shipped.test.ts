import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Profile } from "../../src/generated/profile.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";
import {
  type FoundProfile,
  findProfile,
  type ProfileRequest,
  type ShippedSession,
  shippedSessions,
} from "../../src/profile/shipped.ts";
import { DECODE, DOWN, QKV } from "../support/llama-kernels.ts";
import { writeSession } from "../support/session-file.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Products on one GPU of a group are as much narrower. */
function onGroup(kernels: readonly KernelUse[], tensorParallel: number): KernelUse[] {
  return kernels.map(({ kind, shape: { n, ...shape } }) => ({
    kind,
    shape: n === undefined ? shape : { ...shape, n: n / tensorParallel },
  }));
}

/** A folder of stores, with sessions each given as `gpu/model-tpN` with its kernels. */
function folderOf(
  files: Record<string, readonly KernelUse[]>,
  source: Profile["source"] = "measured",
): string {
  const folder = temporaryFolder();
  for (const [index, [name, kernels]] of Object.entries(files).entries()) {
    const [gpuId = "", modelId = "", tp = "1"] = name.split(/\/|-tp/);
    mkdirSync(join(folder, gpuId), { recursive: true });
    const profile = syntheticProfile({
      kernels: onGroup(kernels, Number(tp)).map((kernel) => ({ kernel, lane: "compute" })),
      gpuId,
      modelId,
      tensorParallel: Number(tp),
      tokens: [512],
      contexts: [1024],
    });
    // The first is the latest.
    const measuredAt = `2026-11-${30 - index}T00:00:00Z`;
    const provenance = { ...profile.provenance, measuredAt };
    writeSession(join(folder, gpuId), { ...profile, provenance, source });
  }
  return folder;
}

const nameOf = ({ gpuId, modelId, tensorParallel }: ShippedSession) =>
  `${gpuId}/${modelId}-tp${tensorParallel}`;

/** Of the session that gave most. */
function placeOf({ gpuId, profile }: FoundProfile): string {
  const { id, tensorParallel } = profile.model;
  return `${gpuId}/${id}-tp${tensorParallel}`;
}

const request = (overrides: Partial<ProfileRequest> = {}): ProfileRequest => ({
  modelId: "llama",
  kernelsAt: (tensorParallel) => onGroup([QKV, DOWN], tensorParallel),
  fits: () => true,
  ...overrides,
});

const SHIPPED = folderOf({
  "b200-sxm/llama-tp1": [QKV, DOWN],
  "h200-sxm/llama-tp1": [QKV, DOWN],
  "h100-sxm/llama-tp1": [QKV, DOWN],
  "h100-sxm/llama-tp2": [QKV, DOWN],
  "h100-sxm/other-tp1": [QKV, DOWN, DECODE],
});

describe("the shipped profiles", () => {
  it("are listed with H100 and H200 first, by tensor parallelism and model", () => {
    expect(shippedSessions(SHIPPED).map(nameOf)).toEqual([
      "h100-sxm/llama-tp1",
      "h100-sxm/other-tp1",
      "h100-sxm/llama-tp2",
      "h200-sxm/llama-tp1",
      "b200-sxm/llama-tp1",
    ]);
  });

  it("are none where there is no folder", () => {
    expect(shippedSessions(join(SHIPPED, "nowhere"))).toEqual([]);
  });
});

describe("finding a profile", () => {
  const find = (overrides?: Partial<ProfileRequest>) => findProfile(request(overrides), SHIPPED);

  it("takes the model's own on an H100 at the smallest parallelism by default", () => {
    expect(placeOf(find())).toBe("h100-sxm/llama-tp1");
  });

  it("takes the smallest parallelism that fits", () => {
    expect(placeOf(find({ fits: (tensorParallel) => tensorParallel >= 2 }))).toBe(
      "h100-sxm/llama-tp2",
    );
  });

  it("does not ask whether it fits when the parallelism was chosen", () => {
    expect(placeOf(find({ tensorParallel: 1, fits: () => false }))).toBe("h100-sxm/llama-tp1");
  });

  it("takes the largest parallelism of the first GPU when it fits nowhere", () => {
    expect(placeOf(find({ fits: () => false }))).toBe("h100-sxm/llama-tp2");
  });

  it("takes the GPU that was asked for", () => {
    expect(placeOf(find({ gpuId: "b200-sxm" }))).toBe("b200-sxm/llama-tp1");
  });

  it("takes another model's profile where it has all the kernels", () => {
    expect(placeOf(find({ modelId: "sibling" }))).toBe("h100-sxm/llama-tp1");
    expect(placeOf(find({ modelId: "sibling", kernelsAt: () => [DECODE] }))).toBe(
      "h100-sxm/other-tp1",
    );
  });

  it("takes another model's profile that differs in the vocabulary only, after all others", () => {
    const steps = (vocab: number): KernelUse[] => [
      { kind: "gemm", shape: { n: vocab, k: 4096 } },
      { kind: "embedding", shape: { hidden: 4096, vocab } },
      { kind: "sampling", shape: { vocab } },
    ];
    const folder = folderOf({
      "h100-sxm/narrow-tp1": [QKV, ...steps(32_000)],
      "h100-sxm/wide-tp1": [QKV, ...steps(128_000)],
    });
    const wanting = (vocab: number) =>
      findProfile(request({ modelId: "sibling", kernelsAt: () => [QKV, ...steps(vocab)] }), folder);
    expect(placeOf(wanting(128_000))).toBe("h100-sxm/wide-tp1");
    expect(wanting(128_000).scaled).toBeUndefined();
    const found = wanting(64_000);
    expect(placeOf(found)).toBe("h100-sxm/narrow-tp1");
    expect(found.scaled).toHaveLength(3);
    expect(() => findProfile(request({ kernelsAt: () => [DOWN] }), folder)).toThrow(
      expect.objectContaining({ code: "E_NO_PROFILE" }),
    );
  });

  it("says what there is and how to measure what is missing", () => {
    expect(() => find({ tensorParallel: 8, gpuId: "h100-sxm" })).toThrow(
      expect.objectContaining({
        code: "E_NO_PROFILE",
        message: expect.stringMatching(
          /llama at tensor parallelism 8 on h100-sxm.*h100-sxm\/llama-tp1/,
        ),
        remedy: expect.stringContaining("nanoflow-plan profile --model llama --tp 8"),
      }),
    );
  });

  it("passes over parallelisms that the model cannot have", () => {
    expect(() => find({ kernelsAt: () => undefined })).toThrow(
      expect.objectContaining({ code: "E_NO_PROFILE" }),
    );
  });
});

describe("a profile that was not measured", () => {
  const folder = folderOf({ "b200-sxm/llama-tp8": [QKV, DOWN] }, "published");
  const find = (overrides?: Partial<ProfileRequest>) => findProfile(request(overrides), folder);

  it("is not taken by default, but named", () => {
    expect(() => find()).toThrow(
      expect.objectContaining({
        code: "E_NO_PROFILE",
        message: expect.stringContaining("no profile of llama that was measured is shipped"),
        remedy: expect.stringContaining("Or take the published one with --gpu b200-sxm."),
      }),
    );
  });

  it("is taken when its GPU is asked for", () => {
    expect(placeOf(find({ gpuId: "b200-sxm" }))).toBe("b200-sxm/llama-tp8");
  });
});
