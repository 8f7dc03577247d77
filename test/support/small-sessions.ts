import type { Profile } from "../../src/generated/profile.ts";
import type { KernelUse, Lane } from "../../src/ir/op-graph.ts";
import { factsOf } from "../../src/profile/convert.ts";
import { parseSession, type SessionFile } from "../../src/store/session-file.ts";
import { sessionText } from "../../src/store/session-text.ts";
import { DECODE, DOWN, QKV } from "./llama-kernels.ts";
import { syntheticProfile } from "./synthetic-profile.ts";

/** What a small session is measured as. */
export interface SmallSession {
  kernels?: readonly KernelUse[];
  modelId?: string;
  measuredAt?: string;
  command?: string;
  source?: Profile["source"];
  /** All times alone and at the cap, and the energies with them, by this factor. */
  slower?: number;
  /** At which decode attention was measured. */
  contexts?: readonly number[];
  /** At which kernels were timed. */
  tokens?: readonly number[];
}

/** A profile by formula of two products and decode attention, with their pairs. */
export function profileOf({
  kernels = [QKV, DOWN, DECODE],
  modelId = "llama",
  measuredAt = "2026-11-01T00:00:00Z",
  command = "none",
  source = "measured",
  slower = 1,
  contexts = [1024],
  tokens = [512, 1024],
}: SmallSession = {}): Profile {
  const laneOf = ({ kind }: KernelUse): Lane =>
    kind === "decode_attention" ? "memory" : "compute";
  const profile = syntheticProfile({
    kernels: kernels.map((kernel) => ({ kernel, lane: laneOf(kernel) })),
    modelId,
    groups: [96, 112],
    tokens,
    contexts,
  });
  const timed = profile.kernels.map((kernel) => ({
    ...kernel,
    solo: kernel.solo.map((row) => row.with(4, row[4] * slower) as typeof row),
    sustained: kernel.sustained.map(
      (row) =>
        row.map((value, at) => ([3, 7, 8, 10].includes(at) ? value * slower : value)) as typeof row,
    ),
  }));
  const provenance = { ...profile.provenance, measuredAt, command, pairStart: "idle" as const };
  return { ...profile, source, provenance, kernels: timed };
}

/** A session in memory. */
export function sessionOf(small: SmallSession = {}): SessionFile {
  const profile = profileOf(small);
  const facts = factsOf(profile);
  return parseSession(`${facts.id}.session.jsonl`, sessionText(profile, facts));
}

/** Rows of a kernel mean the same in any order. */
export function withSortedRows(profile: Profile): Profile {
  const sorted = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
    rows.toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
  return {
    ...profile,
    kernels: profile.kernels.map(({ solo, heldOut, ...kernel }) => ({
      ...kernel,
      solo: sorted(solo),
      ...(heldOut !== undefined && { heldOut: sorted(heldOut) }),
    })),
  };
}
