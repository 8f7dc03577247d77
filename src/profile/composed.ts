import { formatsOf, kernelKey } from "../cost/table/kernel-key.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { type Composition, composeProfile, type Wanted } from "../store/compose.ts";
import { findKernel } from "../store/find-kernel.ts";
import { kernelName } from "../store/kernel-name.ts";
import { rankSessions } from "../store/rank-sessions.ts";
import { type Extent, reachingFirst } from "../store/reach.ts";
import type { SessionFile } from "../store/session-file.ts";
import { kernelNamed, standInFor } from "../store/stand-ins.ts";
import { refuseFaults } from "./check-profile.ts";
import type { LoadedProfile } from "./load.ts";
import { standInsFor, withVocabulary } from "./vocabulary.ts";

/**
 * The profile that a store has for these kernels, those of another vocabulary scaled.
 *
 * @param folder of the store
 * @param sessions of it
 * @param wanted with how far they have to be timed, where it is known
 * @param order `ranked` asks them in the order of the rule, `given` in that in which they stand
 * @returns undefined when kernels are missing that nothing stands in for
 * @throws PlannerError `E_INVALID_FILE` at a line that does not follow its schema or makes no sense
 */
export function composedProfile(
  folder: string,
  sessions: readonly SessionFile[],
  wanted: Wanted & { extent?: Extent },
  order: "ranked" | "given" = "ranked",
): LoadedProfile | undefined {
  const ranked = order === "given" ? sessions : reachingRanking(sessions, wanted);
  const standIns = standInsOf(ranked, wanted.kernels);
  if (standIns === undefined) return undefined;
  const kernels = [...wanted.kernels, ...standIns];
  const composed = partlyComposed(folder, ranked, { ...wanted, kernels });
  const adapted = composed && withVocabulary(composed.profile, wanted.kernels);
  if (composed === undefined || adapted === undefined) return undefined;
  const { profile, scaled } = adapted;
  return { ...composed, profile, ...(scaled.length > 0 && { scaled }) };
}

/**
 * Whether sessions have all of these kernels, by their lists alone.
 *
 * @returns undefined when kernels are missing that nothing stands in for
 */
export function measuredFor(
  sessions: readonly SessionFile[],
  kernels: readonly KernelUse[],
): { source: SessionFile["session"]["source"]; scaled: boolean } | undefined {
  const ranked = ranking(sessions, kernels);
  const standIns = standInsOf(ranked, kernels);
  const [first] = ranked;
  if (first === undefined || standIns === undefined) return undefined;
  return { source: first.session.source, scaled: standIns.length > 0 };
}

/**
 * Names of the kernels in other formats than bf16 that no session has, and nothing stands in for: a
 * store of bf16 kernels lacks all of these.
 */
export function lackingFormats(
  sessions: readonly SessionFile[],
  kernels: readonly KernelUse[],
): string[] {
  const lacking = kernels.filter(
    (kernel) =>
      Object.keys(formatsOf(kernel)).length > 0 && findKernel(sessions, kernel) === undefined,
  );
  return [...new Set(lacking.map(kernelKey))];
}

/**
 * The profile that sessions have for those of the kernels that they have, in the order given.
 *
 * @returns undefined when they have none
 * @throws PlannerError as {@link composedProfile}
 */
export function partlyComposed(
  folder: string,
  sessions: readonly SessionFile[],
  wanted: Wanted,
): (LoadedProfile & { composition: Composition }) | undefined {
  const composed = composeProfile(sessions, wanted);
  if (composed === undefined) return undefined;
  const { profile, composition, positionOf } = composed;
  refuseFaults(profile, positionOf);
  return { profile, path: folder, composition };
}

function reachingRanking(
  sessions: readonly SessionFile[],
  { kernels, extent }: { kernels: readonly KernelUse[]; extent?: Extent },
): SessionFile[] {
  const ranked = ranking(sessions, kernels);
  return extent === undefined ? ranked : reachingFirst(ranked, kernels, extent);
}

/**
 * Sessions by what they have of the kernels of layers, in which plans differ, and of those that stand
 * in for what none of them has.
 */
function ranking(sessions: readonly SessionFile[], kernels: readonly KernelUse[]): SessionFile[] {
  const whole = new Set(
    sessions.flatMap(({ session }) =>
      session.kernels.filter(({ reference }) => reference !== true).map(({ name }) => name),
    ),
  );
  const vocabulary = kernels.find(({ kind }) => kind === "embedding")?.shape.vocab;
  const ofLayers = kernels.filter(
    ({ shape }) => vocabulary === undefined || (shape.vocab ?? shape.n) !== vocabulary,
  );
  const names = ofLayers.map((kernel) => kernelName(kernel));
  const around = kernels.filter((kernel) => !ofLayers.includes(kernel));
  const missing = kernels.filter((kernel) => !whole.has(kernelName(kernel)));
  const measured = missing.length === 0 ? [] : [...whole].map(kernelNamed);
  const sources = missing.flatMap((kernel) => standInFor(kernel, measured)?.source ?? []);
  return rankSessions(
    sessions,
    new Set([...names, ...sources.map((kernel) => kernelName(kernel))]),
    new Set(around.map((kernel) => kernelName(kernel))),
  );
}

/**
 * Measured kernels from which those can be scaled that no session has: those of the vocabulary that
 * is nearest in size.
 *
 * @returns undefined when there are none for some of these
 */
function standInsOf(
  sessions: readonly SessionFile[],
  kernels: readonly KernelUse[],
): KernelUse[] | undefined {
  const known = new Set(sessions.flatMap(({ session }) => session.kernels.map(({ name }) => name)));
  const missing = kernels.filter((kernel) => findKernel(sessions, kernel) === undefined);
  if (missing.length === 0) return [];
  const wanted = kernels.find(({ kind }) => kind === "embedding")?.shape.vocab ?? 0;
  const farness = (vocab: number) => Math.max(vocab / wanted, wanted / vocab);
  return [...known]
    .flatMap((name) => {
      const [, hidden, vocab] = /^embedding hidden=(\d+) vocab=(\d+)$/.exec(name) ?? [];
      return vocab === undefined ? [] : [{ hidden: Number(hidden), vocab: Number(vocab) }];
    })
    .sort((a, b) => farness(a.vocab) - farness(b.vocab) || a.vocab - b.vocab)
    .map(({ hidden, vocab }) => standInsFor(missing, kernels, hidden, vocab))
    .find((standIns) => standIns?.every((kernel) => known.has(kernelKey(kernel))));
}
