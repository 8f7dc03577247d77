import type { KernelKind } from "../../generated/profile.ts";
import { hasStandIns, kernelNamed } from "../../store/stand-ins.ts";
import type { CampaignKernel, Role } from "../jobs/campaign.ts";

/** What one earlier session measured whole. */
export interface EarlierSession {
  id: string;
  names: readonly string[];
}

/** Kinds whose figures of earlier sessions go into profiles, and how densely each is timed. */
const ROLES: Partial<Record<KernelKind, Role>> = {
  gemm: "gemm",
  grouped_gemm: "gemm",
  decode_attention: "decode",
  prefill_attention: "prefill",
  rms_norm: "small",
  silu_mul: "small",
  quantise_rows: "small",
  rope_kv_append: "small",
};

/**
 * Kernels of earlier sessions that are timed again alone, so that what lies between the sessions can
 * be told: of each session one of each kind that is measured now, as few as will do. A bf16 product is
 * always among what is timed, since every session states the GPU's rate in bf16.
 *
 * @param measured names of what is measured whole now: those compare sessions by themselves
 * @param wanted names of all that models need: a session compares only where it serves one of them
 */
export function referenceKernels(
  sessions: readonly EarlierSession[],
  measured: readonly string[],
  wanted: ReadonlySet<string>,
): CampaignKernel[] {
  const kindOf = (name: string) => name.split(" ")[0] as KernelKind;
  const kinds = Object.keys(ROLES) as KernelKind[];
  const chosen = new Set<string>();
  const isCovered = ({ names }: EarlierSession, kind: KernelKind) =>
    names.some((name) => kindOf(name) === kind && (measured.includes(name) || chosen.has(name)));
  for (const kind of kinds) {
    for (;;) {
      const open = sessions.filter(
        (session) =>
          !isCovered(session, kind) &&
          session.names.some((name) => kindOf(name) === kind && serves(name, wanted)),
      );
      const sharers = new Map<string, number>();
      for (const name of open.flatMap(({ names }) => names.filter((each) => kindOf(each) === kind)))
        sharers.set(name, (sharers.get(name) ?? 0) + 1);
      const [best] = [...sharers].sort(
        ([a, many], [b, others]) => others - many || workOf(a) - workOf(b) || (a < b ? -1 : 1),
      );
      if (best === undefined) break;
      chosen.add(best[0]);
    }
  }
  if (![...measured, ...chosen].some(isBf16Product)) {
    const products = sessions.flatMap(({ names }) => names.filter(isBf16Product));
    const [least] = products.toSorted((a, b) => workOf(a) - workOf(b));
    if (least !== undefined) chosen.add(least);
  }
  return [...chosen].map((name) => {
    const kernel = kernelNamed(name);
    return {
      kernel,
      lane: kernel.kind === "decode_attention" ? "memory" : "compute",
      role: ROLES[kernel.kind] ?? "small",
      rowsPerToken: 1,
    };
  });
}

function isBf16Product(name: string): boolean {
  const { kind, variant } = kernelNamed(name);
  return kind === "gemm" && variant?.operands === undefined;
}

/** Kernels that may stand in for others serve models that do not have them. */
function serves(name: string, wanted: ReadonlySet<string>): boolean {
  return wanted.has(name) || hasStandIns(kernelNamed(name).kind);
}

/** So that of several the one is taken that costs least. */
function workOf(name: string): number {
  const { n = 1, k = 1, experts = 1, qheads = 1 } = kernelNamed(name).shape;
  return n * k * experts * qheads;
}
