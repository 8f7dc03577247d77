import { MAX_STRETCH, shareOfEnergy } from "../../cost/power.ts";
import { clockedUs, type SearchProblem, type Unit } from "./problem.ts";

type Forms = Pick<
  SearchProblem,
  | "units"
  | "firstForm"
  | "formNanoOperation"
  | "formUs"
  | "formSensitivity"
  | "formCoRunShare"
  | "slowdown"
>;

/**
 * Share of its energy alone that each running form takes at least at each clock, whatever the
 * schedule. Co-running saves energy, and a form co-runs no longer in a period than the units that may be
 * beside it are in flight when they have none but this one.
 *
 * @param overlap 1 at `a * units + b` when units a and b may be in flight together
 */
export function leastEnergyShares(forms: Forms, overlap: Uint8Array): Float64Array {
  const { units, formNanoOperation, formCoRunShare } = forms;
  const unitOf = new Map(units.flatMap(({ members }, u) => members.map((m) => [m, u] as const)));
  const clocks = formCoRunShare.length / formNanoOperation.length;
  const least = Float64Array.from(formCoRunShare);
  formNanoOperation.forEach((nanoOperation, form) => {
    const shares = least.subarray(form * clocks, (form + 1) * clocks);
    if (shares.every((share) => share === 1)) return;
    const own = unitOf.get(nanoOperation) as number;
    const beside = units.filter((_, u) => overlap[own * units.length + u] === 1);
    const coRun = mostCoRun(forms, form, beside);
    shares.forEach((share, clock) => {
      shares[clock] = shareOfEnergy(share, coRun);
    });
  });
  return least;
}

/** Most of its time in flight in which a form can co-run with units that may be beside it. */
function mostCoRun(forms: Forms, guest: number, beside: readonly Unit[]): number {
  const { formUs, slowdown } = forms;
  const hostsOf = (unit: Unit) => unit.modes.map((mode) => hostsIn(forms, unit, mode, guest));
  const all = beside.map(hostsOf);
  // Over the guest's time alone.
  const coRunTime = all
    .map((modes) =>
      Math.max(
        ...modes.map((hosts) =>
          hosts.reduce((sum, host) => sum + mostBeside(forms, host, guest), 0),
        ),
      ),
    )
    .reduce((sum, most) => sum + most, 0);
  const slowdowns = all.flat(2).map((host) => slowdown[guest * formUs.length + host] as number);
  const least = Math.min(...slowdowns);
  // What is left undone after co-running takes its time alone.
  return coRunTime >= least ? 1 : coRunTime / (1 + coRunTime * (1 - 1 / least));
}

/** Running forms of a unit in a mode that may be beside the guest. */
function hostsIn(
  { firstForm, formUs, slowdown }: Forms,
  { members }: Unit,
  mode: number,
  guest: number,
): number[] {
  const first = firstForm[mode] as number;
  return members
    .map((_, k) => first + k)
    .filter((host) => (slowdown[host * formUs.length + guest] as number) > 0);
}

/** Time of all of a host's work beside a guest over the guest's time alone, at any clock. */
function mostBeside(forms: Forms, host: number, guest: number): number {
  const { formUs, slowdown } = forms;
  // The ratio of two times that grow evenly with the stretch is greatest at one of its ends.
  const ratios = [0, MAX_STRETCH].map(
    (stretch) => clockedUs(forms, host, stretch) / clockedUs(forms, guest, stretch),
  );
  return (slowdown[host * formUs.length + guest] as number) * Math.max(...ratios);
}
