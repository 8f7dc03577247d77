import type { KernelUse, Lane, OpGraph, StepOperation } from "../../ir/op-graph.ts";
import { isGemm } from "../interpolate.ts";
import { kernelKey } from "../kernel-key.ts";
import type { Hello } from "./protocol.ts";

/** How densely a kernel is measured. */
export type Role = "gemm" | "decode" | "prefill" | "network" | "small" | "once";

export interface CampaignKernel {
  kernel: KernelUse;
  lane: Lane;
  /** `once`: used before or after the layers only, so never in company and never on a part. */
  role: Role;
  /** Kernel rows that a token of the batch may have; more than 1 between experts. */
  rowsPerToken: number;
}

/** What to measure on which GPU, and how finely. */
export interface Campaign {
  kernels: readonly CampaignKernel[];
  smCount: number;
  /** Splits that are measured, by group size. */
  splits: Hello["splits"];
  maxTokens: number;
  /** KV tokens of one layer that the batch of a step can reach at most. */
  maxKvTokens: number;
  quick: boolean;
}

export interface CampaignOptions {
  layers: number;
  maxTokens: number;
  quick: boolean;
}

/** Share of the SMs below which a group is too slow for a GEMM to be worth company. */
const SMALLEST_GROUP = 0.48;
/** Group sizes of a quick campaign, as shares of the SMs. */
const QUICK_GROUPS = [0.61, 0.73, 0.79, 0.85];

/** Every kernel of a layer and of a step, each once. */
export function campaignKernels(graph: OpGraph, steps: readonly StepOperation[]): CampaignKernel[] {
  const found = new Map<string, CampaignKernel>();
  const add = (entry: CampaignKernel) => {
    const key = kernelKey(entry.kernel);
    const known = found.get(key);
    const rowsPerToken = Math.max(entry.rowsPerToken, known?.rowsPerToken ?? 1);
    found.set(key, { ...(known ?? entry), rowsPerToken });
  };
  for (const { kernel, lane, rowsPerToken = 1 } of graph.operations)
    add({ kernel, lane, role: roleOf(kernel), rowsPerToken });
  for (const { kernel } of steps) add({ kernel, lane: "compute", role: "once", rowsPerToken: 1 });
  return [...found.values()];
}

export function createCampaign(
  kernels: readonly CampaignKernel[],
  hello: Hello,
  { layers, maxTokens, quick }: CampaignOptions,
): Campaign {
  const worthwhile = hello.splits
    .filter(({ groupSms }) => groupSms >= SMALLEST_GROUP * hello.smCount)
    .toSorted((a, b) => a.groupSms - b.groupSms);
  return {
    kernels,
    smCount: hello.smCount,
    splits: quick ? nearestSplits(worthwhile, hello.smCount) : worthwhile,
    maxTokens,
    maxKvTokens: hello.memoryBytes / (layers * kvBytesPerToken(kernels)),
    quick,
  };
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
              : "a GEMM loses more on so few SMs than company gives back."
          }`,
        ];
  const once = campaign.kernels.filter(({ role }) => role === "once");
  const steps =
    once.length === 0
      ? []
      : [`${once.map(({ kernel }) => kernelKey(kernel)).join("; ")}: on the whole GPU only.`];
  return [...splits, ...steps];
}

function roleOf({ kind }: KernelUse): Role {
  if (isGemm(kind)) return "gemm";
  if (kind === "decode_attention") return "decode";
  if (kind === "prefill_attention") return "prefill";
  return kind === "all_reduce" ? "network" : "small";
}

function nearestSplits(splits: Hello["splits"], smCount: number): Hello["splits"] {
  const distance = (share: number) => (split: { groupSms: number }) =>
    Math.abs(split.groupSms - share * smCount);
  const nearest = QUICK_GROUPS.map((share) => {
    const to = distance(share);
    return splits.toSorted((a, b) => to(a) - to(b))[0];
  });
  return splits.filter((split) => nearest.includes(split));
}

/** Keys and values in bf16 of one layer on one GPU. */
function kvBytesPerToken(kernels: readonly CampaignKernel[]): number {
  const attention = kernels.find(({ role }) => role === "decode")?.kernel.shape;
  return 4 * (attention?.kvheads ?? 1) * (attention?.head ?? 1);
}
