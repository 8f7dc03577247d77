import { isGemm, type Size } from "../../cost/curve/interpolate.ts";
import type { Split } from "../../cost/table/split.ts";
import { type Campaign, type CampaignKernel, implementationsOf, suits } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { type Job, type Place, placeKey, WHOLE } from "../jobs/job.ts";

/** A part of a campaign; its jobs may depend on what earlier stages found. */
export interface Stage {
  name: string;
  /** Measures nothing that plans use: it tells how well the model predicts, or what the card keeps. */
  judges?: true;
  jobs(campaign: Campaign, findings: Findings): Job[];
}

/** A kernel of a campaign with its position. */
export type Indexed = CampaignKernel & { index: number };

/** Kernels that are measured now, but for those that only compare sessions. */
export function indexed(campaign: Campaign): Indexed[] {
  const { due } = campaign;
  return all(campaign).filter(({ index }) => due === undefined || due.has(index));
}

/** Those, and those that compare sessions: these are timed alone on the whole GPU, and no more. */
export function timedAlone(campaign: Campaign): Indexed[] {
  const { due, references } = campaign;
  return all(campaign).filter(
    ({ index }) => due === undefined || due.has(index) || references?.has(index),
  );
}

/** Kernels that are measured now, and those measured before that run beside them. */
export function present(campaign: Campaign): Indexed[] {
  const { due, known } = campaign;
  return all(campaign).filter(
    ({ index }) => due === undefined || due.has(index) || known?.has(index),
  );
}

function all(campaign: Campaign): Indexed[] {
  return campaign.kernels.map((entry, index) => ({ ...entry, index }));
}

/** GEMMs have an implementation list of their own at every size and place. */
export function sweeps({ kernel: { kind } }: CampaignKernel): boolean {
  return isGemm(kind);
}

/** Kernels that run on the remainder beside compute. */
export function partners(campaign: Campaign): Indexed[] {
  return present(campaign).filter(({ lane, role }) => lane !== "compute" && role !== "once");
}

/** Side of a split on which a kernel of its lane runs. */
export function placeOf({ lane }: CampaignKernel, split: Split): Place {
  return { side: lane === "compute" ? "group" : "remainder", split };
}

/** Implementations of a kernel that is not swept, for a place: those that passed their check. */
export function namesFor(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  place: Place = WHOLE,
): string[] {
  const names = implementationsOf(campaign, kernel).filter(
    (name) =>
      findings.passed(kernel.index, name) !== false &&
      (kernel.role !== "network" || ctasOf(name) <= smsOf(campaign, place)),
  );
  return kernel.role === "decode" ? decodeNames(names, place) : names;
}

/**
 * The one decode attention for a place, by CTAs per SM. On a green context two CTAs an SM gain 1%
 * and cost what runs beside them the same. Under a CTA limit a CTA must load as much as an SM can.
 * It must also start wherever SMs are free: a cluster would wait for eight of one GPC.
 */
function decodeNames(names: readonly string[], { side, split }: Place): string[] {
  const oneFirst = side === "whole" || split?.mechanism === "cta-limit";
  const kinds = oneFirst ? [/\.c1$/, /\.c2$/] : [/\.c2$/, /\.c1$/];
  const chosen = kinds.flatMap((kind) => names.filter((name) => kind.test(name)));
  return (chosen.length > 0 ? chosen : names).slice(0, 1);
}

/** Of the collectives of each family (NCCL, copy engines, peer access) the fastest at a place. */
export function fastestOfFamilies(
  campaign: Campaign,
  findings: Findings,
  network: Indexed,
  place: Place,
  mostCtas = Number.POSITIVE_INFINITY,
): string[] {
  const names = namesFor(campaign, findings, network, place);
  const families = new Map<string, string>();
  for (const name of findings.rankAlone(network.index, place)) {
    const family = name.split(".")[0] ?? name;
    const suitable = names.includes(name) && ctasOf(name) <= mostCtas;
    if (suitable && !families.has(family)) families.set(family, name);
  }
  return [...families.values()];
}

/** CTAs that a collective launches, by its name: one an SM, or it would wait for itself. */
export function ctasOf(implementation: string): number {
  return Number(/\.c(\d+)$/.exec(implementation)?.[1] ?? 0);
}

function smsOf({ smCount }: Campaign, { side, split }: Place): number {
  if (split === undefined) return smCount;
  return side === "group" ? split.groupSms : split.remainderSms;
}

/** Splits on which a partner of compute is measured, of both mechanisms. */
export function splitsFor(campaign: Campaign, partner: CampaignKernel): Split[] {
  return [...campaign.splits, ...campaign.ctaLimits].filter((split) =>
    suits(partner, split, campaign),
  );
}

export function solo(
  { index }: Indexed,
  implementation: string,
  size: Size,
  place: Place = WHOLE,
): Job {
  return { type: "solo", kernel: index, implementation, size, ...place };
}

export function samePlace(a: Place, b: Place): boolean {
  return placeKey(a) === placeKey(b);
}

/** Some of a list, at even distances, its ends among them. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  if (count === 1) return [items[Math.floor(items.length / 2)] as T];
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)] as T);
}
