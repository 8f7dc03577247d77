import { energyBoundUs, type PowerModel } from "../engine/power.ts";
import { formatDuration, formatPercent } from "../report/units.ts";
import type { Cut } from "./search.ts";
import type { Candidate } from "./solve-structure.ts";

/** What the lower bound of a plan covers, in words. */
export function certificateText(structures: number, cut: Cut | undefined): string {
  const space = `all ${structures} structures of one or two nano-batches, every order, SM share and implementation, small operations kept with their kernel`;
  const end = {
    nodes: "the node limit ended the search early",
    time: "the time limit ended the search early",
    signal: "an interruption ended the search early",
  };
  return `holds for ${space}; ${cut === undefined ? "searched to the end" : end[cut]}`;
}

/** Why the sequential plan was emitted: what the best overlapped one came to, and what binds. */
export function sequentialReason(
  sequential: Candidate,
  best: Candidate,
  noise: number,
  power: PowerModel,
): string {
  const { periodUs, stretch } = sequential.evaluation;
  const gain = periodUs / best.evaluation.periodUs - 1;
  const outcome =
    gain > 1e-9
      ? `the best overlapped plan gains ${formatPercent(gain)} in prediction, no more than the spread of the measurements (${formatPercent(noise)})`
      : "no overlapped plan is shorter in prediction: co-running kernels slow each other down by more than overlapping saves";
  if (stretch === 0) return outcome;
  const floor = formatDuration(energyBoundUs(power, stretch));
  return `${outcome}; the power cap binds already: at this clock the energy of a layer alone takes ${floor}`;
}
