import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Profile } from "../../src/generated/profile.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";
import { profileText } from "../../src/profile/profile-text.ts";
import { findProfile, type ProfileRequest, shippedProfiles } from "../../src/profile/shipped.ts";
import { DECODE, DOWN, QKV } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A folder of profiles, each given as `gpu/model-tpN` with its kernels. */
function folderOf(
  files: Record<string, readonly KernelUse[]>,
  source: Profile["source"] = "measured",
): string {
  const folder = temporaryFolder();
  for (const [name, kernels] of Object.entries(files)) {
    const [gpuId = "", modelId = "", tp = "1"] = name.split(/\/|-tp/);
    mkdirSync(join(folder, gpuId), { recursive: true });
    const profile = syntheticProfile({
      kernels: kernels.map((kernel) => ({ kernel, lane: "compute" })),
      gpuId,
      modelId,
      tensorParallel: Number(tp),
      tokens: [512],
      contexts: [1024],
    });
    writeFileSync(join(folder, `${name}.json`), profileText({ ...profile, source }));
  }
  return folder;
}

const request = (overrides: Partial<ProfileRequest> = {}): ProfileRequest => ({
  modelId: "llama",
  kernelsAt: () => [QKV, DOWN],
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
    expect(shippedProfiles(SHIPPED).map(({ file }) => file)).toEqual([
      "h100-sxm/llama-tp1.json",
      "h100-sxm/other-tp1.json",
      "h100-sxm/llama-tp2.json",
      "h200-sxm/llama-tp1.json",
      "b200-sxm/llama-tp1.json",
    ]);
  });

  it("are none where there is no folder", () => {
    expect(shippedProfiles(join(SHIPPED, "nowhere"))).toEqual([]);
  });
});

describe("finding a profile", () => {
  const find = (overrides?: Partial<ProfileRequest>) => findProfile(request(overrides), SHIPPED);

  it("takes the model's own on an H100 at the smallest parallelism by default", () => {
    expect(find().file).toBe("h100-sxm/llama-tp1.json");
  });

  it("takes the smallest parallelism that fits", () => {
    expect(find({ fits: (tensorParallel) => tensorParallel >= 2 }).file).toBe(
      "h100-sxm/llama-tp2.json",
    );
  });

  it("does not ask whether it fits when the parallelism was chosen", () => {
    expect(find({ tensorParallel: 1, fits: () => false }).file).toBe("h100-sxm/llama-tp1.json");
  });

  it("takes the largest parallelism of the first GPU when it fits nowhere", () => {
    expect(find({ fits: () => false }).file).toBe("h100-sxm/llama-tp2.json");
  });

  it("takes the GPU that was asked for", () => {
    expect(find({ gpuId: "b200-sxm" }).file).toBe("b200-sxm/llama-tp1.json");
  });

  it("takes another model's profile where it has all the kernels", () => {
    expect(find({ modelId: "sibling" }).file).toBe("h100-sxm/llama-tp1.json");
    expect(find({ modelId: "sibling", kernelsAt: () => [DECODE] }).file).toBe(
      "h100-sxm/other-tp1.json",
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
    expect(wanting(128_000).file).toBe("h100-sxm/wide-tp1.json");
    expect(wanting(128_000).scaled).toBeUndefined();
    const found = wanting(64_000);
    expect(found.file).toBe("h100-sxm/narrow-tp1.json");
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
    expect(find({ gpuId: "b200-sxm" }).file).toBe("b200-sxm/llama-tp8.json");
  });
});
