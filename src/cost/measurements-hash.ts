import { createHash } from "node:crypto";
import { canonicalJson } from "../files/canonical-json.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { believedPairs } from "./table/co-run-table.ts";
import { kernelKey } from "./table/kernel-key.ts";
import { DEFAULT_MECHANISM, splitId } from "./table/split.ts";

/** By profile and wanted kernels: plans of a set or a folder come from the same measurements. */
const known = new WeakMap<Profile, Map<string, string>>();

/**
 * SHA-256, in hex, of exactly the measurements that predictions for these kernels come from: the GPU,
 * its power and ceilings, its splits, and the kernels with their pairs. Neither what else a profile
 * holds, nor the order of its rows, nor the format of its file changes it.
 */
export function measurementsHash(profile: Profile, kernels: readonly KernelUse[]): string {
  const wanted = new Set(kernels.map(kernelKey));
  const ofProfile = known.get(profile) ?? new Map<string, string>();
  known.set(profile, ofProfile);
  const name = [...wanted].sort().join(", ");
  const hash = ofProfile.get(name) ?? hashOf(profile, wanted);
  ofProfile.set(name, hash);
  return hash;
}

function hashOf(profile: Profile, wanted: ReadonlySet<string>): string {
  const { source, gpu, ceilings, power, splits } = profile;
  const { count: _, name: __, ...card } = gpu;
  const used = {
    source,
    card,
    ceilings,
    power,
    splits: splits
      .map((split) => [splitId(split), split.remainderSms] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    kernels: Object.fromEntries(
      profile.kernels
        .filter((kernel) => wanted.has(kernelKey(kernel)))
        .map(({ implementations, solo, sustained, ...kernel }) => [
          kernelKey(kernel),
          { implementations, solo: sorted(solo), sustained: sorted(sustained) },
        ]),
    ),
    pairs: Object.fromEntries(
      believedPairs(profile).flatMap(({ group, remainder, mechanism, rows, sustained = [] }) => {
        const keys = [group, remainder].map((at) => kernelKey(profile.kernels[at] as KernelUse));
        if (!keys.every((key) => wanted.has(key))) return [];
        const name = [...keys, mechanism ?? DEFAULT_MECHANISM].join(" | ");
        return [[name, { rows: sorted(rows), sustained: sorted(sustained) }]];
      }),
    ),
  };
  return createHash("sha256").update(canonicalJson(used)).digest("hex");
}

function sorted(rows: readonly (readonly (number | string)[])[]): string[] {
  return rows.map((row) => row.join(" ")).sort();
}
