import { shareOfTime } from "../../cost/power.ts";
import type { KernelKind, Profile } from "../../generated/profile.ts";
import { CO_RUN_ENERGY, isPairKind, pairKind } from "../../profile/hold-out-kinds.ts";
import { formatPercent } from "../../text/units.ts";
import { formsOf } from "../problem/problem.ts";
import { aloneEnergyMj, coRunEnergyMj } from "../schedule/schedule-power.ts";
import { overlapsOf } from "./overlap.ts";
import { winnersExcess } from "./promise.ts";
import type { Solution } from "./solution.ts";

/**
 * What of a predicted gain over the sequential plan may be error, and how much a plan has to gain.
 */
export interface Margin {
  /** Spread that 95% of the profile's measurements keep. */
  spread: number;
  /** Share of the period in which kernels run side by side. */
  companyShare: number;
  /** Error of slowdowns: the median of the pairs' kinds held out, in the mean over that share. */
  companyError: number;
  /**
   * Share of the layer's energy that kernels on remainders take while something runs beside them,
   * where the power cap binds; else 0.
   */
  energyShare: number;
  /** Error of that: the median of the pairs, each by the others at its clock. */
  energyError: number;
  /**
   * Of the layer's energy, what may be wrong since kernels drew more than the cap when they were
   * measured: the card had not settled. Where the cap binds; else 0.
   */
  unsettledError: number;
  /** What of a gain may be error. */
  uncertainty: number;
  /**
   * Gains up to this one are no gains: the uncertainty or, where that is more, by how much chosen plans
   * fell short; or what the user asked for.
   */
  leastGain: number;
  /** Whether the user asked for that one. */
  asked: boolean;
}

/** Gains below this are rounding errors. */
export const ROUNDING = 1e-9;

/** Share of the cap above it that a settled kernel may draw: the clock swings. */
const SWING = 0.01;

type Evidence = Pick<Profile, "source" | "provenance" | "holdOut" | "kernels" | "power">;

/**
 * The margin by which a schedule must gain to be trusted. Times alone enter the sequential plan as well and cancel but
 * for the spread of the measurements; slowdowns enter the overlapped plan alone. While two kernels
 * run side by side the period goes by the rate of one of them, so the error of a slowdown is as
 * large an error of the period, for the share of it in which the two meet. The margin is the spread
 * and, over all pairs, this share times the median error of the pair's kinds; where these were not
 * held out, that of the worst kinds that were. At the power cap the period goes by the energy of a
 * layer, so what kernels take while they co-run, which no sequential plan needs, counts by its share of
 * that energy.
 *
 * A kernel that drew more than the cap had not settled, so its energy may be off by as much.
 *
 * What a search chooses falls short of its prediction (`promise.ts`). So a gain that is no more than
 * that promises nothing, however small the margin.
 *
 * @param kindOf kind of a nano-operation, by its id
 * @param minGain least gain to ask for instead
 */
export function marginOf(
  { source, provenance, holdOut = [], kernels, power }: Evidence,
  solution: Pick<Solution, "problem" | "candidate">,
  kindOf: (nanoOperation: string) => KernelKind | undefined,
  minGain?: number,
): Margin {
  const medians = new Map(
    holdOut.filter(({ what }) => isPairKind(what)).map(({ what, median }) => [what, median]),
  );
  const worst = Math.max(0, ...medians.values());
  const { periodUs } = solution.candidate.evaluation;
  const meetings = overlapsOf(solution).flatMap(({ guest, hosts }) =>
    hosts.map(({ id, sharedUs }) => {
      const [host, other] = [kindOf(id), kindOf(guest)];
      const known = host && other && medians.get(pairKind(host, other));
      return { share: sharedUs / periodUs, error: known ?? worst };
    }),
  );
  const companyShare = meetings.reduce((sum, { share }) => sum + share, 0);
  const coRunning = meetings.reduce((sum, { share, error }) => sum + share * error, 0);
  const spread = provenance.p95Spread ?? 0;
  const energyShare = energyShareOf(solution);
  const energyError = holdOut.find(({ what }) => what === CO_RUN_ENERGY)?.median ?? 0;
  const unsettledError = unsettledErrorOf(solution, unsettledKinds({ kernels, power }), kindOf);
  const uncertainty = spread + coRunning + energyShare * energyError + unsettledError;
  return {
    spread,
    companyShare,
    companyError: companyShare > 0 ? coRunning / companyShare : 0,
    energyShare,
    energyError,
    unsettledError,
    uncertainty,
    leastGain: minGain ?? Math.max(uncertainty, winnersExcess(source)),
    asked: minGain !== undefined,
  };
}

