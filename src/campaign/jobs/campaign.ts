import { isGemm } from "../../cost/curve/interpolate.ts";
import { kernelKey } from "../../cost/table/kernel-key.ts";
import type { Split } from "../../cost/table/split.ts";
import type { KernelUse, Lane, Operation, StepOperation } from "../../ir/op-graph.ts";
import { FP8_BY_ROWS, matrixBytes } from "../../model/precision.ts";
import { kernelName } from "../../store/kernel-name.ts";
import type { Hello } from "../session/protocol.ts";
import { ONLY_IMPLEMENTATION } from "./job.ts";

/** How densely a kernel is measured. */
export type Role = "gemm" | "decode" | "prefill" | "network" | "small" | "once";

export interface CampaignKernel {
  kernel: KernelUse;
  lane: Lane;
  /** `once`: used before or after the layers only, so never beside another and never on a part. */
  role: Role;
  /** Kernel rows that a token of the batch may have; more than 1 between experts. */
  rowsPerToken: number;
}

/** What to measure on which GPU, and how finely. */
export interface Campaign {
  /** All of the session. */
  kernels: readonly CampaignKernel[];
  /** Positions of those that are measured now; all where it is left out. */
  due?: ReadonlySet<number>;
  /** Positions of others, measured before, that run beside those. */
  known?: ReadonlySet<number>;
  /** Positions of those that are only timed alone, to compare sessions by. */
  references?: ReadonlySet<number>;
  smCount: number;
  boostClockMhz: number;
  /** Green contexts that are measured, by group size. */
  splits: readonly Split[];
  /** Splits by CTA limits that are measured, by the CTAs of the remainder. */
  ctaLimits: readonly Split[];
  /** Names of the implementations of kernels that are not swept, by kind. */
  implementations: Hello["implementations"];
  maxTokens: number;
  /** KV tokens of one layer that the batch of a step can reach at most. */
  maxKvTokens: number;
  quick: boolean;
  /** Quick, and coarser still where many models share the time. */
  lean: boolean;
}

export interface CampaignOptions {
  layers: number;
  maxTokens: number;
  quick: boolean;
  lean?: boolean;
  /** GPUs that share a model: 1 unless said. */
  ranks?: number;
}

/** SMs of a remainder beyond which no collective gets faster. */
const MOST_NETWORK_SMS = 36;
/** Share of the SMs below which a group is too slow for a GEMM to be worth co-running. */
const SMALLEST_GROUP = 0.48;
/**
 * CTAs of the remainder in splits by CTA limits: few points where such a split makes sense, since
 * every GEMM is measured again on each.
 */
const CTA_LIMITS = { decode: [8, 16, 24, 32], network: [8, 16] };
const QUICK_CTA_LIMITS: typeof CTA_LIMITS = { decode: [24], network: [] };
/** Of a lean one: 16 CTAs suit decode attention and collectives. */
const LEAN_CTA_LIMITS: typeof CTA_LIMITS = { decode: [16], network: [] };
/** Group sizes of a quick campaign, as shares of the SMs. */
const QUICK_GROUPS = [0.61, 0.73, 0.79, 0.85];
/** Of a lean one: where most plans run decode attention, and beside few SMs for collectives. */
const LEAN_GROUPS = { alone: [0.73, 0.79, 0.85, 0.97], grouped: [0.79, 0.85, 0.91, 0.97] };

/** Every kernel of a layer and of a step, each once. */
export function campaignKernels(
  operations: readonly Operation[],
  steps: readonly StepOperation[],
): CampaignKernel[] {
  const found = new Map<string, CampaignKernel>();
  const add = (entry: CampaignKernel) => {
    const key = kernelName(entry.kernel);
    const known = found.get(key);
    const rowsPerToken = Math.max(entry.rowsPerToken, known?.rowsPerToken ?? 1);
    found.set(key, { ...(known ?? entry), rowsPerToken });
  };
  for (const { kernel, lane, rowsPerToken = 1 } of operations)
    add({ kernel, lane, role: roleOf(kernel, lane), rowsPerToken });
  for (const { kernel } of steps) add({ kernel, lane: "compute", role: "once", rowsPerToken: 1 });
  return [...found.values()];
}

export function createCampaign(
  kernels: readonly CampaignKernel[],
  hello: Hello,
  { layers, maxTokens, quick, lean = false, ranks = 1 }: CampaignOptions,
): Campaign {
  const leanGroups = LEAN_GROUPS[ranks === 1 ? "alone" : "grouped"];
  const worthwhile = hello.splits
    .filter(({ groupSms }) => groupSms >= SMALLEST_GROUP * hello.smCount)
    .toSorted((a, b) => a.groupSms - b.groupSms);
  return {
    kernels,
    smCount: hello.smCount,
    boostClockMhz: hello.boostClockMhz,
    splits: quick
      ? nearestSplits(worthwhile, hello.smCount, lean ? leanGroups : QUICK_GROUPS)
      : worthwhile,
    ctaLimits: ctaLimitsOf(kernels, hello.smCount, ctaLimits({ quick, lean })),
    implementations: runnable(hello),
    maxTokens,
    maxKvTokens: hello.memoryBytes / (layers * kvBytesPerToken(kernels)),
    quick,
    lean,
  };
}

