import type { KernelKind } from "../generated/profile.ts";
import type { Session } from "../generated/session.ts";

/** A change of a kernel after which it takes other times. */
export interface KernelChange {
  /** The first session of the new kernel was measured later; ISO 8601. */
  at: string;
  /** What sessions before and after it show of the same sizes. */
  what: string;
}

/**
 * Changes by kind, the oldest first; a kernel's revision is their number. What was measured before a
 * change says little of the new kernel. Whoever changes a kernel so that it takes other times, or
 * slows its neighbours otherwise, adds a line; `test/store/kernel-revisions.test.ts` asks for it.
 */
const CHANGES: Readonly<Partial<Record<KernelKind, readonly KernelChange[]>>> = {
  decode_attention: [
    { at: "2026-11-28T15:00:00Z", what: "takes 20% less time on a remainder" },
    {
      at: "2026-11-30T12:00:00Z",
      what: "takes 4% to 18% less time on a remainder, and products beside it 2% to 7% more",
    },
  ],
  prefill_attention: [{ at: "2026-11-30T12:00:00Z", what: "takes 3% to 10% more time" }],
  rms_norm: [{ at: "2026-11-28T15:00:00Z", what: "takes 3% less time" }],
  rope_kv_append: [{ at: "2026-11-28T15:00:00Z", what: "takes 6% less time" }],
};

type Provenance = Pick<Session["provenance"], "measuredAt" | "revisions">;

/** Revisions of this version's kernels, for sessions to state; kinds that never changed have none. */
export function presentRevisions(): Record<string, number> {
  return Object.fromEntries(
    Object.entries(CHANGES).map(([kind, changes]) => [kind, changes.length]),
  );
}

/**
 * What has changed of a kind of kernel since a session measured it. Sessions that state no revision
 * are told by their date.
 */
export function changesSince(
  kind: KernelKind,
  { measuredAt, revisions }: Provenance,
): readonly KernelChange[] {
  const changes = CHANGES[kind] ?? [];
  if (revisions !== undefined) return changes.slice(revisions[kind] ?? 0);
  return changes.filter(({ at }) => Date.parse(at) > Date.parse(measuredAt));
}
