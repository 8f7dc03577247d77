import { keepsToTarget, type Size } from "../../cost/curve/interpolate.ts";
import { formatsOf } from "../../cost/table/kernel-key.ts";
import { type Side, type Split, type SplitId, splitId, WHOLE_GPU } from "../../cost/table/split.ts";
import type { KernelUse } from "../../ir/op-graph.ts";

/** A kernel at one size, by its position among the campaign's kernels. */
export interface JobUse {
  kernel: number;
  implementation: string;
  size: Size;
}

/** The whole GPU, or one side of a split. */
export interface Place {
  side: Side;
  split?: Split;
}

/** Kept from the model, to judge its predictions by. */
interface HeldOut {
  heldOut?: true;
}

/** Measured before, and now once more, for twice as long. */
interface Again {
  again?: true;
}

/** Visits tell repeated measurements of one point apart. */
interface Steady {
  seconds: number;
  settleSeconds: number;
  visit: number;
}

/**
 * One thing to measure. `held` is a mix that lasts until the power control has settled, and `capped` one
 * of a kernel and a product that meets the power cap.
 */
export type Job =
  | { type: "idle" | "copy" }
  | ({ type: "check" } & JobUse)
  | ({ type: "sweep"; kernel: number; size: Size; top: number } & Place)
  | ({ type: "solo" } & JobUse & Place & HeldOut & Again)
  | ({ type: "sustained" | "spaced" } & Steady & JobUse)
  | ({ type: "capped"; beside: JobUse } & Steady & JobUse)
  | ({ type: "pair"; split: Split; a: JobUse; b: JobUse } & HeldOut)
  | ({ type: "sustained-pair"; split: Split; a: JobUse; b: JobUse } & Steady)
  | ({ type: "held"; parts: readonly JobUse[] } & Steady)
  | ({ type: "mix"; name: string; parts: readonly JobUse[] } & Steady);

export const WHOLE: Place = { side: "whole" };

/** Name of the only implementation of a kernel that has no choice. */
export const ONLY_IMPLEMENTATION = "default";

/** Longest sampling of one burst point or pair, as GPU time. */
const BUDGET_MS = { sweep: 12, solo: 12, pair: 16 };

/** Stands for a place: equal for equal places. */
export function placeKey({ side, split }: Place): string {
  const id: SplitId = split === undefined ? WHOLE_GPU : splitId(split);
  return `${side} ${id}`;
}

/**
 * The job as native-profiler reads it, without an id. Equal jobs have equal lines: the journal
 * knows them by it.
 */
export function jobLine(job: Job, kernels: readonly KernelUse[]): string {
  const used = (use: JobUse, prefix = "", shapeOf = (kernel: KernelUse) => kernel.shape) => {
    const kernel = kernels[use.kernel];
    if (kernel === undefined) return [];
    const shaped = { ...kernel, shape: shapeOf(kernel) };
    return [...useFields(shaped, use.size, prefix), ...choice(use, prefix)];
  };
  const kindOf = (index: number) => kernels[index]?.kind ?? "gemm";
  switch (job.type) {
    case "idle":
    case "copy":
      return job.type;
    case "check":
      return ["check", ...used(job, "", checkShape), "part=whole"].join(" ");
    case "sweep": {
      const kernel = { ...job, implementation: ONLY_IMPLEMENTATION };
      const limits = [`top=${job.top}`, `budget_ms=${BUDGET_MS.sweep}`];
      return ["sweep", ...used(kernel), ...part(job, kindOf(job.kernel)), ...limits].join(" ");
    }
    case "solo": {
      const place = part(job, kindOf(job.kernel));
      return [
        ...["solo", ...used(job), ...place],
        ...["state=burst", `budget_ms=${BUDGET_MS.solo * (job.again ? 2 : 1)}`],
      ].join(" ");
    }
    case "sustained":
    case "spaced":
      return ["solo", ...used(job), "part=whole", `state=${job.type}`, ...steady(job)].join(" ");
    case "pair":
    case "sustained-pair": {
      const { a, b, split } = job;
      const limited = split.mechanism === "cta-limit";
      const length =
        job.type === "pair" ? [`budget_ms=${BUDGET_MS.pair}`] : ["state=sustained", ...steady(job)];
      return [
        ...["pair", `split=${limited ? 0 : split.groupSms}`, ...length],
        ...[...used(a, "a."), ...used(b, "b.")],
        ...(limited ? [`b.ctas=${split.remainderSms}`] : []),
      ].join(" ");
    }
    case "capped":
      return ["mix", ...used(job, "1."), ...used(job.beside, "2."), ...steady(job)].join(" ");
    case "held":
    case "mix": {
      const parts = job.parts.flatMap((use, index) => used(use, `${index + 1}.`));
      return ["mix", ...parts, ...steady(job)].join(" ");
    }
  }
}

/** A check reads operands back: a part of an embedding, and two experts, say as much as all. */
function checkShape({ kind, shape }: KernelUse): KernelUse["shape"] {
  const { vocab = 0, experts = 0 } = shape;
  if (kind === "embedding") return { ...shape, vocab: Math.min(vocab, 4096) };
  if (kind === "grouped_gemm") return { ...shape, experts: Math.min(experts, 2), topk: 1 };
  return shape;
}

function steady({ seconds, settleSeconds, visit }: Steady): string[] {
  return [`settle_seconds=${settleSeconds}`, `seconds=${seconds}`, `visit=${visit}`];
}

function choice({ implementation }: JobUse, prefix = ""): string[] {
  return implementation === ONLY_IMPLEMENTATION ? [] : [`${prefix}impl=${implementation}`];
}

/** Under a CTA limit some kernels of the group get a target; the others run as on the whole GPU. */
function part({ side, split }: Place, kind: KernelUse["kind"]): string[] {
  if (split === undefined) return ["part=whole"];
  if (split.mechanism !== "cta-limit") return [`part=${side}:${split.groupSms}`];
  if (side === "remainder") return ["part=whole", `ctas=${split.remainderSms}`];
  return keepsToTarget(kind) ? ["part=whole", `sm_target=${split.groupSms}`] : ["part=whole"];
}

function useFields(kernel: KernelUse, size: Size, prefix: string): string[] {
  const { kind, shape } = kernel;
  // The number of ranks is that of the devices which the profiler was started with.
  const shapeFields = Object.entries(shape).filter(([key]) => key !== "ranks");
  // Routers send uneven numbers of tokens to experts; a product of equal parts would look too fast.
  const routing = kind === "grouped_gemm" ? [["routing", "random"]] : [];
  const fields = [
    ["op", kind],
    ...shapeFields,
    ...variantFields(kernel),
    ...sizeFields(kind, size),
    ...routing,
  ];
  return fields.map(([key, value]) => `${prefix}${key}=${value}`);
}

function variantFields(kernel: KernelUse): [string, string | number][] {
  const { bias, qkNorm } = kernel.variant ?? {};
  const fields: [string, number][] = [];
  if (bias) fields.push(["bias", 1]);
  if (qkNorm) fields.push(["qk_norm", 1]);
  return [...fields, ...Object.entries(formatsOf(kernel))] as [string, string | number][];
}

function sizeFields(kind: KernelUse["kind"], { tokens, context }: Size): [string, number][] {
  switch (kind) {
    case "gemm":
    case "grouped_gemm":
      return [["m", tokens]];
    case "decode_attention":
      return [
        ["requests", tokens],
        ["context", context],
      ];
    case "prefill_attention":
      return [
        ["tokens", tokens],
        ["context", context],
      ];
    default:
      return [["tokens", tokens]];
  }
}
