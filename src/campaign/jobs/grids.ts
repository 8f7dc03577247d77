import { type Size, TILE_TOKENS } from "../../cost/curve/interpolate.ts";
import type { Campaign, CampaignKernel } from "./campaign.ts";

const REQUESTS = [
  ...[8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 224, 256],
  ...[320, 384, 512, 640, 768, 1024, 1536, 2048],
];
const COARSE_REQUESTS = [16, 32, 64, 128, 256, 512, 1024, 2048];
const LEAN_REQUESTS = [4, 16, 64, 128, 256, 512, 1024, 2048];
const DECODE_CONTEXTS = [256, 512, 1024, 2048, 4096];
const PART_CONTEXTS = [256, 1024, 2048];
/** Decode attention is affine in the KV tokens that it reads: few contexts show it. */
const LEAN_CONTEXTS = [512, 2048];
/** Few requests of long contexts fill the memory, so that each of them counts. */
const LONG_CONTEXTS = [16_384, 32_768, 131_072];
const LONG_REQUESTS = [1, 2, 4, 8, 16, 32, 64];
/** Prefill attention against long prefixes, chunks late in a long prompt; its tokens double too. */
const LONG_PREFIXES = {
  tokens: [128, 512, 1024, 1536, 2048],
  contexts: [16_384, 65_536, 131_072],
};
/** Where attention runs back to back at long contexts, for its energy. */
const LONG_SUSTAINED = {
  decode: { tokens: 16, context: 32_768 },
  prefill: { tokens: 1024, context: 32_768 },
} as const;
/** Tokens of a sequence that native-profiler deals prefill tokens to. */
const CHUNK_TOKENS = 512;
/**
 * Of products, beside the anchors, the most telling first. No multiple of a tile is left out: what was not
 * measured counts as the next larger size, 5% too long. A sequential plan that is charged so makes overlap
 * seem to gain. Beyond the largest, sizes are doubled.
 */
const LEAN_TOKENS = [2048, 1536, 1920, 1792, 768, 1280, 384, 1664, 1408, 1152, 896, 640];
/** Up to here a lean grid goes by equal steps. Beyond, it doubles: there are waves enough to hide one. */
const LEAN_STEPS_TOKENS = 2048;
/** Prefill attention runs in waves of query tiles, so every multiple of a small tile counts. */
const PREFILL_STEP = 64;
const PREFILL_CONTEXTS = [0, 256, 512, 1024, 2048];
const PREFILL_PART_CONTEXTS = [0, 1024];
/** Waves of blocks show in small operations too. */
const SMALL_STEP = 64;
/** The latency of a collective gives way to its bandwidth among the small sizes. */
const NETWORK_TOKENS = [64, 128, 192, 256, 320, 384, 448, 512, 640, 768, 896, 1024];
const NETWORK_STEP = 256;
const NETWORK_PART_TOKENS = [128, 192, 256, 512, 1024, 1536, 2048];
/**
 * Rows of a tile that are left empty: some products are a third slower with a nearly empty last
 * tile. Where the tile is one of few it matters more, so that it is measured at more sizes.
 */
const EMPTY_ROWS = { few: [32, 72, 112], many: [48, 112] };
/** Sizes up to which the last tile is one of few; tokens. */
const FEW_TILES = 4 * TILE_TOKENS;

/** A little more than fits the memory, since requests differ and the grid has to reach around. */
const KV_MARGIN = 1.5;
/** Typical share of decode tokens in a dense batch, for the sizes measured co-running. */
const DECODE_SHARE = 0.35;
const TYPICAL_CONTEXT = 1024;

/** Sizes of a kernel on the whole GPU, the most telling first. */
export function wholeSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  switch (kernel.role) {
    case "gemm":
      return gemmTokens(campaign).map(plain);
    case "decode":
      if (campaign.lean) return leanDecodeSizes(campaign);
      return campaign.quick
        ? decodeSizes(campaign, PART_CONTEXTS, COARSE_REQUESTS)
        : decodeSizes(campaign, DECODE_CONTEXTS, REQUESTS);
    case "prefill":
      return prefillSizes(
        campaign,
        campaign.quick ? [0, 1024] : PREFILL_CONTEXTS,
        prefillStep(campaign),
      );
    case "network":
      return networkSizes(campaign);
    case "small":
    case "once":
      return smallSizes(campaign, kernel);
  }
}

/** Sizes at which a kernel is timed alone to compare sessions by. */
export function referenceSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  return wholeSizes(campaign, kernel).slice(0, kernel.role === "gemm" ? 3 : 6);
}

