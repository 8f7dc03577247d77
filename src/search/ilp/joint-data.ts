import { type Configuration, configurationsOf } from "../problem/configurations.ts";
import { distanceClosure, isOrdered } from "../problem/order.ts";
import {
  type Mode,
  modesCompatible,
  type SearchProblem,
  type UnitArc,
} from "../problem/problem.ts";

/** Two units whose order in the period is open, and the splits on which they may overlap. */
export interface OpenPair {
  a: number;
  b: number;
  splits: readonly Mode["split"][];
}

/** What the integer program of a structure needs besides the problem itself. */
export interface JointData {
  problem: SearchProblem;
  pairs: readonly OpenPair[];
  configurations: readonly Configuration[];
  /** Dependences between different units. */
  arcs: readonly UnitArc[];
}

export function jointData(problem: SearchProblem): JointData {
  const pairs = openPairs(problem);
  return {
    problem,
    pairs,
    configurations: jointConfigurations(problem, pairs),
    arcs: problem.arcs.filter(({ from, to }) => from !== to),
  };
}

export function splitOf({ modes }: SearchProblem, mode: number): Mode["split"] {
  return (modes[mode] as Mode).split;
}

/** The modes of a unit on a split. */
export function modesOn(problem: SearchProblem, unit: number, split: Mode["split"]): number[] {
  const modes = problem.units[unit]?.modes ?? [];
  return modes.filter((mode) => splitOf(problem, mode) === split);
}

/** The units of a configuration. */
export function unitsOf(
  { formMode, modes }: SearchProblem,
  { formA, formB }: Configuration,
): number[] {
  const unit = (form: number) => (modes[formMode[form] as number] as Mode).unit;
  return formB < 0 ? [unit(formA)] : [unit(formA), unit(formB)];
}

/** Pairs of units that no circuit of distance one puts in order already. */
function openPairs(problem: SearchProblem): OpenPair[] {
  const { units, arcs } = problem;
  const closure = distanceClosure(units.length, arcs);
  const pairs: OpenPair[] = [];
  for (let a = 0; a < units.length; a++) {
    for (let b = a + 1; b < units.length; b++) {
      if (closure !== undefined && isOrdered(closure, units.length, a, b)) continue;
      pairs.push({ a, b, splits: commonSplits(problem, a, b) });
    }
  }
  return pairs;
}

/** Splits on which some modes of two units were measured together. */
function commonSplits(problem: SearchProblem, a: number, b: number): Mode["split"][] {
  const modesOf = (unit: number) => problem.units[unit]?.modes ?? [];
  const common = modesOf(a).filter((mode) =>
    modesOf(b).some((other) => modesCompatible(problem, mode, other)),
  );
  return [...new Set(common.map((mode) => splitOf(problem, mode)))];
}

/** Every running form alone, and those measured together whose units no circuit keeps apart. */
function jointConfigurations(problem: SearchProblem, pairs: readonly OpenPair[]): Configuration[] {
  const open = new Set(pairs.map(({ a, b }) => `${a} ${b}`));
  const mayMeet = (configuration: Configuration) =>
    open.has(
      unitsOf(problem, configuration)
        .sort((a, b) => a - b)
        .join(" "),
    );
  return configurationsOf(problem).filter(
    (configuration) => configuration.formB < 0 || mayMeet(configuration),
  );
}
