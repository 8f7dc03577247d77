import type { Size } from "../interpolate.ts";
import type { Campaign } from "./campaign.ts";
import type { Findings } from "./findings.ts";
import {
  anchorTokens,
  coarseToFine,
  companySize,
  companyTokens,
  gemmTokens,
  partSizes,
  sustainedSizes,
  wholeSizes,
} from "./grids.ts";
import { type Job, type JobUse, ONLY_IMPLEMENTATION, type Place, WHOLE } from "./job.ts";

/** A part of a campaign; its jobs may depend on what earlier stages found. */
export interface Stage {
  name: string;
  jobs(campaign: Campaign, findings: Findings): Job[];
}

/** What matters most comes first: a campaign that runs out of time still makes a profile. */
export const STAGES: readonly Stage[] = [
  { name: "idle power and copy speed", jobs: basics },
  { name: "kernels alone on the whole GPU", jobs: alone },
  { name: "energy and sustained clocks", jobs: sustained },
  { name: "kernels alone on parts of the GPU", jobs: onParts },
  { name: "choice of GEMMs in company", jobs: screening },
  { name: "pairs in company", jobs: pairs },
  { name: "GEMMs on parts at every token count", jobs: fill },
];

const ALONE_TOP = 2;
const GROUP_TOP = 6;
/** GEMM implementations per split that are measured in company. */
const COMPANY_FINALISTS = 2;
const SUSTAINED_SECONDS = 1;
/** Split at which GEMMs compete in company, as the group's share of the SMs. */
const SCREENING_SHARE = 0.79;
/** Names in native-profiler: one or two CTAs per SM. */
const DECODE_IMPLEMENTATIONS = ["bulk.c1", "bulk.c2"];
/** CTAs of all-reduce: alone, and in company. */
const CHANNELS = [4, 8, 16, 24, 32];
const COMPANY_CHANNELS = [8, 16];
const SMALL_GROUPS = 4;

type Kernel = Campaign["kernels"][number] & { index: number };

function basics(): Job[] {
  return [{ type: "idle" }, { type: "copy" }];
}

function alone(campaign: Campaign): Job[] {
  return indexed(campaign).flatMap((kernel) => {
    const sizes = wholeSizes(campaign, kernel);
    if (sweeps(kernel)) return sizes.map((size) => sweep(kernel, size, WHOLE, ALONE_TOP));
    const names = implementations(campaign, kernel, campaign.smCount);
    return names.flatMap((name) => sizes.map((size) => solo(kernel, name, size, WHOLE)));
  });
}

function sustained(campaign: Campaign, findings: Findings): Job[] {
  const seconds = campaign.quick ? SUSTAINED_SECONDS / 2 : SUSTAINED_SECONDS;
  return indexed(campaign)
    .toSorted((a, b) => Number(a.role === "small") - Number(b.role === "small"))
    .flatMap((kernel) =>
      sustainedSizes(campaign, kernel).flatMap((size): Job[] => {
        const implementation = findings.bestOnWhole(kernel.index, size);
        if (implementation === undefined) return [];
        const use = { kernel: kernel.index, implementation, size, seconds };
        return [
          { type: "sustained", ...use },
          { type: "spaced", ...use },
        ];
      }),
    );
}

function onParts(campaign: Campaign): Job[] {
  const splits = coarseToFine(campaign.splits);
  const kernels = indexed(campaign).filter(({ role }) => role !== "once");
  const smallSplits = new Set(evenly(campaign.splits, SMALL_GROUPS));
  return splits.flatMap((split) =>
    kernels.flatMap((kernel) => {
      if (kernel.role === "small" && !smallSplits.has(split)) return [];
      const place = placeOf(kernel, split.groupSms);
      const sizes = partSizes(campaign, kernel);
      if (sweeps(kernel)) return sizes.map((size) => sweep(kernel, size, place, GROUP_TOP));
      const smCount = kernel.lane === "compute" ? split.groupSms : split.remainderSms;
      const names = implementations(campaign, kernel, smCount);
      return names.flatMap((name) => sizes.map((size) => solo(kernel, name, size, place)));
    }),
  );
}

/** The GEMM that is fastest alone can be the slowest in company: try more than the fastest. */
function screening(campaign: Campaign, findings: Findings): Job[] {
  const split = screeningSplit(campaign);
  const [tokens] = companyTokens(campaign);
  const partner = partners(campaign)[0];
  if (split === undefined || tokens === undefined || partner === undefined) return [];
  return indexed(campaign)
    .filter(({ role }) => role === "gemm")
    .flatMap((kernel) =>
      findings
        .rankAlone(kernel.index, placeOf(kernel, split))
        .slice(0, campaign.quick ? GROUP_TOP / 2 : GROUP_TOP)
        .flatMap((name) => pairJobs(campaign, kernel, name, partner, split, tokens)),
    );
}

