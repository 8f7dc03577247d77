import type { Plan } from "../generated/plan.ts";

/** How far apart two figures may be that both are rounded, as a share. */
const ROUNDING = 1e-4;
/** Figures below 10 have four digits: their last may fall either way. */
const ROUNDING_OF_SMALL = 1e-3;
const SMALL = 10;

/** How it was searched. How far, and what that proved, may change from one build to the next. */
const FIXED = ["solver", "method", "seed"] as const;
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