/** CTAs of the remainder under CTA limits. */
function ctaLimits({ quick, lean }: Pick<Campaign, "quick" | "lean">): typeof CTA_LIMITS {
  if (lean) return LEAN_CTA_LIMITS;
  return quick ? QUICK_CTA_LIMITS : CTA_LIMITS;
}

/** Without NCCL there are still the collectives of our own, by copy engines and by peer access. */
function runnable({ implementations, ncclVersion }: Hello): Hello["implementations"] {
  if (ncclVersion !== null) return implementations;
  return Object.fromEntries(
    Object.entries(implementations).map(([kind, names]) => [
      kind,
      names.filter((name) => !name.startsWith("nccl")),
    ]),
  );
}

/** Whether a kernel runs on the remainder of a split: collectives need few SMs and few CTAs. */
export function suits(
  { role }: CampaignKernel,
  split: Split,
  grade: Pick<Campaign, "quick" | "lean">,
): boolean {
  if (split.mechanism !== "cta-limit")
    return role !== "network" || split.remainderSms <= MOST_NETWORK_SMS;
  const limits = ctaLimits(grade);
  return limits[role === "network" ? "network" : "decode"].includes(split.remainderSms);
}

/** Names of the implementations of a kernel that is not swept. */
export function implementationsOf(
  { implementations }: Campaign,
  { kernel }: CampaignKernel,
): readonly string[] {
  return implementations[kernel.kind] ?? [ONLY_IMPLEMENTATION];
}

/** What a campaign leaves out by design, for the profile to say. */
export function leftOutByDesign(campaign: Campaign, hello: Hello): string[] {
  const measured = campaign.splits.map(({ groupSms }) => groupSms);
  const others = hello.splits
    .map(({ groupSms }) => groupSms)
    .filter((groupSms) => !measured.includes(groupSms));
  const splits =
    others.length === 0
      ? []
      : [
          `Groups of ${others.join(", ")} SMs: ${
            campaign.quick
              ? "a quick profile keeps to a few."
              : "a GEMM loses more on so few SMs than co-running gives back."
          }`,
        ];
  const once = campaign.kernels.filter(({ role }) => role === "once");
  const steps =
    once.length === 0
      ? []
      : [`${once.map(({ kernel }) => kernelKey(kernel)).join("; ")}: on the whole GPU only.`];
  const network = campaign.kernels.filter(({ role }) => role === "network");
  const nccl =
    network.length === 0 || hello.ncclVersion !== null
      ? []
      : [
          `${network.map(({ kernel }) => kernelKey(kernel)).join("; ")} by NCCL: native-profiler was built without it. Set NCCL_ROOT to the folder that holds include/nccl.h to measure it too.`,
        ];
  return [...splits, ...steps, ...nccl];
}

function roleOf({ kind }: KernelUse, lane: Lane): Role {
  if (isGemm(kind)) return "gemm";
  if (kind === "decode_attention") return "decode";
  if (kind === "prefill_attention") return "prefill";
  return lane === "network" ? "network" : "small";
}

function ctaLimitsOf(
  kernels: readonly CampaignKernel[],
  smCount: number,
  limits: typeof CTA_LIMITS,
): Split[] {
  const ctas = new Set([
    ...(kernels.some(({ role }) => role === "decode") ? limits.decode : []),
    ...(kernels.some(({ role }) => role === "network") ? limits.network : []),
  ]);
  return [...ctas]
    .filter((count) => count < (1 - SMALLEST_GROUP) * smCount)
    .sort((a, b) => a - b)
    .map((remainderSms) => ({
      mechanism: "cta-limit",
      groupSms: smCount - remainderSms,
      remainderSms,
    }));
}

function nearestSplits(
  splits: Hello["splits"],
  smCount: number,
  shares: readonly number[],
): Hello["splits"] {
  const distance = (share: number) => (split: { groupSms: number }) =>
    Math.abs(split.groupSms - share * smCount);
  const nearest = shares.map((share) => {
    const to = distance(share);
    return splits.toSorted((a, b) => to(a) - to(b))[0];
  });
  return splits.filter((split) => nearest.includes(split));
}

/** Keys and values of one layer on one GPU, in the narrowest format that is measured. */
function kvBytesPerToken(kernels: readonly CampaignKernel[]): number {
  const bytes = kernels
    .filter(({ role }) => role === "decode")
    .map(({ kernel: { shape, variant } }) => {
      const format = variant?.kv === undefined ? undefined : FP8_BY_ROWS;
      return 2 * matrixBytes(shape.kvheads ?? 1, shape.head ?? 1, format);
    });
  return Math.min(...(bytes.length > 0 ? bytes : [2 * matrixBytes(1, 1)]));
}
