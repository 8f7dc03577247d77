import { isGemm } from "../../cost/curve/interpolate.ts";
import type { ProfileKernel } from "../../cost/table/kernel-table.ts";
import { partitionKey, partitionOf } from "../../cost/table/split.ts";
import type { Profile } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import type { Campaign } from "../jobs/campaign.ts";
import { type Result, type SoloResult, soloResults, withRepeats } from "../jobs/results.ts";
import { sustainedRows } from "./assemble-energy.ts";
import { rounded } from "./rounded.ts";

type SoloRow = ProfileKernel["solo"][number];

/** A kernel's rows in the profile, and the implementations that they refer to. */
export function kernelOf(campaign: Campaign, all: readonly Result[], index: number): ProfileKernel {
  const results = all.filter(({ job }) => "kernel" in job && job.kernel === index);
  const names: string[] = [];
  const positionOf = (name: string) => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const { kind, shape, variant }: KernelUse = campaign.kernels[index]?.kernel ?? {
    kind: "gemm",
    shape: {},
  };
  const mine = (row: SoloResult) => row.kernel === index;
  const solo = rowsOf(campaign, withRepeats(soloResults(results)).filter(mine), positionOf);
  const heldOut = rowsOf(campaign, soloResults(results, true).filter(mine), positionOf).filter(
    (row) => !solo.some((known) => sameIdentity(known, row)),
  );
  const defaults = isGemm(kind) ? defaultsOf(results, index, positionOf) : [];
  return {
    ...{ kind, shape, ...(variant !== undefined && { variant }) },
    ...{ implementations: names, solo },
    sustained: sustainedRows(results, index, positionOf),
    ...(defaults.length > 0 && { defaults }),
    ...(heldOut.length > 0 && { heldOut }),
  };
}

/** A later measurement of the same point replaces an earlier one. */
function rowsOf(
  { smCount }: Campaign,
  solos: readonly SoloResult[],
  positionOf: (name: string) => number,
): SoloRow[] {
  const rows = new Map<string, SoloRow>();
  for (const { side, split, size, us, spread, samples, implementation } of solos) {
    const partition = partitionKey(partitionOf(side, split, smCount));
    const position = positionOf(implementation);
    const identity = [position, partition, size.tokens, size.context] as const;
    rows.set(identity.join(" "), [...identity, rounded(us), rounded(spread), samples]);
  }
  return [...rows.values()];
}

function sameIdentity(a: SoloRow, b: SoloRow): boolean {
  return [0, 1, 2, 3].every((column) => a[column] === b[column]);
}

/** What cuBLASLt chooses by itself on the whole GPU, where that was timed. */
function defaultsOf(
  results: readonly Result[],
  index: number,
  positionOf: (name: string) => number,
): NonNullable<Profile["kernels"][number]["defaults"]> {
  return results.flatMap(({ job, answer }) => {
    if (job.type !== "sweep" || job.kernel !== index || job.side !== "whole") return [];
    const timed = answer.results?.some(
      ({ impl, medianUs = 0 }) => impl === answer.default && medianUs > 0,
    );
    if (answer.default === undefined || !timed) return [];
    return [[positionOf(answer.default), job.size.tokens]];
  });
}
