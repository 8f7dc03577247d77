import { describe, expect, it } from "@jest/globals";
import { measurementsHash } from "../../src/cost/measurements-hash.ts";
import { violations } from "../../src/files/schemas.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { profileFaults } from "../../src/profile/check-profile.ts";
import { searchRequest } from "../support/search-request.ts";
import { editsOf, leavesOf, placeOf, withLeaf } from "../support/single-edits.ts";

/** What no prediction comes from: names, and how the measurement went. A session's hash covers it. */
const FREE: readonly string[] = [
  ...["gpu.name", "model.id", "provenance.tool", "provenance.command", "provenance.measuredAt"],
  ...["provenance.driver", "provenance.cublasLt", "provenance.gpuSeconds", "provenance.notes"],
  ...["provenance.measurements", "provenance.medianSpread", "provenance.p95Spread"],
];

const { model, profile } = searchRequest("llama-3-8b", 1, {
  ...{ groups: [104], tokens: [256, 512], contexts: [0, 512] },
});
const KERNELS = modelKernels(model.shape, 1);
const WHOLE: Profile = {
  ...profile.profile,
  provenance: {
    ...profile.profile.provenance,
    ...{ driver: "580.1", cublasLt: "13.1", gpuSeconds: 60, measurements: 900 },
    ...{ medianSpread: 0.002, p95Spread: 0.006, notes: ["a note"] },
  },
};

/** Whether reading refuses the profile, or plans that were made from it say that it is another. */
function isNoticed(edited: Profile): boolean {
  if (violations("profile", edited).length > 0) return true;
  if ([...profileFaults(edited)].length > 0) return true;
  return measurementsHash(edited, KERNELS) !== measurementsHash(WHOLE, KERNELS);
}

/** Rows are alike: edits are made in the first of some kernels and pairs. */
function isOfSome([list, entry, , row = 0]: readonly (string | number)[]): boolean {
  if (list !== "kernels" && list !== "pairs") return true;
  return Number(entry) % 5 === 0 && (typeof row === "string" || row === 0);
}

describe("a profile with one edit", () => {
  it("is as it was without one", () => {
    expect(isNoticed(structuredClone(WHOLE))).toBe(false);
  });

  it("is refused, or is another to its plans, whatever the place, but for what predicts nothing", () => {
    const silent = leavesOf(WHOLE)
      .filter(([keys]) => !FREE.includes(placeOf(keys)) && isOfSome(keys))
      .flatMap(([keys, value]) =>
        editsOf(value)
          .filter((edit) => !isNoticed(withLeaf(WHOLE, keys, edit)))
          .map((edit) => `${keys.join(".")}: ${edit}`),
      );
    expect(silent).toEqual([]);
  });
});
