import { kernelKey, withoutAdditions } from "../cost/table/kernel-key.ts";
import { partitionKey, partitionOf } from "../cost/table/split.ts";
import { PlannerError, type SourcePosition } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { choosePairs, composedPairs, pairPlace } from "./compose-pairs.ts";
import { type Found, findKernel } from "./find-kernel.ts";
import { kernelName } from "./kernel-name.ts";
import { changesSince, type KernelChange } from "./kernel-revisions.ts";
import { layerShares } from "./layer-shares.ts";
import { mergedHoldOut, mergedProvenance } from "./merge-sessions.ts";
import { scaledKernel } from "./scaled-kernel.ts";
import { type Bias, biasBetween, corrected } from "./session-bias.ts";
import type { SessionFile } from "./session-file.ts";
import { chooseStandIns, type StandInPair, standInPairs } from "./stand-in-pairs.ts";

type Kernel = Profile["kernels"][number];

/** What a profile is to answer for. */
export interface Wanted {
  tensorParallel: number;
  kernels: readonly KernelUse[];
}

/** Where a kernel of a profile comes from. */
export interface KernelOrigin {
  kernel: string;
  session: string;
  /** What made its figures comparable to those of the first session, of which it is not. */
  bias?: Bias;
}

/** A kernel that nobody measured, and the measured one that its figures are interpolated from. */
export interface InterpolatedKernel extends KernelOrigin {
  from: string;
  /** How far its times may be off for it. */
  error: number;
}

/** A kernel that now takes other times than its session says. */
export interface OutdatedKernel {
  kernel: string;
  session: string;
  changes: readonly KernelChange[];
}

/** Between which temperatures of the chip a session was measured. */
export interface SessionTemperature {
  session: string;
  lowestC: number;
  highestC: number;
}

/** What a profile is made of. */
export interface Composition {
  /** Sessions that gave anything, in the order in which they were asked. */
  sessions: readonly string[];
  /** Of the sessions that logged them. */
  temperatures: readonly SessionTemperature[];
  measured: readonly KernelOrigin[];
  /** Kernels that no session has, by others of their kind. */
  interpolated: readonly InterpolatedKernel[];
  /** Kernels that changed since they were measured. */
  outdated: readonly OutdatedKernel[];
  /** Kernels that no session has, and none stands in for. */
  missing: readonly string[];
  /** Two kernels that were never measured together, and so never run side by side. */
  missingPairs: readonly string[];
  /** Pairs that other pairs stand in for, with how far slowdowns may be off. */
  standInPairs: readonly StandInPair[];
}

export interface Composed {
  profile: Profile;
  composition: Composition;
  /** Where in the store a value of the profile stands, by its path of keys. */
  positionOf(keys: readonly (string | number)[]): SourcePosition;
}

/**
 * A profile from the sessions of one GPU. Each kernel comes whole from the first session that has it;
 * those of other sessions than the first are corrected by the reference kernels of their kind. Each
 * pair comes from the first session that has it. The same sessions in the same order give the same
 * profile, whatever else they hold.
 *
 * @param ranked in the order in which they are asked: that of `rankSessions`, or that of a plan
 * @returns undefined when none has any of the kernels
 */