function pairs(campaign: Campaign, findings: Findings): Job[] {
  const compute = indexed(campaign).filter(
    ({ lane, role }) => lane === "compute" && role !== "once",
  );
  const smallSplits = new Set(evenly(campaign.splits, SMALL_GROUPS));
  return companyTokens(campaign).flatMap((tokens, round) =>
    coarseToFine(campaign.splits).flatMap((split) =>
      partners(campaign).flatMap((partner) =>
        compute.flatMap((kernel) => {
          const small = kernel.role === "small";
          if (small && (round > 0 || !smallSplits.has(split))) return [];
          if (partner.role === "network" && round > 0) return [];
          return finalists(campaign, findings, kernel, split.groupSms).flatMap((name) =>
            pairJobs(campaign, kernel, name, partner, split.groupSms, tokens),
          );
        }),
      ),
    ),
  );
}

function fill(campaign: Campaign, findings: Findings): Job[] {
  if (campaign.quick) return [];
  const anchors = anchorTokens(campaign);
  const rest = gemmTokens(campaign).filter((tokens) => !anchors.includes(tokens));
  const gemms = indexed(campaign).filter(({ role }) => role === "gemm");
  return rest.flatMap((tokens) =>
    coarseToFine(campaign.splits).flatMap(({ groupSms }) =>
      gemms.flatMap((kernel) =>
        finalists(campaign, findings, kernel, groupSms).map((name) =>
          solo(kernel, name, { tokens, context: 0 }, placeOf(kernel, groupSms)),
        ),
      ),
    ),
  );
}

/** Of a kernel on a group: its fastest alone there, and for GEMMs the best in company. */
function finalists(
  campaign: Campaign,
  findings: Findings,
  kernel: Kernel,
  split: number,
): string[] {
  if (!sweeps(kernel)) return implementations(campaign, kernel, split).slice(0, 1);
  const fastest = findings.rankAlone(kernel.index, placeOf(kernel, split));
  const company = findings.rankInCompany(kernel.index, screeningSplit(campaign) ?? split);
  const chosen = company.length > 0 ? company : fastest.slice(1);
  return [...new Set([...fastest.slice(0, 1), ...chosen.slice(0, COMPANY_FINALISTS)])];
}

function pairJobs(
  campaign: Campaign,
  kernel: Kernel,
  implementation: string,
  partner: Kernel,
  split: number,
  tokens: number,
): Job[] {
  const remainder = campaign.splits.find(({ groupSms }) => groupSms === split)?.remainderSms ?? 0;
  const a: JobUse = {
    kernel: kernel.index,
    implementation,
    size: companySize(campaign, kernel, tokens),
  };
  const size = companySize(campaign, partner, tokens);
  const known = implementations(campaign, partner, remainder);
  const company = COMPANY_CHANNELS.map((count) => `nccl.c${count}`);
  const names =
    partner.role === "network" ? known.filter((name) => company.includes(name)) : known.slice(0, 2);
  return names.map((name) => ({
    type: "pair",
    split,
    a,
    b: { kernel: partner.index, implementation: name, size },
  }));
}

/** Implementations of a kernel that is not swept; collectives take one CTA an SM. */
function implementations({ quick }: Campaign, { role }: Kernel, smCount: number): string[] {
  if (role === "decode") return DECODE_IMPLEMENTATIONS;
  if (role !== "network") return [ONLY_IMPLEMENTATION];
  const channels = quick ? COMPANY_CHANNELS : CHANNELS;
  return channels.filter((count) => count <= smCount).map((count) => `nccl.c${count}`);
}

function screeningSplit({ splits, smCount }: Campaign): number | undefined {
  const distance = ({ groupSms }: { groupSms: number }) =>
    Math.abs(groupSms - SCREENING_SHARE * smCount);
  return splits.toSorted((a, b) => distance(a) - distance(b))[0]?.groupSms;
}

/** Kernels that run on the remainder beside compute. */
function partners(campaign: Campaign): Kernel[] {
  return indexed(campaign).filter(({ lane, role }) => lane !== "compute" && role !== "once");
}

function placeOf({ lane }: Kernel, split: number): Place {
  return { side: lane === "compute" ? "group" : "remainder", split };
}

function sweep({ index }: Kernel, size: Size, place: Place, top: number): Job {
  return { type: "sweep", kernel: index, size, top, ...place };
}

function solo({ index }: Kernel, implementation: string, size: Size, place: Place): Job {
  return { type: "solo", kernel: index, implementation, size, ...place };
}

/** GEMMs have an implementation list of their own at every size and place. */
function sweeps({ kernel: { kind } }: Kernel): boolean {
  return kind === "gemm" || kind === "grouped_gemm";
}

function indexed(campaign: Campaign): Kernel[] {
  return campaign.kernels.map((entry, index) => ({ ...entry, index }));
}

function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)] as T);
}
