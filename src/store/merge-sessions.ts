import type { Profile } from "../generated/profile.ts";
import type { Session } from "../generated/session.ts";
import type { Bias } from "./session-bias.ts";
import type { SessionFile } from "./session-file.ts";

type HoldOut = NonNullable<Profile["holdOut"]>;

/**
 * Provenance of the first session. Where there are several, spreads are those of the worst, and no
 * smaller than what the correction between the sessions leaves: so it enters what a gain must exceed.
 *
 * @param origins of the kernels, with the error of those interpolated, and the share of a layer's time
 */
export function mergedProvenance(
  files: readonly SessionFile[],
  origins: readonly { bias?: Bias; error?: number; share: number }[],
): Profile["provenance"] {
  const [first, ...others] = files.map((file) => file.session.provenance);
  if (first === undefined) throw new Error("a profile without a session");
  const provenance = withoutSessionFacts(first);
  const left = origins.reduce(
    (sum, { bias, error = 0, share }) => sum + share * ((bias?.left ?? 0) + error),
    0,
  );
  if (others.length === 0 && left === 0) return provenance;
  const all = [first, ...others];
  const worst = (key: "medianSpread" | "p95Spread") =>
    Math.max(...all.map((each) => each[key] ?? 0));
  const fromIdle = all.some(({ pairStart }) => pairStart === "idle");
  return {
    ...provenance,
    medianSpread: worst("medianSpread"),
    p95Spread: Math.max(worst("p95Spread"), left),
    ...(fromIdle && { pairStart: "idle" as const }),
    notes: [
      ...new Set([
        ...all.flatMap(({ notes = [] }) => notes),
        `Composed of the sessions ${files.map((file) => file.session.id).join(", ")}.`,
      ]),
    ],
  };
}

/** A profile in memory has no place for them. */
function withoutSessionFacts({
  grid: _,
  clocks: __,
  revisions: ___,
  temperatureC: ____,
  ...provenance
}: Session["provenance"]): Profile["provenance"] {
  return provenance;
}

/** Of each thing that was held out, the errors of the session that was farthest off. */
export function mergedHoldOut(files: readonly SessionFile[]): HoldOut {
  const merged = new Map<string, HoldOut[number]>();
  for (const entry of files.flatMap(({ session }) => session.holdOut ?? [])) {
    const known = merged.get(entry.what);
    merged.set(entry.what, known === undefined ? entry : worseOf(known, entry));
  }
  return [...merged.values()];
}

function worseOf(a: HoldOut[number], b: HoldOut[number]): HoldOut[number] {
  const worst = b.worst > a.worst ? b : a;
  return {
    what: a.what,
    points: a.points + b.points,
    median: Math.max(a.median, b.median),
    worst: worst.worst,
    worstAt: worst.worstAt,
  };
}
