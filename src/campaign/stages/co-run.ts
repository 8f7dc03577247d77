import { DEFAULT_MECHANISM, type Split } from "../../cost/table/split.ts";
import type { Mechanism } from "../../generated/profile.ts";
import { type Campaign, suits } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { coarseToFine, coRunSize, coRunTokens, partSizes } from "../jobs/grids.ts";
import { type Job, type Place, WHOLE } from "../jobs/job.ts";
import {
  evenly,
  fastestOfFamilies,
  type Indexed,
  indexed,
  namesFor,
  partners,
  placeOf,
  present,
  solo,
  splitsFor,
  sweeps,
} from "./stage.ts";

/** GEMM implementations that compete co-running, and how many of them are kept. */
const SCREENED = 6;
const CO_RUN_FINALISTS = { usual: 2, lean: 1 };
/**
 * Split at which GEMMs compete co-running, as the group's share of the SMs. Under a CTA limit it is
 * many CTAs of the remainder that tell who needs SMs next to one another.
 */
const SCREENING_SHARE = { "green-context": 0.79, "cta-limit": 0.7 };
const SMALL_SPLITS = 4;
/** Sizes beside collectives, and splits of the second: there slowdowns hang on the split alone. */
const NETWORK_ROUNDS = 2;
const SECOND_SIZE_SPLITS = 3;
/** Decode attention is measured beside all sizes as it is beside nano-batches of so many tokens. */
const PARTNER_TOKENS = 1024;
/** Splits on which decode attention runs beside a collective, from the smallest remainder on. */
const DECODE_SPLITS = 3;

/**
 * The GEMM that is fastest alone can be the slowest co-running: try more than the fastest, and for
 * comparison what cuBLASLt would choose by itself.
 */
export function screening(campaign: Campaign, findings: Findings): Job[] {
  const [tokens] = coRunTokens(campaign);
  if (tokens === undefined) return [];
  const count = screenedCount(campaign);
  return (["green-context", "cta-limit"] as const).flatMap((mechanism) => {
    const split = screeningSplit(campaign, mechanism);
    const partner = split && partners(campaign).find((each) => suits(each, split, campaign));
    if (split === undefined || partner === undefined) return [];
    return indexed(campaign)
      .filter(({ role }) => role === "gemm")
      .flatMap((kernel) => {
        const place = placeOf(kernel, split);
        const fastest = findings.rankAlone(kernel.index, place);
        const others = challengers(campaign, findings, kernel, mechanism, tokens);
        const names = new Set([...others, ...fastest.slice(0, count)].filter(isNamed));
        return [...names].flatMap((name) => [
          ...(fastest.includes(name) ? [] : [solo(kernel, name, { tokens, context: 0 }, place)]),
          ...pairJobs(campaign, findings, kernel, name, partner, split, tokens),
        ]);
      });
  });
}

/** Of the fastest alone. */
function screenedCount({ quick, lean }: Campaign): number {
  if (lean) return 2;
  return quick ? SCREENED / 2 : SCREENED;
}

/** What may win co-running however slow it is alone. A lean campaign tries its own where few others can. */
function challengers(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  mechanism: Mechanism,
  tokens: number,
): (string | undefined)[] {
  const own = ownProducts(campaign, kernel);
  if (mechanism === "cta-limit") return [...own];
  return campaign.lean ? [] : [...own, findings.defaultOf(kernel.index, tokens, WHOLE)];
}

const isNamed = (name: string | undefined): name is string => name !== undefined;

/**
 * GEMMs of our own. They read weights once, and need no SMs next to one another, which a
 * remainder's CTAs do not leave free. So co-running they can beat any that is faster alone.
 */
function ownProducts(campaign: Campaign, kernel: Indexed): readonly string[] {
  return sweeps(kernel) ? (campaign.implementations[kernel.kernel.kind] ?? []) : [];
}

/** Compute beside memory and network, on the splits of both mechanisms. */
export function pairs(campaign: Campaign, findings: Findings): Job[] {
  const compute = present(campaign).filter(
    ({ lane, role }) => lane === "compute" && role !== "once",
  );
  const smallSplits = new Set([
    ...evenly(campaign.splits, campaign.quick ? 1 : SMALL_SPLITS),
    ...evenly(campaign.ctaLimits, campaign.quick ? 1 : 2),
  ]);
  const againAt = new Set(evenly(campaign.splits, SECOND_SIZE_SPLITS));
  return coRunTokens(campaign).flatMap((tokens, round) =>
    partners(campaign).flatMap((partner) =>
      splitsInOrder(campaign, partner).flatMap((split) =>
        compute.flatMap((kernel) => {
          const small = kernel.role === "small";
          if (small && (round > 0 || !smallSplits.has(split))) return [];
          const network = partner.role === "network";
          if (network && round > 0 && (round >= NETWORK_ROUNDS || !againAt.has(split))) return [];
          const finals = finalists(campaign, findings, kernel, split);
          const names =
            round === 0 ? finals : contenders(campaign, findings, kernel, split, tokens, finals);
          return names.flatMap((name) =>
            pairJobs(campaign, findings, kernel, name, partner, split, tokens),
          );
        }),
      ),
    ),
  );
}

