import { type Size, TILE_TOKENS } from "../../interpolate.ts";
import type { Campaign } from "../campaign.ts";
import type { Findings } from "../findings.ts";
import { coarseToFine, gemmTokens } from "../grids.ts";
import { type Job, type Place, WHOLE } from "../job.ts";
import { finalists } from "./company.ts";
import { type Indexed, indexed, placeOf, solo } from "./stage.ts";

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

/** The same with the last tile half empty: some implementations are slower then, others faster. */
export function halfTiles(campaign: Campaign, findings: Findings): Job[] {
  if (campaign.quick) return [];
  const halfEmpty = (tokens: number): Size => ({ tokens: tokens - TILE_TOKENS / 2, context: 0 });
  return gemmTokens(campaign).flatMap((tokens) => {
    const full: Size = { tokens, context: 0 };
    const whole = gemms(campaign).flatMap((kernel) =>
      findings
        .timedAt(kernel.index, full, WHOLE)
        .map((name) => solo(kernel, name, halfEmpty(tokens))),
    );
    const parts = onSplits(campaign, findings, (kernel, names, place) =>
      names.map((name) => solo(kernel, name, halfEmpty(tokens), place)),
    );
    return [...whole, ...parts];
  });
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