/** Sizes of a kernel on one side of a split: fewer than on the whole GPU. */
export function partSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  switch (kernel.role) {
    case "gemm":
      return anchorTokens(campaign).map(plain);
    case "decode":
      if (campaign.lean) return leanDecodeSizes(campaign);
      return decodeSizes(campaign, campaign.quick ? [256, 1024] : PART_CONTEXTS, COARSE_REQUESTS);
    case "prefill":
      return prefillSizes(
        campaign,
        PREFILL_PART_CONTEXTS,
        (campaign.lean ? 2 : 1) * prefillStep(campaign),
      );
    case "network":
      return reaching(campaign, NETWORK_PART_TOKENS).map(plain);
    case "small":
    case "once":
      return smallSizes(campaign, kernel);
  }
}

/** Token counts of nano-batches at which GEMM implementations compete. */
export function anchorTokens(campaign: Campaign): number[] {
  if (campaign.lean) return within(campaign, [1024, 512, 256]);
  return within(campaign, campaign.quick ? [1024, 512] : [1024, 512, 256, 2048]);
}

/**
 * Token counts at which kernels are measured side by side, the most telling first. Products of few tokens lose most, since
 * they read the weights as fast as the memory gives them.
 */
export function coRunTokens(campaign: Campaign): number[] {
  if (campaign.lean) return within(campaign, [1024, 512]);
  return within(campaign, campaign.quick ? [1024] : [1024, 512, 256, 2048]);
}

/** All token counts of GEMMs, anchors first. */
export function gemmTokens(campaign: Campaign): number[] {
  const anchors = anchorTokens(campaign);
  if (campaign.lean)
    return [
      ...anchors,
      ...within(campaign, LEAN_TOKENS),
      ...doubled(LEAN_STEPS_TOKENS, campaign.maxTokens),
    ];
  const count = Math.floor(campaign.maxTokens / TILE_TOKENS);
  const all = Array.from({ length: count }, (_, index) => (index + 1) * TILE_TOKENS);
  return [...anchors, ...coarseToFine(all).filter((tokens) => !anchors.includes(tokens))];
}

/** Token counts of GEMMs of few tiles, and of many. */
export function tokensByTiles(campaign: Campaign): { few: number[]; many: number[] } {
  const all = gemmTokens(campaign);
  return {
    few: all.filter((tokens) => tokens <= FEW_TILES),
    many: all.filter((tokens) => tokens > FEW_TILES),
  };
}

/** Sizes that need the same tiles as a size that fills them, but leave the last partly empty. */
export function partlyEmpty(tokens: number): number[] {
  const rows = EMPTY_ROWS[tokens <= FEW_TILES ? "few" : "many"];
  return rows.map((empty) => tokens - empty);
}

/** The emptiest of these and one between. */
export function coarselyEmpty(tokens: number): number[] {
  return EMPTY_ROWS.many.map((empty) => tokens - empty);
}

/** Size of a kernel beside a nano-batch of so many tokens. */
export function coRunSize(campaign: Campaign, kernel: CampaignKernel, tokens: number): Size {
  if (kernel.role === "prefill") return { tokens: tokens / 2, context: TYPICAL_CONTEXT / 2 };
  if (kernel.role !== "decode") return plain(tokens * kernel.rowsPerToken);
  const fitting = Math.floor(campaign.maxKvTokens / TYPICAL_CONTEXT);
  const requests = Math.min(Math.round((tokens * DECODE_SHARE) / 8) * 8, fitting);
  return { tokens: Math.max(requests, 8), context: TYPICAL_CONTEXT };
}

/** Sizes at which a kernel runs back to back, for its energy. */
export function sustainedSizes(
  campaign: Campaign,
  kernel: CampaignKernel,
  tokens: readonly number[] = campaign.quick ? [1024] : [2048, 512],
): Size[] {
  const several = ["gemm", "decode", "prefill"].includes(kernel.role);
  const chosen = within(campaign, tokens).slice(0, several ? tokens.length : 1);
  return chosen.map((count) => coRunSize(campaign, kernel, count));
}

/**
 * Sizes of attention at long contexts at which a lean campaign runs it back to back too: there a token
 * of the context costs less energy than at short ones, where each request and each tile adds its own.
 */
export function longSustainedSizes(campaign: Campaign, { role }: CampaignKernel): Size[] {
  if (!campaign.lean || (role !== "decode" && role !== "prefill")) return [];
  return fitting(campaign, role, [LONG_SUSTAINED[role]]);
}

