import type { Size } from "../../cost/curve/interpolate.ts";
import type { Campaign } from "../jobs/campaign.ts";
import type { Findings } from "../jobs/findings.ts";
import {
  coarselyEmpty,
  coarseToFine,
  gemmTokens,
  partlyEmpty,
  plain,
  tokensByTiles,
} from "../jobs/grids.ts";
import { type Job, type Place, WHOLE } from "../jobs/job.ts";
import { finalists } from "./co-run.ts";
import { type Indexed, indexed, placeOf, solo, sweeps } from "./stage.ts";

/** The GEMMs that were chosen for each split, at all token counts. */
export function fill(campaign: Campaign, findings: Findings): Job[] {
  if (campaign.quick) return [];
  return gemmTokens(campaign).flatMap((tokens) =>
    onSplits(campaign, findings, (kernel, names, place) => {
      const size: Size = { tokens, context: 0 };
      const timed = findings.timedAt(kernel.index, size, place);
      return names
        .filter((name) => !timed.includes(name))
        .map((name) => solo(kernel, name, size, place));
    }),
  );
}

/**
 * GEMMs with the last tile partly empty, since some implementations are slower then. The whole GPU
 * takes all sizes, its parts those of few tiles. What runs once a step, with the implementation
 * that it is planned with only: its calls are long.
 */
export function partTiles(campaign: Campaign, findings: Findings): Job[] {
  if (campaign.quick) return [];
  const { few, many } = tokensByTiles(campaign);
  const whole = [...few, ...many].flatMap((tokens) =>
    gemms(campaign).flatMap((kernel) =>
      findings
        .timedAt(kernel.index, plain(tokens), WHOLE)
        .flatMap((name) => partlyEmpty(tokens).map((size) => solo(kernel, name, plain(size)))),
    ),
  );
  const once = [...few, ...many].flatMap((tokens) =>
    indexed(campaign)
      .filter((kernel) => kernel.role === "once" && sweeps(kernel))
      .flatMap((kernel) => {
        const name = findings.best(kernel.index, plain(tokens));
        if (name === undefined) return [];
        return coarselyEmpty(tokens).map((size) => solo(kernel, name, plain(size)));
      }),
  );
  const parts = few.flatMap((tokens) =>
    onSplits(campaign, findings, (kernel, names, place) =>
      names.flatMap((name) =>
        coarselyEmpty(tokens).map((size) => solo(kernel, name, plain(size), place)),
      ),
    ),
  );
  return [...whole, ...once, ...parts];
}

/** The same on parts at sizes of many tiles, with the last of them nearly empty. */
export function partTilesOfMany(campaign: Campaign, findings: Findings): Job[] {
  if (campaign.quick) return [];
  return tokensByTiles(campaign).many.flatMap((tokens) =>
    onSplits(campaign, findings, (kernel, names, place) =>
      names.map((name) => solo(kernel, name, plain(Math.min(...coarselyEmpty(tokens))), place)),
    ),
  );
}

function onSplits(
  campaign: Campaign,
  findings: Findings,
  jobs: (kernel: Indexed, names: readonly string[], place: Place) => Job[],
): Job[] {
  return [...coarseToFine(campaign.splits), ...campaign.ctaLimits].flatMap((split) =>
    gemms(campaign).flatMap((kernel) =>
      jobs(kernel, finalists(campaign, findings, kernel, split), placeOf(kernel, split)),
    ),
  );
}

function gemms(campaign: Campaign): Indexed[] {
  return indexed(campaign).filter(({ role }) => role === "gemm");
}
