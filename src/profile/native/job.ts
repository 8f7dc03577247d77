import type { KernelUse } from "../../ir/op-graph.ts";
import type { Size } from "../interpolate.ts";
import type { Side } from "../split.ts";

/** A kernel at one size, by its position among the campaign's kernels. */
export interface JobUse {
  kernel: number;
  implementation: string;
  size: Size;
}

export interface Place {
  side: Side;
  /** SMs of the group of the split; 0 for the whole GPU. */
  split: number;
}

/** One thing to measure. */
export type Job =
  | { type: "idle" | "copy" }
  | ({ type: "sweep"; kernel: number; size: Size; top: number } & Place)
  | ({ type: "solo" } & JobUse & Place)
  | ({ type: "sustained" | "spaced"; seconds: number } & JobUse)
  | { type: "pair"; split: number; a: JobUse; b: JobUse };

export const WHOLE: Place = { side: "whole", split: 0 };

/** Name of the only implementation of a kernel that has no choice. */
export const ONLY_IMPLEMENTATION = "default";

/** Longest sampling of one burst point or pair, as GPU time. */
const BUDGET_MS = { sweep: 12, solo: 20, pair: 40 };

/**
 * The job as native-profiler reads it, without an id. Equal jobs have equal lines: the journal
 * knows them by it.
 */
export function jobLine(job: Job, kernels: readonly KernelUse[]): string {
  const use = (index: number, size: Size, prefix = "") => {
    const kernel = kernels[index];
    return kernel === undefined ? [] : useFields(kernel, size, prefix);
  };
  switch (job.type) {
    case "idle":
    case "copy":
      return job.type;
    case "sweep": {
      const limits = [`top=${job.top}`, `budget_ms=${BUDGET_MS.sweep}`];
      return ["sweep", ...use(job.kernel, job.size), part(job), ...limits].join(" ");
    }
    case "solo": {
      const rest = [...choice(job), part(job), "state=burst"];
      const limit = `budget_ms=${BUDGET_MS.solo}`;
      return ["solo", ...use(job.kernel, job.size), ...rest, limit].join(" ");
    }
    case "sustained":
    case "spaced": {
      const state = [`state=${job.type}`, `seconds=${job.seconds}`];
      const rest = [...choice(job), part(WHOLE), ...state];
      return ["solo", ...use(job.kernel, job.size), ...rest].join(" ");
    }
    case "pair": {
      const { a, b, split } = job;
      const first = [...use(a.kernel, a.size, "a."), ...choice(a, "a.")];
      const second = [...use(b.kernel, b.size, "b."), ...choice(b, "b.")];
      return ["pair", `split=${split}`, `budget_ms=${BUDGET_MS.pair}`, ...first, ...second].join(
        " ",
      );
    }
  }
}

function choice({ implementation }: JobUse, prefix = ""): string[] {
  return implementation === ONLY_IMPLEMENTATION ? [] : [`${prefix}impl=${implementation}`];
}

function part({ side, split }: Place): string {
  return side === "whole" ? "part=whole" : `part=${side}:${split}`;
}

function useFields({ kind, shape }: KernelUse, size: Size, prefix: string): string[] {
  // The number of ranks is that of the devices which the profiler was started with.
  const shapeFields = Object.entries(shape).filter(([key]) => key !== "ranks");
  const fields = [["op", kind], ...shapeFields, ...sizeFields(kind, size)];
  return fields.map(([key, value]) => `${prefix}${key}=${value}`);
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