/** A size at which an implementation is checked: cheap, and no multiple of any tile. */
export function checkSize({ role }: CampaignKernel): Size {
  if (role === "decode") return { tokens: 40, context: 300 };
  if (role === "prefill") return { tokens: 300, context: 200 };
  return plain(role === "gemm" ? 200 : 100);
}

/** The middle first, then the ends, then ever finer: wherever it stops, the whole is covered. */
export function coarseToFine<T>(items: readonly T[]): T[] {
  const order: number[] = [];
  const add = (index: number) => {
    if (index >= 0 && index < items.length && !order.includes(index)) order.push(index);
  };
  add(Math.floor(items.length / 2));
  add(0);
  add(items.length - 1);
  for (let step = Math.floor(items.length / 2); step >= 1; step = Math.floor(step / 2))
    for (let index = 0; index < items.length; index += step) add(index);
  return order.map((index) => items[index] as T);
}

function leanDecodeSizes(campaign: Campaign): Size[] {
  const long = LONG_CONTEXTS.flatMap((context) =>
    within(campaign, LONG_REQUESTS).map((tokens) => ({ tokens, context })),
  );
  return [
    ...decodeSizes(campaign, LEAN_CONTEXTS, LEAN_REQUESTS),
    ...fitting(campaign, "decode", long),
  ];
}

function decodeSizes(
  campaign: Campaign,
  contexts: readonly number[],
  requests: readonly number[],
): Size[] {
  const sizes = contexts.flatMap((context) =>
    reaching(campaign, requests).map((tokens) => ({ tokens, context })),
  );
  return fitting(campaign, "decode", sizes);
}

/** Those of attention whose KV tokens a step can reach. */
function fitting(
  { maxKvTokens }: Campaign,
  role: "decode" | "prefill",
  sizes: readonly Size[],
): Size[] {
  return sizes.filter(({ tokens, context }) => {
    const sequences = role === "decode" ? tokens : Math.ceil(tokens / CHUNK_TOKENS);
    return sequences * context <= KV_MARGIN * maxKvTokens;
  });
}

function prefillStep({ quick, lean }: Campaign): number {
  if (lean) return 4 * PREFILL_STEP;
  return quick ? 2 * PREFILL_STEP : PREFILL_STEP;
}

function prefillSizes(campaign: Campaign, contexts: readonly number[], step: number): Size[] {
  const tokens = steps(campaign, step);
  const near = contexts.flatMap((context) => tokens.map((count) => ({ tokens: count, context })));
  return campaign.lean ? [...near, ...longPrefixes(campaign)] : near;
}

function longPrefixes(campaign: Campaign): Size[] {
  const { tokens, contexts } = LONG_PREFIXES;
  const sizes = contexts.flatMap((context) =>
    reaching(campaign, tokens).map((count) => ({ tokens: count, context })),
  );
  return fitting(campaign, "prefill", sizes);
}

function networkSizes(campaign: Campaign): Size[] {
  const fine = campaign.quick
    ? NETWORK_TOKENS.filter((tokens) => tokens % 256 === 0)
    : NETWORK_TOKENS;
  return [...new Set([...within(campaign, fine), ...steps(campaign, NETWORK_STEP)])].map(plain);
}

function smallSizes(campaign: Campaign, { rowsPerToken }: CampaignKernel): Size[] {
  return steps(campaign, campaign.quick ? 4 * SMALL_STEP : SMALL_STEP).map((tokens) =>
    plain(tokens * rowsPerToken),
  );
}

/** Multiples of a step, and half of it: the smallest sizes cost what a launch costs. */
function steps({ maxTokens, lean }: Campaign, step: number): number[] {
  const last = lean ? Math.min(maxTokens, LEAN_STEPS_TOKENS) : maxTokens;
  const count = Math.floor(last / step);
  return [
    step / 2,
    ...coarseToFine(Array.from({ length: count }, (_, index) => (index + 1) * step)),
    ...doubled(last, maxTokens),
  ];
}

/** From one size to another, each twice the one before; without the first, and with the last. */
function doubled(from: number, to: number): number[] {
  const between: number[] = [];
  for (let tokens = 2 * from; tokens < to; tokens *= 2) between.push(tokens);
  return to > from ? [...between, to] : [];
}

export function within({ maxTokens }: Campaign, tokens: readonly number[]): number[] {
  return tokens.filter((count) => count <= maxTokens);
}

/** A rising list up to the largest batch, doubled beyond its end so that interpolation stays near. */
function reaching(campaign: Campaign, tokens: readonly number[]): number[] {
  return [...within(campaign, tokens), ...doubled(tokens.at(-1) ?? 0, campaign.maxTokens)];
}

export function plain(tokens: number): Size {
  return { tokens, context: 0 };
}
