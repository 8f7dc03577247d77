import { DEFAULT_MECHANISM, type Split } from "../cost/table/split.ts";
import type { SourcePosition } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import { type Found, firstWith } from "./find-kernel.ts";
import type { SessionFile } from "./session-file.ts";

type Kernel = Profile["kernels"][number];
type Pair = Profile["pairs"][number];

export interface ComposedPairs {
  pairs: Pair[];
  /** Where each of them stands. */
  origins: SourcePosition[];
  /** Sessions that gave any. */
  files: ReadonlySet<SessionFile>;
}

/**
 * Pairs of the kernels of a profile, each from the first session that has it. Slowdowns are ratios
 * and hold beside kernels of other sessions too. Powers are not, so pairs at the cap count only
 * beside kernels of their own session.
 *
 * @param found where the kernels come from, in the order of `kernels`
 */
export function composedPairs(
  files: readonly SessionFile[],
  found: readonly Found[],
  kernels: readonly Kernel[],
  splits: readonly Split[],
): ComposedPairs {
  const places = new Map(found.map(({ name }, at) => [name, at]));
  const pairs = new Map<string, Pair>();
  const origins: SourcePosition[] = [];
  const giving = new Set<SessionFile>();
  for (const file of files.filter((each) => each.session.pairs.length > 0)) {
    for (const [position, listed] of file.session.pairs.entries()) {
      const group = placeOf(file, listed.group, places);
      const remainder = placeOf(file, listed.remainder, places);
      if (group === undefined || remainder === undefined) continue;
      const key = `${group} ${remainder} ${listed.mechanism ?? DEFAULT_MECHANISM}`;
      if (pairs.has(key) || !isBelieved(file, listed.mechanism, files)) continue;
      const own = {
        group: found[group]?.file === file,
        remainder: found[remainder]?.file === file,
      };
      const pair = { ...file.pair(position), group, remainder };
      const fitted =
        own.group && own.remainder
          ? pair
          : fittedPair(pair, implementationsOf(file, pair, found), kernels);
      const known = onKnownSplits(fitted, file, splits);
      pairs.set(key, known);
      origins.push({ path: file.path, line: file.session.kernels.length + position + 2 });
      giving.add(file);
    }
  }
  return { pairs: [...pairs.values()], origins, files: giving };
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

type BothImplementations = readonly [group: readonly string[], remainder: readonly string[]];

/** What the implementations of a pair's rows stand for in its own session. */
function implementationsOf(
  file: SessionFile,
  { group, remainder }: Pair,
  found: readonly Found[],
): BothImplementations {
  const [a, b] = [group, remainder].map((place) => {
    const own = firstWith([file], found[place]?.name ?? "");
    return own === undefined ? [] : file.kernel(own.position).implementations;
  });
  return [a ?? [], b ?? []];
}

/** Rows by the implementations of the kernels that the profile has; others are none of them. */
function fittedPair(
  { sustained: _, ...pair }: Pair,
  [ofGroup, ofRemainder]: BothImplementations,
  kernels: readonly Kernel[],
): Pair {
  const placeIn = (kernel: number, name: string | undefined) =>
    kernels[kernel]?.implementations.indexOf(name ?? "") ?? -1;
  const fitted = (rows: Pair["rows"]) =>
    rows
      .map((row): typeof row => {
        const [sms, a, tokensA, contextA, b, ...rest] = row;
        const first = placeIn(pair.group, ofGroup[a]);
        return [sms, first, tokensA, contextA, placeIn(pair.remainder, ofRemainder[b]), ...rest];
      })
      .filter((row) => row[1] >= 0 && row[4] >= 0);
  return {
    ...pair,
    rows: fitted(pair.rows),
    ...(pair.heldOut !== undefined && { heldOut: fitted(pair.heldOut) }),
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
