import { layerEnergyMj, notRising, type PowerModel } from "../engine/power.ts";
import { modeEnergyMj, type Schedule, type SearchProblem } from "./problem.ts";

/** Power model of a schedule: what its units take in the modes that it gives them. */
export function schedulePower(problem: SearchProblem, { modes }: Schedule): PowerModel {
  const own = modes.map((mode) => modeEnergies(problem, mode));
  const energies = problem.power.energies.map(({ clockMhz }, clock) => ({
    clockMhz,
    energyMj: own.reduce((sum, atClocks) => sum + (atClocks[clock]?.energyMj ?? 0), 0),
  }));
  return { ...problem.power, energies: notRising(energies) };
}

/** Dynamic energy of each mode's unit in it at a clock, mJ. */
export function modeEnergiesMj(problem: SearchProblem, stretch: number): Float64Array {
  const { modes, power } = problem;
  return Float64Array.from(modes, (_, mode) =>
    layerEnergyMj({ ...power, energies: modeEnergies(problem, mode) }, stretch),
  );
}

/** Dynamic energy of a unit in a mode at each clock of the problem's power model. */
function modeEnergies(problem: SearchProblem, mode: number): PowerModel["energies"] {
  return problem.power.energies.map(({ clockMhz }, clock) => ({
    clockMhz,
    energyMj: modeEnergyMj(problem, mode, clock),
  }));
}
