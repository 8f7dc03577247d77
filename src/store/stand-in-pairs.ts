import { isGemm } from "../cost/curve/interpolate.ts";
import type { KernelKind, Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { isBelieved, onKnownSplits } from "./compose-pairs.ts";
import type { Found } from "./find-kernel.ts";
import type { SessionFile } from "./session-file.ts";
import { kernelNamed } from "./stand-ins.ts";

type Kernel = Profile["kernels"][number];
type Pair = Profile["pairs"][number];

/** Two kernels that were never measured together, and the pair whose slowdowns are taken for theirs. */
export interface StandInPair {
  /** Such as `gemm k=... beside all_reduce hidden=...`. */
  pair: string;
  by: string;
  /** Positions of both among the kernels of the profile. */
  group: number;
  remainder: number;
  /** The kinds of both, as in `holdOut`. */
  what: string;
  /** How far a slowdown may be off. */
  error: number;
}

/** Such a pair, with where the one lies that stands in for it. */
export interface ChosenStandIn {
  standIn: StandInPair;
  file: SessionFile;
  /** In the session's list of pairs: one for each mechanism. */
  positions: readonly number[];
}

/** What runs beside others on a remainder. */
const GUESTS: readonly KernelKind[] = ["decode_attention", "all_reduce"];
const OF_THE_STEP: readonly KernelKind[] = ["embedding", "sampling", "all_reduce"];

/**
 * How far slowdowns of one pair are from those of another of the same kinds: the 90th percentile
 * where each pair of the H200's sessions of 2026-11 is told from the nearest other one
 * (docs/kernel-store.md).
 */
const ERROR = {
  memory: 0.2,
  network: 0.085,
  otherRanks: 0.115,
  memoryBesideNetwork: 0.48,
};

/**
 * Pairs for kernels that no session measured together, each with the slowdowns of the nearest pair
 * of the same kinds, by the lists of the sessions alone. Collectives of as many ranks come first;
 * others on as many CTAs stand in for them. What two kernels of one session lack, that session left
 * out for a reason: it stays missing.
 *
 * @param found where the kernels come from
 * @param measured pairs that some session has
 */
export function chooseStandIns(
  ranked: readonly SessionFile[],
  found: readonly Found[],
  measured: readonly Pick<Pair, "group" | "remainder">[],
): ChosenStandIn[] {
  const known = new Set(measured.map(({ group, remainder }) => `${group} ${remainder}`));
  const vocabulary = found.find(({ kernel }) => kernel.kind === "embedding")?.kernel.shape.vocab;
  const kernels = found.map(({ kernel }) => kernel);
  const chosen: ChosenStandIn[] = [];
  const stored = ranked.flatMap(storedPairs);
  for (const [group, host] of found.entries()) {
    const isHost =
      !OF_THE_STEP.includes(host.kernel.kind) &&
      host.kernel.shape.n !== vocabulary &&
      !isFinalNorm(host.kernel, kernels);
    for (const [remainder, guest] of isHost ? found.entries() : []) {
      if (!GUESTS.includes(guest.kernel.kind) || host.kernel.kind === guest.kernel.kind) continue;
      if (host.kernel.kind === "decode_attention" && guest.kernel.kind !== "all_reduce") continue;
      if (known.has(`${group} ${remainder}`) || leftOutOnPurpose(host, guest)) continue;
      const [nearest] = alikePairs(stored, host.kernel, guest.kernel, ranked);
      if (nearest === undefined) continue;
      const alike = stored.filter(
        ({ file, host: a, guest: b }) =>
          file === nearest.file && a === nearest.host && b === nearest.guest,
      );
      chosen.push({
        standIn: {
          ...{ pair: `${host.name} beside ${guest.name}`, group, remainder },
          by: `${nearest.host} beside ${nearest.guest}`,
          what: `${host.kernel.kind} beside ${guest.kernel.kind}`,
          error: errorOf(host.kernel, guest.kernel, kernelNamed(nearest.guest)),
        },
        file: nearest.file,
        positions: alike.map(({ position }) => position),
      });
    }
  }
  return chosen;
}

/** Rows of pairs that others stand in for. */
export function standInPairs(
  chosen: readonly ChosenStandIn[],
  kernels: readonly Kernel[],
  splits: Profile["splits"],
): Pair[] {
  return chosen.flatMap(({ standIn: { group, remainder }, file, positions }) =>
    positions.flatMap((position) => {
      const source = file.pair(position);
      const names = [source.group, source.remainder].map(
        (place) => file.kernel(place).implementations,
      );
      const rows = fittedRows(source.rows, names, [kernels[group], kernels[remainder]]);
      const pair = onKnownSplits({ ...source, group, remainder, rows }, file, splits);
      const { heldOut: _, sustained: __, ...bare } = pair;
      return bare.rows.length > 0 ? [bare] : [];
    }),
  );
}

/** Where the norms of layers give FP8, one that does not is behind the layers. */
function isFinalNorm({ kind, variant }: KernelUse, kernels: readonly KernelUse[]): boolean {
  return (
    kind === "rms_norm" &&
    variant?.output === undefined &&
    kernels.some((other) => other.kind === kind && other.variant?.output !== undefined)
  );
}

interface StoredPair {
  file: SessionFile;
  position: number;
  host: string;
  guest: string;
  mechanism: Pair["mechanism"];
}

function storedPairs(file: SessionFile): StoredPair[] {
  const { kernels, pairs } = file.session;
  return pairs.map(({ group, remainder, mechanism }, position) => ({
    ...{ file, position, mechanism },
    host: kernels[group]?.name ?? "",
    guest: kernels[remainder]?.name ?? "",
  }));
}

function leftOutOnPurpose(host: Found, guest: Found): boolean {
  return host.file === guest.file && host.standIn === undefined && guest.standIn === undefined;
}

/** Pairs of the same kinds, the nearest first. */
function alikePairs(
  stored: readonly StoredPair[],
  host: KernelUse,
  guest: KernelUse,
  ranked: readonly SessionFile[],
): StoredPair[] {
  return stored
    .filter(({ host: a, guest: b }) => kindOf(a) === host.kind && kindOf(b) === guest.kind)
    .filter(({ file, mechanism }) => isBelieved(file, mechanism, ranked))
    .map((pair) => {
      const [a, b] = [kernelNamed(pair.host), kernelNamed(pair.guest)];
      return {
        pair,
        otherRanks: Number(b.shape.ranks !== guest.shape.ranks),
        farness: farnessOf(host, a) + farnessOf(guest, b),
      };
    })
    .sort(
      (a, b) =>
        a.otherRanks - b.otherRanks ||
        a.farness - b.farness ||
        (nameOf(a.pair) < nameOf(b.pair) ? -1 : 1),
    )
    .map(({ pair }) => pair);
}

function kindOf(name: string): string {
  return name.split(" ")[0] ?? "";
}

function nameOf({ host, guest, file }: StoredPair): string {
  return `${host} ${guest} ${file.session.id}`;
}

/** How many times larger or smaller each size is, in logarithms. */
function farnessOf(a: KernelUse, b: KernelUse): number {
  return Object.keys(a.shape).reduce(
    (sum, key) => sum + Math.abs(Math.log((a.shape[key] ?? 1) / (b.shape[key] ?? 1))),
    0,
  );
}

function errorOf(host: KernelUse, guest: KernelUse, source: KernelUse): number {
  if (host.kind === "decode_attention") return ERROR.memoryBesideNetwork;
  if (guest.kind !== "all_reduce") return ERROR.memory;
  return guest.shape.ranks === source.shape.ranks ? ERROR.network : ERROR.otherRanks;
}

/**
 * Rows by the implementations of the kernels that stand for others. Of a product any implementation
 * may be another one there: its rows count for all, by the worst of them.
 */
function fittedRows(
  rows: Pair["rows"],
  names: readonly (readonly string[])[],
  [host, guest]: readonly (Kernel | undefined)[],
): Pair["rows"] {
  const worst = new Map<string, Pair["rows"][number]>();
  for (const row of rows) {
    const [sms, a, tokens, context, b, ...rest] = row;
    const [otherTokens, otherContext, own, other, samples] = rest;
    const placeIn = (kernel: Kernel | undefined, name: string | undefined) =>
      kernel?.implementations.indexOf(name ?? "") ?? -1;
    const second = placeIn(guest, names[1]?.[b]);
    const named = placeIn(host, names[0]?.[a]);
    const first = host !== undefined && isGemm(host.kind) ? 0 : Math.max(named, 0);
    if (second < 0) continue;
    const identity = [sms, first, tokens, context, second, otherTokens, otherContext] as const;
    const known = worst.get(identity.join(" "));
    worst.set(identity.join(" "), [
      ...identity,
      Math.max(own, known?.[7] ?? 0),
      Math.max(other, known?.[8] ?? 0),
      samples,
    ]);
  }
  return [...worst.values()];
}
