import type { KernelKind, Profile } from "../generated/profile.ts";
import { COMPANY_ENERGY, isPairKind, pairKind } from "../profile/hold-out-kinds.ts";
import { formatPercent } from "../report/units.ts";
import type { Solution } from "./outcome.ts";
import { type Company, companyOf } from "./overlap.ts";
import { modeEnergiesMj } from "./schedule-power.ts";

/**
 * What of a predicted gain over the sequential plan may be error, and how much a plan has to gain.
 */
export interface Doubt {
  /** Spread that 95% of the profile's measurements keep. */
  spread: number;
  /** Share of the period in which kernels run side by side. */
  companyShare: number;
  /** Error of slowdowns: the median of the pairs' kinds held out, in the mean over that share. */
  companyError: number;
  /**
   * Share of the layer's energy that kernels take beside others, where the power cap binds; else 0.
   */
  energyShare: number;
  /** Error of that: the median of the pairs, each by the mean of the others. */
  energyError: number;
  /**
   * Share of the layer's energy that the model takes off for company which the schedule lacks; else
   * 0.
   */
  unsharedEnergy: number;
  /** What of a gain may be error. */
  uncertainty: number;
  /** Gains up to this one are no gains: the uncertainty, or what the user asked for. */
  leastGain: number;
  /** Whether the user asked for that one. */
  asked: boolean;
}

/** Gains below this are rounding errors. */
export const ROUNDING = 1e-9;

type Evidence = Pick<Profile, "provenance" | "holdOut">;

/**
 * The doubt about a schedule's gain. Times alone enter the sequential plan as well and cancel but
 * for the spread of the measurements; slowdowns enter the overlapped plan alone. While two kernels
 * run side by side the period goes by the rate of one of them, so the error of a slowdown is as
 * large an error of the period, for the share of it in which the two meet. The doubt is the spread
 * and, over all pairs, this share times the median error of the pair's kinds; where these were not
 * held out, that of the worst kinds that were. At the power cap the period goes by the energy of a
 * layer, so what kernels take in company, which no sequential plan needs, counts by its share of
 * that energy. The model gives a kernel on a remainder the energy that it takes beside others for
 * all of its time; what this takes off for time in which nothing runs beside it is no gain.
 *
 * @param kindOf kind of a nano-operation, by its id
 * @param minGain least gain to ask for instead
 */
export function doubtOf(
  { provenance, holdOut = [] }: Evidence,
  solution: Pick<Solution, "problem" | "candidate">,
  kindOf: (nanoOperation: string) => KernelKind | undefined,
  minGain?: number,
): Doubt {
  const medians = new Map(
    holdOut.filter(({ what }) => isPairKind(what)).map(({ what, median }) => [what, median]),
  );
  const worst = Math.max(0, ...medians.values());
  const { periodUs } = solution.candidate.evaluation;
  const company = companyOf(solution);
  const meetings = company.flatMap(({ guest, hosts }) =>
    hosts.map(({ id, sharedUs }) => {
      const [host, other] = [kindOf(id), kindOf(guest)];
      const known = host && other && medians.get(pairKind(host, other));
      return { share: sharedUs / periodUs, error: known ?? worst };
    }),
  );
  const companyShare = meetings.reduce((sum, { share }) => sum + share, 0);
  const inCompany = meetings.reduce((sum, { share, error }) => sum + share * error, 0);
  const spread = provenance.p95Spread ?? 0;
  const { energyShare, unsharedEnergy } = companyEnergy(solution, company);
  const energyError = holdOut.find(({ what }) => what === COMPANY_ENERGY)?.median ?? 0;
  const uncertainty = spread + inCompany + energyShare * energyError + unsharedEnergy;
  return {
    spread,
    companyShare,
    companyError: companyShare > 0 ? inCompany / companyShare : 0,
    energyShare,
    energyError,
    unsharedEnergy,
    uncertainty,
    leastGain: minGain ?? uncertainty,
    asked: minGain !== undefined,
  };
}

/**
 * Of the layer's energy at the schedule's clock, the share of what runs on remainders, and that of
 * what such kernels would take more on the whole GPU, for the time in which each has no company.
 */
function companyEnergy(
  { problem, candidate }: Pick<Solution, "problem" | "candidate">,
  company: readonly Company[],
): Pick<Doubt, "energyShare" | "unsharedEnergy"> {
  const { evaluation, schedule } = candidate;
  if (evaluation.stretch === 0) return { energyShare: 0, unsharedEnergy: 0 };
  const energiesMj = modeEnergiesMj(problem, evaluation.stretch);
  const sharedUs = new Map(company.map((meeting) => [meeting.guest, meeting.sharedUs]));
  const totals = { allMj: 0, companyMj: 0, unsharedMj: 0 };
  for (const [u, { members, modes }] of problem.units.entries()) {
    const mode = schedule.modes[u] as number;
    const energyMj = energiesMj[mode] as number;
    totals.allMj += energyMj;
    if (problem.modes[mode]?.side !== "remainder") continue;
    totals.companyMj += energyMj;
    const onWhole = modes.filter((other) => problem.modes[other]?.side === "whole");
    const wholeMj = Math.min(...onWhole.map((other) => energiesMj[other] as number));
    const savedMj = Math.max(0, wholeMj - energyMj);
    const inFlightUs = members.reduce((sum, m) => sum + (evaluation.durationUs[m] as number), 0);
    const metUs = members.reduce(
      (sum, m) => sum + (sharedUs.get(problem.nanoOperations[m] as string) ?? 0),
      0,
    );
    totals.unsharedMj += savedMj * Math.max(0, 1 - metUs / inFlightUs);
  }
  const { allMj, companyMj, unsharedMj } = totals;
  if (allMj === 0) return { energyShare: 0, unsharedEnergy: 0 };
  return { energyShare: companyMj / allMj, unsharedEnergy: unsharedMj / allMj };
}

/** Why a gain up to the least one is none. */
export function doubtText({
  spread,
  companyShare,
  companyError,
  energyShare,
  energyError,
  unsharedEnergy,
  leastGain,
  asked,
}: Doubt): string {
  if (asked) return `no more than the ${formatPercent(leastGain)} asked for`;
  if (companyShare === 0 && energyShare === 0)
    return `no more than the spread of the measurements, ${formatPercent(spread)}`;
  const energy =
    energyShare * energyError === 0
      ? ""
      : `, and ${formatPercent(energyError)}, that of what they take of energy there, over ${formatPercent(energyShare, 0)} of the layer's`;
  const unshared =
    unsharedEnergy < ROUNDING
      ? ""
      : `, and ${formatPercent(unsharedEnergy)} of the layer's energy, taken off for company that is not there`;
  return (
    `no more than may be wrong with it, ${formatPercent(leastGain)}: the spread of the measurements, ` +
    `${formatPercent(spread)}, and ${formatPercent(companyError)}, the median error of such slowdowns, ` +
    `over the ${formatPercent(companyShare, 0)} of the period that kernels run side by side${energy}${unshared}`
  );
}
