import type { Size } from "../../cost/curve/interpolate.ts";
import type { Campaign, CampaignKernel } from "./campaign.ts";
import { plain, within } from "./grids.ts";

/** No multiples of 128, nor of one another; the middle of the range first. */
const HELD_OUT_TOKENS = [1000, 450, 1350, 700, 200, 1800];
const HELD_OUT_CONTEXTS = [700, 0, 300, 1500];
const HELD_OUT_DECODE: readonly (readonly [requests: number, context: number])[] = [
  [300, 700],
  [100, 1500],
  [450, 900],
  [180, 1300],
  [600, 400],
  [48, 3000],
];
/** Of lean campaigns, which measure attention at long contexts too. */
const HELD_OUT_LONG = {
  decode: { tokens: 12, context: 50_000 },
  prefill: { tokens: 450, context: 40_000 },
} as const;

/** Sizes between those of the grids, for points that the model never sees. */
export function heldOutSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  const count = campaign.quick ? 3 : HELD_OUT_TOKENS.length;
  const tokens = within(campaign, HELD_OUT_TOKENS).slice(0, count);
  switch (kernel.role) {
    case "decode":
      return [...heldOutDecode(campaign).slice(0, count), ...heldOutLong(campaign, "decode")];
    case "prefill": {
      const near = tokens.map((each, index) => ({
        tokens: each,
        context: HELD_OUT_CONTEXTS[index % HELD_OUT_CONTEXTS.length] ?? 0,
      }));
      return [...near, ...heldOutLong(campaign, "prefill")];
    }
    default:
      return tokens.map((each) => plain(each * kernel.rowsPerToken));
  }
}

function heldOutDecode({ maxTokens, maxKvTokens }: Campaign): Size[] {
  return HELD_OUT_DECODE.filter(
    ([requests, context]) => requests <= maxTokens && requests * context <= maxKvTokens,
  ).map(([tokens, context]) => ({ tokens, context }));
}

function heldOutLong({ lean, maxKvTokens }: Campaign, role: "decode" | "prefill"): Size[] {
  const size = HELD_OUT_LONG[role];
  const sequences = role === "decode" ? size.tokens : 1;
  return lean && sequences * size.context <= maxKvTokens ? [size] : [];
}

/** Token counts of pairs that the model never sees. */
export function heldOutCoRunTokens(campaign: Campaign): number[] {
  return within(campaign, campaign.quick ? [768] : [768, 1536]);
}

/** Token counts of the layers whose energy is held out from the model. */
export function mixSizes(campaign: Campaign): number[] {
  return within(campaign, campaign.quick ? [768] : [768, 1536]);
}
