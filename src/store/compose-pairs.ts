import { DEFAULT_MECHANISM, type Split } from "../cost/table/split.ts";
import type { SourcePosition } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { Found } from "./find-kernel.ts";
import type { SessionFile } from "./session-file.ts";
import { transferredRows } from "./transferred-power.ts";

type Kernel = Profile["kernels"][number];
type Pair = Profile["pairs"][number];

/** A pair of the kernels of a profile, and where it lies. */
export interface ChosenPair {
  file: SessionFile;
  /** In the session's list of pairs. */
  position: number;
  /** Of the kernels, in the profile's list. */
  group: number;
  remainder: number;
}

/**
 * Pairs of the kernels of a profile, each from the first session that has it, by the lists of the
 * sessions alone.
 *
 * @param found where the kernels come from
 */
export function choosePairs(
  files: readonly SessionFile[],
  found: readonly Found[],
): readonly ChosenPair[] {
  const places = new Map(found.map(({ name }, at) => [name, at]));
  const chosen = new Map<string, ChosenPair>();
  for (const file of files) {
    for (const [position, listed] of file.session.pairs.entries()) {
      const group = placeOf(file, listed.group, places);
      const remainder = placeOf(file, listed.remainder, places);
      if (group === undefined || remainder === undefined) continue;
      const key = `${group} ${remainder} ${listed.mechanism ?? DEFAULT_MECHANISM}`;
      if (chosen.has(key) || !isBelieved(file, listed.mechanism, files)) continue;
      chosen.set(key, { file, position, group, remainder });
    }
  }
  return [...chosen.values()];
}

/** Where a pair stands. */
export function pairPlace({ file, position }: ChosenPair): SourcePosition {
  return { path: file.path, line: file.session.kernels.length + position + 2 };
}

/**
 * What was measured of chosen pairs. Slowdowns are ratios and hold beside kernels of other sessions
 * too. Powers of pairs at the cap become those that kernels of other sessions would have had
 * (`transferred-power.ts`).
 *
 * @param found where the kernels come from, in the order of `kernels`
 * @param idleW of the first session, by which all energies go
 */
export function composedPairs(
  chosen: readonly ChosenPair[],
  found: readonly Found[],
  kernels: readonly Kernel[],
  splits: readonly Split[],
  idleW: number,
): Pair[] {
  return chosen.map(({ file, position, group, remainder }) => {
    const pair = { ...file.pair(position), group, remainder };
    const isOwn = [group, remainder].every((place) => found[place]?.file === file);
    const fitted = isOwn
      ? pair
      : fittedPair(pair, ownKernels(file, file.pair(position)), kernels, {
          from: file.session.power.idleW,
          to: idleW,
        });
    return onKnownSplits(fitted, file, splits);
  });
}

function placeOf(
  { session }: SessionFile,
  position: number,
  places: ReadonlyMap<string, number>,
): number | undefined {
  return places.get(session.kernels[position]?.name ?? "");
}

/** Pairs under a CTA limit that did not begin on an idle GPU tell nothing (`co-run-table.ts`). */
export function isBelieved(
  { session }: SessionFile,
  mechanism: Pair["mechanism"],
  files: readonly SessionFile[],
): boolean {
  const fromIdle = (file: SessionFile) => file.session.provenance.pairStart === "idle";
  if (mechanism !== "cta-limit" || session.source !== "measured") return true;
  return session.provenance.pairStart === "idle" || !files.some(fromIdle);
}

/** The kernels of a pair as its own session measured them, that of the group first. */
function ownKernels(file: SessionFile, { group, remainder }: Pair): readonly [Kernel, Kernel] {
  return [file.kernel(group), file.kernel(remainder)];
}

/** Rows by the implementations of the kernels that the profile has; others are none of them. */
function fittedPair(
  { sustained = [], ...pair }: Pair,
  own: readonly [Kernel, Kernel],
  kernels: readonly Kernel[],
  idleW: { from: number; to: number },
): Pair {
  const [group, remainder] = [kernels[pair.group], kernels[pair.remainder]];
  if (group === undefined || remainder === undefined) return pair;
  const placeIn = (kernel: Kernel, name: string | undefined) =>
    kernel.implementations.indexOf(name ?? "");
  const placed = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
    rows
      .map((row) => {
        const first = placeIn(group, own[0].implementations[Number(row[1])]);
        const second = placeIn(remainder, own[1].implementations[Number(row[4])]);
        return row.map((value, at) => (at === 1 ? first : at === 4 ? second : value));
      })
      .filter((row) => Number(row[1]) >= 0 && Number(row[4]) >= 0) as unknown as Row[];
  const atCap = transferredRows(
    placed(sustained),
    { group: own[0], remainder: own[1], idleW: idleW.from },
    { group, remainder, idleW: idleW.to },
  );
  return {
    ...pair,
    rows: placed(pair.rows),
    ...(pair.heldOut !== undefined && { heldOut: placed(pair.heldOut) }),
    ...(atCap.length > 0 && { sustained: atCap }),
  };
}

/** Without rows on splits that the profile does not have just so. */
export function onKnownSplits(
  pair: Pair,
  { session }: SessionFile,
  splits: readonly Split[],
): Pair {
  const mechanismOf = (split: Pick<Split, "mechanism">) => split.mechanism ?? DEFAULT_MECHANISM;
  const isKnown = ([groupSms]: readonly number[]) => {
    const alike = (split: Split) =>
      split.groupSms === groupSms && mechanismOf(split) === mechanismOf(pair);
    const remainderSms = session.splits.find(alike)?.remainderSms;
    return splits.some((split) => alike(split) && split.remainderSms === remainderSms);
  };
  const { rows, heldOut, sustained } = pair;
  return {
    ...pair,
    rows: rows.filter(isKnown),
    ...(heldOut !== undefined && { heldOut: heldOut.filter(isKnown) }),
    ...(sustained !== undefined && { sustained: sustained.filter(isKnown) }),
  };
}