export function composeProfile(
  ranked: readonly SessionFile[],
  { tensorParallel, kernels }: Wanted,
): Composed | undefined {
  const uses = new Map(kernels.map((kernel) => [kernelName(kernel), kernel]));
  const found = [...uses.values()].flatMap((kernel) => findKernel(ranked, kernel) ?? []);
  const [base] = ranked.filter((file) => found.some((each) => each.file === file));
  if (base === undefined) return undefined;
  const given = ranked.filter(
    (file) => found.some((each) => each.file === file) || hasPairOf(file, uses),
  );
  const chosen = choosePairs(given, found);
  const borrowed = chooseStandIns(ranked, found, chosen);
  const giving = new Set([...found, ...chosen, ...borrowed].map(({ file }) => file));
  const used = ranked.filter((file) => giving.has(file));
  // Splits and corrections are those of the sessions in use alone, as a plan names no others.
  if (used.length < ranked.length) return composeProfile(used, { tensorParallel, kernels });
  const splits = commonSplits(given);
  const taken = found.map((each) => takenKernel(each, base, splits));
  const names = found.map(({ name }) => name);
  const composed = taken.map(({ kernel }) => kernel);
  const origins = taken.map(({ origin }) => origin);
  const { session } = base;
  const shares = layerShares(composed);
  const mixes = mixesOf(base, names, found);
  const holdOut = mergedHoldOut(used);
  const profile: Profile = {
    schema: "nanoflow-plan/profile/1",
    source: session.source,
    gpu: { ...session.gpu, count: tensorParallel },
    model: { ...session.model, tensorParallel },
    provenance: mergedProvenance(
      used,
      origins.map((origin, at) => ({ ...origin, share: shares[at] ?? 0 })),
    ),
    ceilings: {
      ...session.ceilings,
      networkBytesPerSecond:
        tensorParallel === 1
          ? null
          : (used.find((file) => file.session.ceilings.networkBytesPerSecond !== null)?.session
              .ceilings.networkBytesPerSecond ?? null),
    },
    power: session.power,
    splits,
    kernels: composed,
    pairs: [
      ...composedPairs(chosen, found, composed, splits, session.power.idleW),
      ...standInPairs(borrowed, composed, splits),
    ],
    ...(mixes.length > 0 && { mixes }),
    ...(holdOut.length > 0 && { holdOut }),
    leftOut: [...new Set(used.flatMap((file) => file.session.leftOut))],
  };
  return {
    profile,
    composition: {
      sessions: used.map((file) => file.session.id),
      temperatures: used.flatMap(temperatureOf),
      measured: origins.filter((origin) => !isInterpolated(origin)),
      interpolated: origins.filter(isInterpolated),
      outdated: found.flatMap(outdatedKernel),
      missing: [...uses.keys()].filter((name) => !names.includes(name)),
      missingPairs: missingPairs(profile),
      standInPairs: borrowed.map(({ standIn }) => standIn),
    },
    positionOf: ([list, at]) => {
      const [kernel, pair] = [found[Number(at)], chosen[Number(at)]];
      if (list === "kernels" && kernel !== undefined) return kernelPlace(kernel);
      return list === "pairs" && pair !== undefined
        ? pairPlace(pair)
        : { path: base.path, line: 1 };
    },
  };
}

/** The profile that one session makes by itself. */
export function composeWhole(file: SessionFile): Composed {
  const { kernels, model } = file.session;
  const composed = composeProfile([file], {
    tensorParallel: model.tensorParallel,
    kernels: onePerKey(kernels.map((_, position) => file.kernel(position))),
  });
  if (composed !== undefined) return composed;
  throw new PlannerError("E_INVALID_FILE", "the session has no kernel that plans can use", {
    position: { path: file.path, line: 1 },
    remedy: "Measure it again with `nanoflow-plan profile --model MODEL`.",
  });
}

/** Of kernels that differ by bias or norms alone the plain one, else the first. */
function onePerKey(kernels: readonly Kernel[]): Kernel[] {
  const chosen = new Map<string, Kernel>();
  for (const kernel of kernels) {
    const key = kernelKey(kernel);
    if (!chosen.has(key) || isWithoutAdditions(kernel)) chosen.set(key, kernel);
  }
  return kernels.filter((kernel) => chosen.get(kernelKey(kernel)) === kernel);
}

function isWithoutAdditions({ variant = {} }: Kernel): boolean {
  return !variant.bias && !variant.qkNorm;
}

function outdatedKernel({ name, kernel, file: { session } }: Found): OutdatedKernel[] {
  const changes = changesSince(kernel.kind, session.provenance);
  return changes.length === 0 ? [] : [{ kernel: name, session: session.id, changes }];
}

function temperatureOf({ session: { id, provenance } }: SessionFile): SessionTemperature[] {
  if (provenance.temperatureC === undefined) return [];
  const [lowestC, highestC] = provenance.temperatureC;
  return [{ session: id, lowestC, highestC }];
}

/** A session's kernels follow its first line. */
function kernelPlace({ file, position }: Found): SourcePosition {
  return { path: file.path, line: position + 2 };
}

function hasPairOf({ session }: SessionFile, uses: ReadonlyMap<string, unknown>): boolean {
  const wanted = session.kernels.map(({ name }) => uses.has(name));
  return session.pairs.some(({ group, remainder }) => wanted[group] && wanted[remainder]);
}

