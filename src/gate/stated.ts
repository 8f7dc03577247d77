import { isDeepStrictEqual } from "node:util";
import type { Plan } from "../generated/plan.ts";

/** How far apart two figures may be that both are rounded, as a share. */
const ROUNDING = 1e-4;
/** Figures below 10 have four digits: their last may fall either way. */
const ROUNDING_OF_SMALL = 1e-3;
const SMALL = 10;

/** How it was searched. How far, and what that proved, may change from one build to the next. */
const FIXED = ["solver", "method", "seed"] as const;
/** How far it was searched. */
const COUNTS = ["structures", "structuresSearched", "nodes"] as const;
/** Judged as a proof of its own. */
const PROOF: readonly string[] = ["lowerBoundUs", "gap"];

/**
 * What a plan states otherwise than its search makes it, one sentence each. Nothing is compared of
 * plans of two dense batches. Where the search finds another period, the period is judged, and only
 * the sequential plan of that batch must still be the one that it was.
 */
export function statedOtherwise(plan: Plan, remade: Plan): string[] {
  if (plan.workload.denseBatchTokens !== remade.workload.denseBatchTokens) return [];
  return pairsOf(plan, remade)
    .filter(([, stated, made]) => !isSame(stated, made))
    .map(
      ([key, stated, made]) =>
        `it states ${key} ${told(stated)}, but its search makes it ${told(made)}`,
    );
}

/** What a plan says otherwise than its search, though that may be right. */
export interface Differences {
  /** With as many nodes, period and gap: nothing explains them but an edit, or two plans as good. */
  unexplained: string[];
  /** The search went otherwise, as that of another build may. */
  explained: string[];
}

/**
 * What a plan states otherwise than its search makes it where both are as good. Another build may
 * search in another order, find another plan of the same period, and word what it proved otherwise.
 * So nothing here makes a plan wrong; but where the search went as far, someone should look.
 */
export function differencesOf(plan: Plan, remade: Plan): Differences {
  const { predicted, search } = plan;
  const isSamePlace =
    plan.workload.denseBatchTokens === remade.workload.denseBatchTokens &&
    isSame(predicted.periodUs, remade.predicted.periodUs);
  if (!isSamePlace) return { unexplained: [], explained: [] };
  const effort: Pair[] = [
    ...COUNTS.map((key): Pair => [`search.${key}`, search[key], remade.search[key]]).filter(
      ([, stated, made]) => stated !== made,
    ),
    ...[
      ["predicted.gap", predicted.gap, remade.predicted.gap] satisfies Pair,
      [
        "search.searchedLowerBoundUs",
        search.searchedLowerBoundUs,
        remade.search.searchedLowerBoundUs,
      ] satisfies Pair,
    ].filter(([, stated, made]) => !isSame(stated, made)),
  ];
  if (effort.length > 0) {
    const explained = effort.map(
      ([key, stated, made]) => `${key} ${told(stated)} -> ${told(made)}`,
    );
    return { unexplained: [], explained };
  }
  const texts: [key: string, stated: unknown, made: unknown][] = [
    ["search.certificate", search.certificate, remade.search.certificate],
    ["reason", plan.reason, remade.reason],
    ["profile.scaled", plan.profile.scaled, remade.profile.scaled],
    ["profile.standIns", plan.profile.standIns, remade.profile.standIns],
    ["nanoBatches", plan.nanoBatches, remade.nanoBatches],
    ["lanes", plan.lanes, remade.lanes],
    ["nanoOperations", placed(plan), placed(remade)],
  ];
  const unexplained = texts.filter(([, stated, made]) => !isDeepStrictEqual(stated, made));
  return { unexplained: unexplained.map(([key]) => key), explained: [] };
}

/** Times are held to the simulator, which rounds otherwise than a search. */
function placed({ nanoOperations }: Plan) {
  return nanoOperations.map(({ startUs: _, durationUs: __, ...operation }) => operation);
}

type Value = number | string | null | undefined;
type Pair = [key: string, stated: Value, made: Value];

function pairsOf(plan: Plan, remade: Plan): Pair[] {
  const predicted = (key: keyof Plan["predicted"]): Pair => [
    `predicted.${key}`,
    plan.predicted[key],
    remade.predicted[key],
  ];
  if (!isSame(plan.predicted.periodUs, remade.predicted.periodUs))
    return [predicted("sequentialUs")];
  const keys = Object.keys(remade.predicted) as (keyof Plan["predicted"])[];
  return [
    ["kind", plan.kind, remade.kind],
    ...keys.filter((key) => !PROOF.includes(key) && !isNewer(key, plan)).map(predicted),
    ...FIXED.map((key): Pair => [`search.${key}`, plan.search[key], remade.search[key]]),
  ];
}

/** Older plans state no promise. */
function isNewer(key: keyof Plan["predicted"], { predicted }: Plan): boolean {
  return key === "promisedSpeedup" && predicted[key] === undefined;
}

function isSame(one: Value, other: Value): boolean {
  if (typeof one !== "number" || typeof other !== "number") return one === other;
  const share = Math.abs(other) < SMALL ? ROUNDING_OF_SMALL : ROUNDING;
  return Math.abs(one - other) <= share * Math.abs(other);
}

function told(value: Value): string {
  if (value === undefined) return "as left out";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
