import type { Plan } from "../generated/plan.ts";
import { DEFAULT_SPACE, describeSpace } from "../search/space/space.ts";
import { formatPercent } from "../text/units.ts";
import { certificateWords } from "../verify/certificate.ts";
import { type Claim, COMMAND, isSearched, noted, saying, wrong } from "./command-claims.ts";
import { DEFAULT_NODE_LIMIT, EFFORT_DEFAULTS, type SearchOptions } from "./search-options.ts";

const CERTIFICATE = ["search", "certificate"] as const;
/** Percentages have two digits after the point, and gaps closer than a hundredth of a percent are one. */
const SLACK = 2e-4;
/** Speed-ups have four digits. */
const SPEEDUP_DIGIT = 1e-3;
/** A gap below this, 0.01%, counts as none: no search goes on for it. */
const FINEST = 1e-4;

const BEST_IS_OPTIMAL = "(the best schedule found: optimal,";
const FINER = "all operations cut alike, or ";

/** What a certificate must say when the command of its plan asks for so many nano-batches. */
export function partsClaims(plan: Plan, { parts }: SearchOptions): Claim[] {
  const asked = parts ?? EFFORT_DEFAULTS.parts;
  const { length } = plan.nanoBatches;
  if (length > asked) {
    const message = `the plan has ${length} nano-batches, but the command ${saying("--parts", parts, asked)}`;
    return [wrong(["nanoBatches"], message)];
  }
  const words = wordsOf(plan);
  if (words === undefined) return [];
  const covered = Number(words.parts ?? 1);
  if (covered === asked) return [];
  const message = `the certificate covers up to ${covered} nano-batches, but the command ${saying("--parts", parts, asked)}`;
  return [wrong(CERTIFICATE, message)];
}

/** The same for how operations are cut. */
export function splitsClaims(plan: Plan, { splits }: SearchOptions): Claim[] {
  if (wordsOf(plan) === undefined) return [];
  const asked = splits ?? EFFORT_DEFAULTS.splits;
  const covered = plan.search.certificate.includes(FINER) ? "per-operation" : "aligned";
  if (covered === asked) return [];
  const message = `the certificate covers splits ${covered}, but the command ${saying("--splits", splits, asked)}`;
  return [wrong(CERTIFICATE, message)];
}

/** The same for the number of dense batches. */
export function batchesClaims(plan: Plan, { batch, batches }: SearchOptions): Claim[] {
  const words = wordsOf(plan);
  if (words === undefined) return [];
  const covered = Number(words.batches ?? 1);
  const asked = batch === undefined ? (batches ?? EFFORT_DEFAULTS.batches) : 1;
  if (covered <= asked) return [];
  const why =
    batch === undefined
      ? saying("--batches", batches, asked)
      : `says --batch ${batch}, which is one`;
  return [
    wrong(CERTIFICATE, `the certificate covers ${covered} dense batches, but the command ${why}`),
  ];
}

/** What no option changes: where batches are cut, and how decode tokens are dealt. */
export function otherSpaceClaims(plan: Plan, options: SearchOptions): Claim[] {
  const words = wordsOf(plan);
  if (words === undefined) return [];
  if ([...partsClaims(plan, options), ...splitsClaims(plan, options)].length > 0) return [];
  const { parts = EFFORT_DEFAULTS.parts, splits = EFFORT_DEFAULTS.splits } = options;
  const space = describeSpace({ ...DEFAULT_SPACE, parts, splits });
  if (plan.search.certificate.includes(`(${space})`)) return [];
  const { cutTokens } = DEFAULT_SPACE;
  const message =
    Number(words.cut) === cutTokens
      ? `the certificate is not of the space that the command searches: ${space}`
      : `the certificate covers cuts at multiples of ${words.cut} tokens, but the command searches those of ${cutTokens}`;
  return [wrong(CERTIFICATE, message)];
}

/** A search that went to the end has proven the gap that it was asked for. */
export function gapClaims(plan: Plan, { gap }: SearchOptions): Claim[] {
  const words = wordsOf(plan);
  const known = plan.predicted.gap;
  if (words?.end !== "searched to the end" || known === null) return [];
  const asked = gap ?? EFFORT_DEFAULTS.gap;
  const tolerance = Math.max(asked / 100, FINEST);
  // A structure is left alone when its bound is that near the best, so that the gap is over the bound.
  const proven = tolerance / (1 - tolerance);
  const best = words.best === undefined ? known : Number(words.best) / 100;
  if (plan.search.certificate.includes(BEST_IS_OPTIMAL)) return [];
  if (best <= proven + SLACK) return [];
  const message = `the certificate says that all was searched to a gap of ${formatPercent(best)}, but the command ${saying("--gap", gap, asked)}`;
  return [wrong(CERTIFICATE, message)];
}

/** What overlaps gains more than the command asks for, and what does not says so. */
export function minGainClaims({ kind, predicted, reason }: Plan, options: SearchOptions): Claim[] {
  const { minGain } = options;
  if (minGain === undefined) return [];
  if (kind === "sequential") {
    const isOwnMargin = reason?.includes("no more than ") && !reason.includes("% asked for");
    if (!isOwnMargin) return [];
    const message = `the reason weighs the gain against a margin, but the command says --min-gain ${minGain}`;
    return [wrong(["reason"], message)];
  }
  // The sequential plan that was to beat may be of another batch, and then is the better one.
  const gain = predicted.speedup - 1;
  if (gain + SPEEDUP_DIGIT > minGain / 100) return [];
  const message = `the plan gains ${formatPercent(gain)}, but the command says --min-gain ${minGain}`;
  return [wrong(["predicted", "speedup"], message)];
}

/** A search takes no more nodes than its command allows. */
export function nodeLimitClaims(plan: Plan, { nodeLimit }: SearchOptions): Claim[] {
  const { method, nodes } = plan.search;
  const limit = nodeLimit ?? DEFAULT_NODE_LIMIT[method];
  if (nodes > limit) {
    const message = `search.nodes is ${nodes}, but the command ${saying("--node-limit", nodeLimit, limit)}`;
    // An integer program may end a few nodes late.
    const claim = method === "ilp" ? noted : wrong;
    return [claim(["search", "nodes"], message)];
  }
  const isCut = wordsOf(plan)?.end === "the node limit ended the search early";
  if (!isCut || method !== "branch" || nodes === limit) return [];
  const message = `the node limit is said to have ended the search at ${nodes} nodes, but the command ${saying("--node-limit", nodeLimit, limit)}`;
  return [noted(CERTIFICATE, message)];
}

/** Plans do not state how long they were searched. */
export function timeLimitClaims(plan: Plan, { timeLimit }: SearchOptions): Claim[] {
  const isCut = wordsOf(plan)?.end === "the time limit ended the search early";
  if (timeLimit === undefined) {
    const message =
      "the certificate says that the time limit ended the search, but the command has no --time-limit";
    return isCut ? [wrong(CERTIFICATE, message)] : [];
  }
  if (isCut || !isSearched(plan)) return [];
  const message = `the plan does not say how long it was searched: --time-limit ${timeLimit} was not checked`;
  return [noted(COMMAND, message)];
}

function wordsOf(plan: Plan): ReturnType<typeof certificateWords> {
  return isSearched(plan) ? certificateWords(plan.search.certificate) : undefined;
}