/** Those of the first session, and what the others add without taking a side twice. */
function commonSplits(files: readonly SessionFile[]): Profile["splits"] {
  const splits: Profile["splits"] = [];
  const sides = new Set<string>();
  for (const { session } of files) {
    for (const split of session.splits) {
      const own = (["group", "remainder"] as const).map((side) =>
        partitionKey(partitionOf(side, split, session.gpu.smCount)),
      );
      if (own.some((side) => sides.has(side))) continue;
      for (const side of own) sides.add(side);
      splits.push(split);
    }
  }
  return splits;
}

function takenKernel(
  found: Found,
  base: SessionFile,
  splits: Profile["splits"],
): { kernel: Kernel; origin: KernelOrigin | InterpolatedKernel } {
  const { kernel, origin } = comparableKernel(found, base, splits);
  const { standIn, plain } = found;
  if (standIn === undefined && plain === undefined) return { kernel, origin };
  const source = kernelName(standIn?.source ?? kernel);
  return {
    kernel: standIn === undefined ? kernel : scaledKernel(kernel, found.kernel, standIn.ratio),
    origin: { ...origin, from: source, error: standIn?.error ?? 0 },
  };
}

function isInterpolated(origin: KernelOrigin | InterpolatedKernel): origin is InterpolatedKernel {
  return "from" in origin;
}

/** A kernel as the first session would have measured it. */
function comparableKernel(
  { file, name, position }: Found,
  base: SessionFile,
  splits: Profile["splits"],
): { kernel: Kernel; origin: KernelOrigin } {
  const kernel = withoutAdditions(file.kernel(position));
  const { id } = file.session;
  if (file === base) return { kernel, origin: { kernel: name, session: id } };
  const bias = biasBetween(base, file, kernel.kind);
  const onKnownSides = (rows: Kernel["solo"]) =>
    rows.filter(([, partition]) => isKnown(partition, splits, base.session.gpu.smCount));
  const { solo, heldOut, ...rest } = corrected(kernel, bias, { from: file, to: base });
  const kept = {
    ...rest,
    solo: onKnownSides(solo),
    ...(heldOut !== undefined && { heldOut: onKnownSides(heldOut) }),
  };
  return { kernel: kept, origin: { kernel: name, session: id, bias } };
}

function isKnown(partition: string, splits: Profile["splits"], smCount: number): boolean {
  return (
    partition === "w" ||
    splits.some((split) =>
      (["group", "remainder"] as const).some(
        (side) => partitionKey(partitionOf(side, split, smCount)) === partition,
      ),
    )
  );
}

/** Mixes of the first session whose kernels are all here, and all of it. */
function mixesOf(
  base: SessionFile,
  names: readonly string[],
  found: readonly Found[],
): NonNullable<Profile["mixes"]> {
  const { kernels, mixes = [] } = base.session;
  const placeOf = (position: number) => {
    const at = names.indexOf(kernels[position]?.name ?? "");
    return found[at]?.file === base ? at : -1;
  };
  return mixes
    .filter(({ parts }) => parts.every(([position]) => placeOf(position) >= 0))
    .map((mix) => ({
      ...mix,
      parts: mix.parts.map((part): typeof part => [placeOf(part[0]), part[1], part[2], part[3]]),
    }));
}

/** Products and prefill attention beside what they could hide. */
function missingPairs({ kernels, pairs }: Profile): string[] {
  const vocabulary = kernels.find(({ kind }) => kind === "embedding")?.shape.vocab;
  const hosts = kernels.filter(
    ({ kind, shape }) =>
      ["gemm", "grouped_gemm", "prefill_attention"].includes(kind) && shape.n !== vocabulary,
  );
  const guests = kernels.filter(({ kind }) =>
    ["decode_attention", "all_reduce", "all_reduce_norm"].includes(kind),
  );
  const known = new Set(pairs.map(({ group, remainder }) => `${group} ${remainder}`));
  return hosts.flatMap((host) =>
    guests
      .filter((guest) => !known.has(`${kernels.indexOf(host)} ${kernels.indexOf(guest)}`))
      .map((guest) => `${kernelKey(host)} beside ${kernelKey(guest)}`),
  );
}
