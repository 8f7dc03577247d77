import { notRising, type PowerModel, stretchFor } from "../../cost/power.ts";
import { leastModeEnergyMj, type SearchProblem } from "../problem/problem.ts";
import { leastModeEnergiesMj } from "../schedule/schedule-power.ts";

/**
 * Modes whose energies differ by no more than this share of all that a period may take need no clocks
 * of their own.
 */
export const ALIKE = 0.002;
/** Each class has an LP of its own, and takes a node. */
export const MOST_CLASSES = 24;
/** In trees of three nano-batches or more: there the classes that are left coarse stay open longest. */
const MOST_WIDE_CLASSES = 48;
/** Share of a tree's nodes that the first visit of all classes may take. */
const NODES_FOR_CLASSES = 0.8;

/** A choice among modes, and how far apart the energies of one unit's modes are in it. */
interface Open {
  allowed: Uint8Array;
  unit: number;
  spreadMj: number;
}

/** Classes at most for a tree of three nano-batches or more, of which only so many nodes are searched. */
export function mostWideClasses(nodeLimit: number): number {
  const visited = Math.floor(NODES_FOR_CLASSES * nodeLimit);
  return Math.min(MOST_WIDE_CLASSES, Math.max(MOST_CLASSES, visited));
}

/**
 * Parts of what a restriction allows, together all of it, in each of which a unit takes about the
 * same energy in all modes that are left. At the power cap a bound is as sharp as the energy is
 * known: what takes more of it runs at a slower clock, where its LP is longer.
 *
 * @param targetUs period that a bound should reach, at whose clock energies are compared
 * @param limit classes at most
 */
export function energyClasses(
  problem: SearchProblem,
  allowed: Uint8Array,
  targetUs: number,
  limit = MOST_CLASSES,
): Uint8Array[] {
  const { power } = problem;
  if (!Number.isFinite(power.dynamicCapW)) return [allowed];
  const energies = leastModeEnergiesMj(problem, stretchFor(power, targetUs));
  const alikeMj = (ALIKE * targetUs * power.dynamicCapW) / 1000;
  const classes = [widest(problem, allowed, energies)];
  while (classes.length < limit) {
    const at = classes.reduce((most, { spreadMj }, k) => {
      return spreadMj > (classes[most] as Open).spreadMj ? k : most;
    }, 0);
    const chosen = classes[at] as Open;
    if (chosen.spreadMj <= alikeMj) break;
    const parts = halves(problem, chosen, energies);
    classes.splice(at, 1, ...parts.map((part) => widest(problem, part, energies)));
  }
  return classes.map((part) => part.allowed);
}

/** The power model of the least energies that the modes of a class take. */
export function leastPowerOf(problem: SearchProblem, allowed: Uint8Array): PowerModel {
  const energies = problem.power.energies.map(({ clockMhz }, clock) => ({
    clockMhz,
    energyMj: problem.units.reduce((sum, { modes }) => {
      const open = modes.filter((mode) => allowed[mode] === 1);
      return sum + Math.min(...open.map((mode) => leastModeEnergyMj(problem, mode, clock)));
    }, 0),
  }));
  return { ...problem.power, energies: notRising(energies) };
}

function widest(problem: SearchProblem, allowed: Uint8Array, energies: Float64Array): Open {
  const spreads = problem.units.map(({ modes }) => {
    const open = modes
      .filter((mode) => allowed[mode] === 1)
      .map((mode) => energies[mode] as number);
    return Math.max(...open) - Math.min(...open);
  });
  const spreadMj = Math.max(...spreads);
  return { allowed, unit: spreads.indexOf(spreadMj), spreadMj };
}

/** The unit's modes below and above the middle of their energies. */
function halves(
  { units }: SearchProblem,
  { allowed, unit }: Open,
  energies: Float64Array,
): Uint8Array[] {
  const open = (units[unit]?.modes ?? []).filter((mode) => allowed[mode] === 1);
  const of = (mode: number) => energies[mode] as number;
  const middle = (Math.max(...open.map(of)) + Math.min(...open.map(of))) / 2;
  return [(mode: number) => of(mode) <= middle, (mode: number) => of(mode) > middle].map(
    (keeps) => {
      const part = allowed.slice();
      for (const mode of open) if (!keeps(mode)) part[mode] = 0;
      return part;
    },
  );
}
