import type { Session } from "../generated/session.ts";
import { changesSince } from "./kernel-revisions.ts";
import type { SessionFile } from "./session-file.ts";
import { kernelNamed } from "./stand-ins.ts";

/** Sources from the one that is believed most. */
const SOURCES: readonly Session["source"][] = ["measured", "published", "roofline"];

/**
 * The order in which sessions are asked for what a profile needs; for each kernel and each pair the
 * first that has it wins. Of two sessions the one goes first that has more of these:
 *
 * 1. kernels as they are now, then kernels of any revision,
 * 2. pairs of kernels as they are now, then pairs of any revision,
 * 3. kernels around the layers.
 *
 * Else a full grid goes before a quick one, then the later session, then the greater id. So a
 * profile comes from as few sessions as can be: what one session measured was measured alike.
 *
 * Only sessions of one source are asked, the most believed that has any of the kernels; and only
 * those of GPUs like that of the first. Those without any of the kernels come last: what they have
 * may stand in for what is missing. Kernels that were measured as references do not count.
 *
 * @param names of the kernels that are needed
 * @param aroundLayers of those that are needed once a step
 */
export function rankSessions(
  files: readonly SessionFile[],
  names: ReadonlySet<string>,
  aroundLayers: ReadonlySet<string> = new Set(),
): SessionFile[] {
  const standings = files.map((file) => standingOf(file, names, aroundLayers));
  const source = SOURCES.find((each) =>
    standings.some(({ kernels, file }) => kernels > 0 && file.session.source === each),
  );
  const ranked = standings
    .filter(({ file }) => file.session.source === source)
    .sort(
      (a, b) =>
        b.present - a.present ||
        b.kernels - a.kernels ||
        b.presentPairs - a.presentPairs ||
        b.pairs - a.pairs ||
        b.around - a.around ||
        Number(a.quick) - Number(b.quick) ||
        descending(a.file.session.provenance.measuredAt, b.file.session.provenance.measuredAt) ||
        descending(a.file.session.id, b.file.session.id),
    )
    .map(({ file }) => file);
  const [first] = ranked;
  return first === undefined ? [] : ranked.filter((file) => areAlike(file, first));
}

interface Standing {
  file: SessionFile;
  /** Kernels that have not changed since. */
  present: number;
  kernels: number;
  presentPairs: number;
  pairs: number;
  around: number;
  quick: boolean;
}

function standingOf(
  file: SessionFile,
  names: ReadonlySet<string>,
  aroundLayers: ReadonlySet<string>,
): Standing {
  const { kernels, pairs, provenance } = file.session;
  const has = kernels.map(({ name, reference }) => reference !== true && names.has(name));
  const hasPresent = kernels.map(
    ({ name }, at) => has[at] && changesSince(kernelNamed(name).kind, provenance).length === 0,
  );
  const pairsOf = (those: readonly (boolean | undefined)[]) =>
    pairs.filter(({ group, remainder }) => those[group] && those[remainder]).length;
  return {
    file,
    present: hasPresent.filter(Boolean).length,
    kernels: has.filter(Boolean).length,
    presentPairs: pairsOf(hasPresent),
    pairs: pairsOf(has),
    around: kernels.filter(({ name }) => aroundLayers.has(name)).length,
    quick: provenance.grid === "quick",
  };
}

/** Times of one say something of the other. */
function areAlike({ session: { gpu } }: SessionFile, { session: { gpu: other } }: SessionFile) {
  return (
    gpu.id === other.id &&
    gpu.smCount === other.smCount &&
    gpu.computeCapability === other.computeCapability
  );
}

function descending(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1;
}