/**
 * Of the layer's energy at the schedule's clock, the share that kernels on remainders take while
 * something runs beside them; 0 where the power cap does not bind.
 */
function energyShareOf({ problem, candidate }: Pick<Solution, "problem" | "candidate">): number {
  const { evaluation, schedule } = candidate;
  const { durationUs, coRunUs, energyUs, stretch } = evaluation;
  if (stretch === 0) return 0;
  const coRunMj = [...formsOf(problem, schedule.modes)].reduce((sum, form, nanoOperation) => {
    const mode = problem.formMode[form] as number;
    if (problem.modes[mode]?.side !== "remainder") return sum;
    const [coRunOf, durationOf] = [coRunUs[nanoOperation], durationUs[nanoOperation]];
    const coRunning = shareOfTime(coRunOf as number, durationOf as number);
    return sum + coRunEnergyMj(problem, form, stretch) * coRunning;
  }, 0);
  const layerMj = (energyUs * problem.power.dynamicCapW) / 1000;
  return coRunMj / layerMj;
}

/** By how much kinds of kernels drew more than the cap back to back, as a share of it. */
function unsettledKinds({
  kernels,
  power: { capW },
}: Pick<Profile, "kernels" | "power">): ReadonlyMap<KernelKind, number> {
  const found = new Map<KernelKind, number>();
  if (capW === null) return found;
  for (const { kind, sustained } of kernels) {
    for (const [, , , , , , powerW] of sustained) {
      const excess = powerW / capW - 1;
      if (excess > SWING) found.set(kind, Math.max(excess, found.get(kind) ?? 0));
    }
  }
  return found;
}

function unsettledErrorOf(
  { problem, candidate }: Pick<Solution, "problem" | "candidate">,
  unsettled: ReadonlyMap<KernelKind, number>,
  kindOf: (nanoOperation: string) => KernelKind | undefined,
): number {
  const { evaluation, schedule } = candidate;
  const { energyUs, stretch } = evaluation;
  if (stretch === 0 || unsettled.size === 0) return 0;
  const layerMj = (energyUs * problem.power.dynamicCapW) / 1000;
  return [...formsOf(problem, schedule.modes)].reduce((sum, form, nanoOperation) => {
    const kind = kindOf(problem.nanoOperations[nanoOperation] ?? "");
    const excess = (kind && unsettled.get(kind)) ?? 0;
    return sum + (excess * aloneEnergyMj(problem, form, stretch)) / layerMj;
  }, 0);
}

/** Why a gain up to the least one is none. */
export function marginText({
  spread,
  companyShare,
  companyError,
  energyShare,
  energyError,
  unsettledError,
  uncertainty,
  leastGain,
  asked,
}: Margin): string {
  if (asked) return `no more than the ${formatPercent(leastGain)} asked for`;
  if (leastGain > uncertainty)
    return `no more than the ${formatPercent(leastGain)} by which chosen plans fell short of their predictions on GPUs`;
  const unsettled =
    unsettledError === 0
      ? ""
      : `, and ${formatPercent(unsettledError)} of its energy, by kernels that drew more than the cap when they were measured`;
  if (companyShare === 0 && energyShare === 0 && unsettledError === 0)
    return `no more than the spread of the measurements, ${formatPercent(spread)}`;
  const energy =
    energyShare * energyError === 0
      ? ""
      : `, and ${formatPercent(energyError)}, that of what they take of energy there, over ${formatPercent(energyShare, 0)} of the layer's`;
  return (
    `no more than may be wrong with it, ${formatPercent(leastGain)}: the spread of the measurements, ` +
    `${formatPercent(spread)}, and ${formatPercent(companyError)}, the median error of such slowdowns, ` +
    `over the ${formatPercent(companyShare, 0)} of the period that kernels run side by side${energy}${unsettled}`
  );
}
