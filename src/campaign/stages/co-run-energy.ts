import { DEFAULT_MECHANISM, type Split } from "../../cost/table/split.ts";
import type { Mechanism } from "../../generated/profile.ts";
import type { Campaign } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { coRunSize, coRunTokens } from "../jobs/grids.ts";
import type { Job } from "../jobs/job.ts";
import { screeningSplit } from "./co-run.ts";
import { type Indexed, namesFor, partners, placeOf, present, splitsFor } from "./stage.ts";

/**
 * Groups beside which plans run decode attention at the power cap, as shares of the SMs. The first
 * list is for the product that takes most of a layer's energy. The second is for the next product,
 * and tells what hangs on the product.
 */
const GROUP_SHARES = {
  full: [
    { shares: [0.91, 0.85, 0.79, 0.7], mechanisms: ["green-context", "cta-limit"] },
    { shares: [0.85, 0.79], mechanisms: ["green-context"] },
  ],
  quick: [
    { shares: [0.85, 0.79, 0.73], mechanisms: ["green-context", "cta-limit"] },
    { shares: [0.79], mechanisms: ["green-context"] },
  ],
} as const;
/**
 * Seconds, in quick campaigns too: under the power cap the clock swings with a period of 0.8 s, and what
 * company saves is a small difference of large figures.
 */
const LENGTHS = { settleSeconds: 0.7, seconds: 1.7 };

/**
 * Decode attention beside the products that take most of a layer's energy, both back to back until
 * the power cap has settled. Nothing measured alone tells what attention takes there.
 */
export function sustainedPairs(campaign: Campaign, findings: Findings): Job[] {
  const [tokens] = coRunTokens(campaign);
  const partner = partners(campaign).find(({ role }) => role === "decode");
  if (tokens === undefined || partner === undefined) return [];
  const products = heaviestFirst(present(campaign).filter(({ role }) => role === "gemm"));
  const places = GROUP_SHARES[campaign.quick ? "quick" : "full"];
  return places.flatMap(({ shares, mechanisms }, rank) => {
    const product = products[rank];
    if (product === undefined) return [];
    return chosenSplits(campaign, partner, shares, mechanisms).flatMap((split) =>
      sustainedPair(campaign, findings, product, partner, split, tokens),
    );
  });
}

function sustainedPair(
  campaign: Campaign,
  findings: Findings,
  product: Indexed,
  partner: Indexed,
  split: Split,
  tokens: number,
): Job[] {
  const screened = screeningSplit(campaign, split.mechanism) ?? split;
  const size = coRunSize(campaign, product, tokens);
  const name =
    findings.bestCoRunning(product.index, partner.index, split, size) ??
    findings.rankCoRunning(product.index, screened)[0] ??
    findings.best(product.index, size, placeOf(product, split));
  const [partnerName] = namesFor(campaign, findings, partner, placeOf(partner, split));
  if (name === undefined || partnerName === undefined) return [];
  const a = { kernel: product.index, implementation: name, size };
  const partnerSize = coRunSize(campaign, partner, tokens);
  const b = { kernel: partner.index, implementation: partnerName, size: partnerSize };
  return [{ type: "sustained-pair", split, a, b, ...LENGTHS, visit: 1 }];
}

/** By the work that they have for each token of the batch. */
function heaviestFirst(products: readonly Indexed[]): Indexed[] {
  const work = ({ kernel: { shape }, rowsPerToken }: Indexed) =>
    rowsPerToken * (shape.n ?? 1) * (shape.k ?? 1) * (shape.topk ?? 1);
  return products.toSorted((a, b) => work(b) - work(a));
}

/** Of some mechanisms the splits nearest to some shares of the SMs. */
function chosenSplits(
  campaign: Campaign,
  partner: Indexed,
  shares: readonly number[],
  mechanisms: readonly Mechanism[],
): Split[] {
  const all = splitsFor(campaign, partner);
  const distance = ({ groupSms }: Split, share: number) =>
    Math.abs(groupSms - share * campaign.smCount);
  const nearest = mechanisms.flatMap((mechanism) => {
    const alike = all.filter((split) => (split.mechanism ?? DEFAULT_MECHANISM) === mechanism);
    return shares.flatMap(
      (share) => alike.toSorted((a, b) => distance(a, share) - distance(b, share))[0] ?? [],
    );
  });
  return [...new Set(nearest)];
}
