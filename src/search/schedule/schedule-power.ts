import {
  layerEnergyMj,
  notRising,
  type PowerModel,
  shareOfEnergy,
  shareOfTime,
} from "../../cost/power.ts";
import { leastModeEnergyMj, type SearchProblem } from "../problem/problem.ts";

/** Of each nano-operation, the time in flight and that of it beside others, µs. */
export interface TimeInFlight {
  durationUs: readonly number[];
  coRunUs: readonly number[];
}

/**
 * Power model of a schedule by what its nano-operations take in their forms: alone, less what
 * co-running saves some of them while it lasts.
 *
 * @param form running form of each nano-operation
 * @returns the model for a simulation of the schedule
 */
export function schedulePower(
  problem: SearchProblem,
  form: Int32Array,
): (inFlight: TimeInFlight) => PowerModel {
  const { power } = problem;
  const own = Array.from(form, (each) => formEnergies(problem, each));
  const aloneMj = power.energies.map((_, clock) =>
    own.reduce((sum, energies) => sum + (energies[clock]?.energyMj ?? 0), 0),
  );
  const guests = own.flatMap((energies, nanoOperation) => {
    const shares = coRunShares(problem, form[nanoOperation] as number);
    return shares.every((share) => share === 1) ? [] : [{ nanoOperation, shares, energies }];
  });
  return ({ durationUs, coRunUs }) => {
    const times = guests.map(({ nanoOperation: n }) =>
      shareOfTime(coRunUs[n] as number, durationUs[n] as number),
    );
    const energies = power.energies.map(({ clockMhz }, clock) => {
      const savedMj = guests.reduce((sum, { shares, energies }, k) => {
        const share = shareOfEnergy(shares[clock] as number, times[k] as number);
        return sum + (1 - share) * (energies[clock]?.energyMj ?? 0);
      }, 0);
      return { clockMhz, energyMj: (aloneMj[clock] as number) - savedMj };
    });
    return { ...power, energies: notRising(energies) };
  };
}

/** Dynamic energy of a running form at a clock, mJ. */
export function aloneEnergyMj(problem: SearchProblem, form: number, stretch: number): number {
  return layerEnergyMj({ ...problem.power, energies: formEnergies(problem, form) }, stretch);
}

/** Dynamic energy of a running form at a clock while something runs beside it, mJ. */
export function coRunEnergyMj(problem: SearchProblem, form: number, stretch: number): number {
  const shares = coRunShares(problem, form);
  const energies = formEnergies(problem, form).map(({ clockMhz, energyMj }, clock) => ({
    clockMhz,
    energyMj: energyMj * (shares[clock] as number),
  }));
  return layerEnergyMj({ ...problem.power, energies }, stretch);
}

/** Of a running form, at each clock of the problem's power model. */
function coRunShares({ power, formCoRunShare }: SearchProblem, form: number): Float64Array {
  const clocks = power.energies.length;
  return formCoRunShare.subarray(form * clocks, (form + 1) * clocks);
}

/** Dynamic energy that each mode's unit takes in it at least, at a clock, mJ. */
export function leastModeEnergiesMj(problem: SearchProblem, stretch: number): Float64Array {
  const { modes, power } = problem;
  return Float64Array.from(modes, (_, mode) => {
    const energies = power.energies.map(({ clockMhz }, clock) => ({
      clockMhz,
      energyMj: leastModeEnergyMj(problem, mode, clock),
    }));
    return layerEnergyMj({ ...power, energies }, stretch);
  });
}

/** Dynamic energy of a running form alone at each clock of the problem's power model. */
function formEnergies({ power, formEnergyMj }: SearchProblem, form: number) {
  const clocks = power.energies.length;
  return power.energies.map(({ clockMhz }, clock) => ({
    clockMhz,
    energyMj: formEnergyMj[form * clocks + clock] as number,
  }));
}