/** Decode attention on the group beside a collective on the remainder: memory beside network. */
export function memoryBesideNetwork(campaign: Campaign, findings: Findings): Job[] {
  const all = partners(campaign);
  const network = all.filter(({ role }) => role === "network");
  const [tokens] = coRunTokens(campaign);
  if (tokens === undefined || network.length === 0) return [];
  return all
    .filter(({ role }) => role === "decode")
    .flatMap((decode) =>
      network.flatMap((partner) =>
        decodeSplits(campaign, partner).flatMap((split) => {
          const place: Place = { side: "group", split };
          const names = namesFor(campaign, findings, decode, place).slice(0, 1);
          const sizes = split.mechanism === "cta-limit" ? [] : partSizes(campaign, decode);
          return names.flatMap((name) => [
            ...sizes.map((size) => solo(decode, name, size, place)),
            ...pairJobs(campaign, findings, decode, name, partner, split, tokens),
          ]);
        }),
      ),
    );
}

/** Of a GEMM at one size: the fastest alone there, and the best when co-running. */
function contenders(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  split: Split,
  tokens: number,
  finals: readonly string[],
): string[] {
  const place = placeOf(kernel, split);
  const fastest = sweeps(kernel)
    ? findings.best(kernel.index, { tokens, context: 0 }, place)
    : undefined;
  const both = [...new Set([fastest ?? finals[0], finals[1] ?? finals[0]])].filter(isNamed);
  return campaign.lean ? both.slice(-1) : both;
}

/** Of a kernel on a group: its fastest alone there, and for GEMMs the best when co-running. */
export function finalists(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  split: Split,
): string[] {
  if (!sweeps(kernel)) return namesFor(campaign, findings, kernel).slice(0, 1);
  const count = CO_RUN_FINALISTS[campaign.lean ? "lean" : "usual"];
  const fastest = findings.rankAlone(kernel.index, placeOf(kernel, split));
  const screened = screeningSplit(campaign, split.mechanism) ?? split;
  const ranked = findings.rankCoRunning(kernel.index, screened);
  const chosen = ranked.length > 0 ? ranked : fastest.slice(1);
  return [...new Set([...fastest.slice(0, 1), ...chosen.slice(0, count)])];
}

/** Pairs of one implementation of a kernel with those of a partner that may co-run well. */
export function pairJobs(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  implementation: string,
  partner: Indexed,
  split: Split,
  tokens: number,
  partnerTokens = partner.role === "decode" ? PARTNER_TOKENS : tokens,
): Job[] {
  const a = { kernel: kernel.index, implementation, size: coRunSize(campaign, kernel, tokens) };
  const size = coRunSize(campaign, partner, partnerTokens);
  return partnerNames(campaign, findings, partner, split).map((name) => ({
    type: "pair",
    split,
    a,
    b: { kernel: partner.index, implementation: name, size },
  }));
}

/** The split of a mechanism at which GEMMs compete co-running. */
export function screeningSplit(
  { splits, ctaLimits, smCount }: Campaign,
  mechanism: Mechanism = DEFAULT_MECHANISM,
): Split | undefined {
  const distance = ({ groupSms }: Split) =>
    Math.abs(groupSms - SCREENING_SHARE[mechanism] * smCount);
  const all = mechanism === "cta-limit" ? ctaLimits : splits;
  const nearest = Math.min(...all.map(distance));
  return all.find((split) => distance(split) === nearest);
}

/** Of collectives the fastest of each family, since what moves bytes decides how it disturbs. */
function partnerNames(
  campaign: Campaign,
  findings: Findings,
  partner: Indexed,
  split: Split,
): string[] {
  const place: Place = { side: "remainder", split };
  if (partner.role !== "network") return namesFor(campaign, findings, partner, place);
  const few = fastestOfFamilies(campaign, findings, partner, place, MOST_CO_RUN_CTAS);
  return few.slice(0, campaign.quick ? 1 : undefined);
}

/** A collective with more CTAs than that takes SMs that it hardly uses. */
const MOST_CO_RUN_CTAS = 16;

function splitsInOrder(campaign: Campaign, partner: Indexed): Split[] {
  const all = splitsFor(campaign, partner);
  const limited = all.filter(({ mechanism }) => mechanism === "cta-limit");
  return [...coarseToFine(all.filter((split) => !limited.includes(split))), ...limited];
}

function decodeSplits(campaign: Campaign, network: Indexed): Split[] {
  const all = splitsFor(campaign, network);
  const contexts = all.filter(({ mechanism }) => mechanism !== "cta-limit");
  return [
    ...contexts.toSorted((a, b) => a.remainderSms - b.remainderSms).slice(0, DECODE_SPLITS),
    ...all.filter(({ mechanism }) => mechanism === "cta-limit"),
  ];
}
