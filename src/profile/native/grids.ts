import { type Size, TILE_TOKENS } from "../interpolate.ts";
import type { Campaign, CampaignKernel } from "./campaign.ts";

const REQUESTS = [16, 32, 64, 128, 192, 256, 384, 512, 640, 768, 1024, 1536, 2048];
const COARSE_REQUESTS = [32, 128, 256, 512, 768, 1024, 2048];
const DECODE_CONTEXTS = [256, 1024, 2048, 4096];
const PART_CONTEXTS = [256, 1024, 2048];
/** Prefill attention runs in waves of query tiles, so every multiple of a tile counts. */
const PREFILL_TOKENS = [1024, 512, 256, 128, 2048, 768, 384, 640, 896, 1152, 1280, 1408, 1536];
const PREFILL_CONTEXTS = [0, 256, 512, 1024, 2048];
const PREFILL_PART_CONTEXTS = [0, 512, 1024];
const SMALL_TOKENS = [128, 256, 512, 1024, 2048];
/** The latency of a collective gives way to its bandwidth somewhere in between. */
const NETWORK_TOKENS = [128, 256, 384, 512, 768, 1024, 1280, 1536, 1792, 2048];

/** A little more than fits the memory, since requests differ and the grid has to reach around. */
const KV_MARGIN = 1.5;
/** Typical share of decode tokens in a dense batch, for the sizes measured in company. */
const DECODE_SHARE = 0.35;
const TYPICAL_CONTEXT = 1024;

/** Sizes of a kernel on the whole GPU, the most telling first. */
export function wholeSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  switch (kernel.role) {
    case "gemm":
      return gemmTokens(campaign).map(plain);
    case "decode":
      return campaign.quick
        ? decodeSizes(campaign, PART_CONTEXTS, COARSE_REQUESTS)
        : decodeSizes(campaign, DECODE_CONTEXTS, REQUESTS);
    case "prefill":
      return prefillSizes(campaign, campaign.quick ? [0, 1024] : PREFILL_CONTEXTS);
    case "network":
      return networkSizes(campaign);
    case "small":
    case "once":
      return within(campaign, SMALL_TOKENS).map((tokens) => plain(tokens * kernel.rowsPerToken));
  }
}

/** Sizes of a kernel on one side of a split: fewer than on the whole GPU. */
export function partSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  switch (kernel.role) {
    case "gemm":
      return anchorTokens(campaign).map(plain);
    case "decode":
      return decodeSizes(campaign, campaign.quick ? [1024] : PART_CONTEXTS, COARSE_REQUESTS);
    case "prefill":
      return prefillSizes(campaign, campaign.quick ? [512] : PREFILL_PART_CONTEXTS);
    case "network":
      return networkSizes(campaign);
    case "small":
    case "once":
      return within(campaign, SMALL_TOKENS).map((tokens) => plain(tokens * kernel.rowsPerToken));
  }
}

/** Token counts of nano-batches at which GEMM implementations compete. */
export function anchorTokens(campaign: Campaign): number[] {
  return within(campaign, campaign.quick ? [1024, 512] : [1024, 512, 256, 2048]);
}

/** Token counts measured in company. */
export function companyTokens(campaign: Campaign): number[] {
  return within(campaign, campaign.quick ? [1024] : [1024, 512]);
}

/** All token counts of GEMMs, anchors first. */
export function gemmTokens(campaign: Campaign): number[] {
  const anchors = anchorTokens(campaign);
  const step = (campaign.quick ? 2 : 1) * TILE_TOKENS;
  const count = Math.floor(campaign.maxTokens / step);
  const all = Array.from({ length: count }, (_, index) => (index + 1) * step);
  if (campaign.quick) return [...anchors, ...all.filter((tokens) => !anchors.includes(tokens))];
  return [...anchors, ...coarseToFine(all).filter((tokens) => !anchors.includes(tokens))];
}

/** Size of a kernel next to a nano-batch of so many tokens in company. */
export function companySize(campaign: Campaign, kernel: CampaignKernel, tokens: number): Size {
  if (kernel.role === "prefill") return { tokens: tokens / 2, context: TYPICAL_CONTEXT / 2 };
  if (kernel.role !== "decode") return plain(tokens * kernel.rowsPerToken);
  const fitting = Math.floor(campaign.maxKvTokens / TYPICAL_CONTEXT);
  const requests = Math.min(Math.round((tokens * DECODE_SHARE) / 8) * 8, fitting);
  return { tokens: Math.max(requests, 8), context: TYPICAL_CONTEXT };
}

/** Sizes at which a kernel runs back to back, for its energy. */
export function sustainedSizes(campaign: Campaign, kernel: CampaignKernel): Size[] {
  const tokens = within(campaign, campaign.quick ? [1024] : [1024, 2048, 512]);
  const several = ["gemm", "decode", "prefill"].includes(kernel.role);
  const chosen = several ? tokens : tokens.slice(0, 1);
  return chosen.map((count) => companySize(campaign, kernel, count));
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

function decodeSizes(
  campaign: Campaign,
  contexts: readonly number[],
  requests: readonly number[],
): Size[] {
  return contexts
    .flatMap((context) => within(campaign, requests).map((tokens) => ({ tokens, context })))
    .filter(({ tokens, context }) => tokens * context <= KV_MARGIN * campaign.maxKvTokens);
}

function prefillSizes(campaign: Campaign, contexts: readonly number[]): Size[] {
  const tokens = within(campaign, campaign.quick ? [256, 512, 1024, 2048] : PREFILL_TOKENS);
  return contexts.flatMap((context) => tokens.map((count) => ({ tokens: count, context })));
}

function networkSizes(campaign: Campaign): Size[] {
  return within(campaign, campaign.quick ? SMALL_TOKENS : NETWORK_TOKENS).map(plain);
}

function within({ maxTokens }: Campaign, tokens: readonly number[]): number[] {
  return tokens.filter((count) => count <= maxTokens);
}

function plain(tokens: number): Size {
  return { tokens, context: 0 };
}
