import { fillTiles, type Size } from "../../cost/curve/interpolate.ts";
import type { Split } from "../../cost/table/split.ts";
import type { Campaign } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import { coRunSize } from "../jobs/grids.ts";
import { heldOutCoRunTokens, heldOutSizes } from "../jobs/held-out-grids.ts";
import { type Job, type Place, WHOLE } from "../jobs/job.ts";
import { pairJobs, screeningSplit } from "./co-run.ts";
import {
  fastestOfFamilies,
  type Indexed,
  indexed,
  namesFor,
  partners,
  placeOf,
  solo,
  splitsFor,
  sweeps,
} from "./stage.ts";

/**
 * Points between those of the grids, which the model never sees: its error on them is what the
 * profile says of itself. With the implementation that a plan would choose there.
 */
export function heldOutSolos(campaign: Campaign, findings: Findings): Job[] {
  return indexed(campaign).flatMap((kernel) =>
    heldOutPlaces(campaign, kernel).flatMap((place) =>
      heldOutSizes(campaign, kernel).flatMap((size) =>
        namesAlone(campaign, findings, kernel, size, place).map((name) =>
          heldOut(solo(kernel, name, size, place)),
        ),
      ),
    ),
  );
}

/** The same for pairs: sizes, and on some splits, between those measured. */
export function heldOutPairs(campaign: Campaign, findings: Findings): Job[] {
  const split = screeningSplit(campaign);
  if (split === undefined) return [];
  const compute = indexed(campaign).filter(({ role }) => role === "gemm" || role === "prefill");
  return partners(campaign).flatMap((partner) =>
    splitsOf(campaign, partner, split).flatMap((at) =>
      compute.flatMap((kernel) =>
        heldOutCoRunTokens(campaign).flatMap((tokens) => {
          const size = coRunSize(campaign, kernel, tokens);
          const name =
            findings.bestCoRunning(kernel.index, partner.index, at, size) ??
            namesAlone(campaign, findings, kernel, size, placeOf(kernel, at))[0];
          if (name === undefined) return [];
          return pairJobs(campaign, findings, kernel, name, partner, at, tokens, tokens)
            .slice(0, 1)
            .map(heldOut);
        }),
      ),
    ),
  );
}

function heldOutPlaces(campaign: Campaign, kernel: Indexed): Place[] {
  const split = screeningSplit(campaign);
  if (split === undefined || kernel.role === "once") return [WHOLE];
  return [WHOLE, placeOf(kernel, split)];
}

function splitsOf(campaign: Campaign, partner: Indexed, screening: Split): Split[] {
  const limited = splitsFor(campaign, partner).filter(({ mechanism }) => mechanism === "cta-limit");
  const contexts = splitsFor(campaign, partner).filter((split) => !limited.includes(split));
  const smaller = contexts[Math.floor(contexts.length / 3)] ?? screening;
  const measured = contexts.includes(screening) ? [screening] : [];
  return [...new Set([...measured, smaller, ...limited.slice(0, 1)])];
}

/** What a plan may choose where nothing runs beside: of collectives one of each family. */
function namesAlone(
  campaign: Campaign,
  findings: Findings,
  kernel: Indexed,
  size: Size,
  place: Place,
): string[] {
  if (kernel.role === "network") return fastestOfFamilies(campaign, findings, kernel, place);
  if (!sweeps(kernel)) return namesFor(campaign, findings, kernel, place).slice(0, 1);
  const full = { ...size, tokens: fillTiles(size.tokens) };
  const name = findings.best(kernel.index, full, place);
  return name === undefined ? [] : [name];
}

function heldOut(job: Job): Job {
  return job.type === "solo" || job.type === "pair" ? { ...job, heldOut: true } : job;
}
