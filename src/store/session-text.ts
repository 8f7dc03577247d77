import type { StoredKernel } from "../generated/kernel.ts";
import type { StoredPair } from "../generated/pair.ts";
import type { Profile } from "../generated/profile.ts";
import type { Session } from "../generated/session.ts";
import { type Columns, tableOf } from "./columns.ts";
import { lineDigest, sessionHash } from "./digest.ts";
import { kernelName, PLAIN } from "./kernel-name.ts";
import { PAIR, SOLO, SUSTAINED, SUSTAINED_PAIR } from "./tables.ts";

/** What a session says that a profile in memory does not hold. */
export interface SessionFacts {
  id: string;
  provenance: Pick<Session["provenance"], "grid" | "clocks" | "revisions" | "temperatureC">;
  /** Names of kernels that were measured alone only, to compare sessions by. */
  references?: ReadonlySet<string>;
  convertedFrom?: Session["convertedFrom"];
}

/** End of a session file's name. */
export const SESSION_ENDING = ".session.jsonl";

/** `2026-11-29-0200-llama-3-8b-tp1`: when it was measured (UTC), and for which model. */
export function sessionId({ provenance, model }: Pick<Profile, "provenance" | "model">): string {
  const [date = "", time = ""] = provenance.measuredAt.split("T");
  const minutes = time.slice(0, 5).replaceAll(/\D/g, "");
  const name = model.id.replaceAll(/[^A-Za-z0-9._-]+/g, "-");
  return [date, minutes, name, `tp${model.tensorParallel}`].filter(Boolean).join("-");
}

/**
 * The same with six digits of what was measured: two cards may be measured in one minute, and no
 * two sessions of a store have one id.
 */
export function measuredSessionId(profile: Profile): string {
  const { kernels, pairs, power, ceilings } = profile;
  const figures = lineDigest(JSON.stringify({ kernels, pairs, power, ceilings }));
  return `${sessionId(profile)}-${figures.slice(0, 6)}`;
}

/**
 * A profile's measurements as a session file: a line of JSON about the session, one for each kernel,
 * one for each pair.
 */
export function sessionText(profile: Profile, facts: SessionFacts): string {
  const names = profile.kernels.map((kernel) => kernelName(kernel));
  const kernelLines = profile.kernels.map((kernel) => JSON.stringify(storedKernel(kernel)));
  const pairLines = profile.pairs.map((pair) => JSON.stringify(storedPair(pair, names)));
  const { source, gpu, model, provenance, ceilings, power, splits, mixes, holdOut, leftOut } =
    profile;
  const { id, references, convertedFrom } = facts;
  const header: Omit<Session, "hash"> = {
    schema: "nanoflow-plan/session/2",
    id,
    source,
    gpu,
    model,
    provenance: { ...provenance, ...facts.provenance },
    defaults: PLAIN,
    ceilings,
    power,
    splits,
    kernels: profile.kernels.map(({ solo }, at) => ({
      name: names[at] as string,
      digest: lineDigest(kernelLines[at] as string),
      points: solo.length,
      ...(references?.has(names[at] as string) && { reference: true as const }),
    })) as Session["kernels"],
    pairs: profile.pairs.map(({ group, remainder, mechanism }, at) => ({
      group,
      remainder,
      ...(mechanism !== undefined && { mechanism }),
      digest: lineDigest(pairLines[at] as string),
    })),
    ...(mixes !== undefined && { mixes }),
    ...(holdOut !== undefined && { holdOut }),
    leftOut,
    ...(convertedFrom !== undefined && { convertedFrom }),
  };
  const first = JSON.stringify({ ...header, hash: sessionHash(header) });
  return `${[first, ...kernelLines, ...pairLines].join("\n")}\n`;
}

function storedKernel(kernel: Profile["kernels"][number]): StoredKernel {
  const { kind, shape, variant, implementations, solo, sustained, defaults, heldOut } = kernel;
  return {
    schema: "nanoflow-plan/kernel/2",
    kind,
    shape,
    ...(variant !== undefined && { variant }),
    implementations,
    solo: byPartition(solo),
    ...(sustained.length > 0 && { sustained: table(sustained, SUSTAINED) }),
    ...(defaults !== undefined && { libraryChoices: defaults }),
    ...(heldOut !== undefined && { heldOut: byPartition(heldOut) }),
  };
}

type SoloRows = Profile["kernels"][number]["solo"];

/** A table for each partition, in the order in which the partitions first come. */
function byPartition(rows: SoloRows): StoredKernel["solo"] {
  const partitions = [...new Set(rows.map(([, partition]) => partition))];
  return partitions.map((partition) => {
    const own = rows.filter((row) => row[1] === partition);
    return table(own, SOLO);
  });
}

function storedPair(pair: Profile["pairs"][number], names: readonly string[]): StoredPair {
  const { group, remainder, mechanism, rows, heldOut, sustained } = pair;
  return {
    schema: "nanoflow-plan/pair/2",
    group: names[group] as string,
    remainder: names[remainder] as string,
    ...(mechanism !== undefined && { mechanism }),
    rows: table(rows, PAIR),
    ...(heldOut !== undefined && { heldOut: table(heldOut, PAIR) }),
    ...(sustained !== undefined && { sustained: table(sustained, SUSTAINED_PAIR) }),
  };
}

/** The tables' columns have the names and types of the schemas' (`tables.ts`). */
function table<T>(rows: readonly (readonly (number | string)[])[], columns: Columns): T {
  return tableOf(rows, columns) as T;
}
