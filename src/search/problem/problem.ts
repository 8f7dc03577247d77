import type { PowerModel } from "../../cost/power.ts";
import type { Partition, SplitId } from "../../cost/table/split.ts";
import type { Lane } from "../../ir/op-graph.ts";

/** A way to run a unit: a partition and an implementation of each of its nano-operations. */
export interface Mode extends Partition {
  unit: number;
  /** Modes run side by side only on one split. */
  split: SplitId;
  /** In the order of the unit's nano-operations. */
  implementations: readonly string[];
}

/**
 * Nano-operations that run one after the other on one partition: a main kernel with the small
 * memory-bound ones around it. The search orders units and gives each one mode.
 */
export interface Unit {
  /** Id of its longest nano-operation. */
  name: string;
  lane: Lane;
  /** Its nano-batch, or the first of those that it covers. */
  part: number;
  /** First token, and one past the last. */
  tokens: readonly [start: number, end: number];
  /** Positions in `nanoOperations`, in the order of execution. */
  members: readonly number[];
  /** Positions in `modes`. */
  modes: readonly number[];
}

/** Unit `to` at layer l waits for unit `from` at layer l - distance. */
export interface UnitArc {
  from: number;
  to: number;
  distance: number;
}

/**
 * The search problem of one structure (a split of the batch), as plain data for worker threads.
 *
 * A *running form* is one nano-operation in one mode of its unit: the forms of a mode are
 * consecutive, in the order of the unit's members. Times are µs at boost clock.
 */
export interface SearchProblem {
  name: string;
  nanoOperations: readonly string[];
  units: readonly Unit[];
  arcs: readonly UnitArc[];
  modes: readonly Mode[];
  /** First running form of each mode. */
  firstForm: Int32Array;
  /** Of each running form. */
  formNanoOperation: Int32Array;
  formMode: Int32Array;
  /** Alone on its partition, µs. */
  formUs: Float64Array;
  /** Sensitivity of this time to the clock: see `PowerModel`. */
  formSensitivity: Float64Array;
  /**
   * Dynamic energy alone at each clock of `power.energies`, mJ:
   * `formEnergyMj[form * clocks + clock]`.
   */
  formEnergyMj: Float64Array;
  /** Share of this energy that it takes while something runs beside it, at each of the clocks. */
  formCoRunShare: Float64Array;
  /** Share of this energy that it takes in every schedule, likewise: see `leastEnergyShares`. */
  formLeastShare: Float64Array;
  /**
   * `slowdown[a * forms + b]`: time of form a while form b runs over its time alone on the same
   * partition; 0 when the two may not run together.
   */
  slowdown: Float64Array;
  /**
   * Its energies are the least that any schedule takes: see `schedulePower` for those of one.
   */
  power: PowerModel;
}

/** A schedule of one structure: the units by their start in one period, and a mode for each. */
export interface Schedule {
  sequence: readonly number[];
  /** Mode of each unit, by position in `units`. */
  modes: readonly number[];
  /** Layers that each part falls back further than its dependences ask; 0 where left out. */
  lags: readonly number[];
}

const unitsOfProblems = new WeakMap<SearchProblem, Int32Array>();

/** Unit of each nano-operation. */
export function unitOfEach(problem: SearchProblem): Int32Array {
  const known = unitsOfProblems.get(problem);
  if (known !== undefined) return known;
  const unitOf = new Int32Array(problem.nanoOperations.length);
  problem.units.forEach(({ members }, unit) => {
    for (const member of members) unitOf[member] = unit;
  });
  unitsOfProblems.set(problem, unitOf);
  return unitOf;
}

/** All ways in which parts after the first may lag by a layer or not. */
export function lagChoices(problem: SearchProblem): number[][] {
  const parts = partCount(problem);
  return Array.from({ length: 2 ** (parts - 1) }, (_, mask) =>
    Array.from({ length: parts }, (__, part) => (part > 0 ? (mask >> (part - 1)) & 1 : 0)),
  );
}

export function partCount({ units }: SearchProblem): number {
  return Math.max(...units.map(({ part }) => part)) + 1;
}

/** May two modes run at the same time, as far as their partitions and measurements allow? */
export function modesCompatible(problem: SearchProblem, a: number, b: number): boolean {
  const forms = problem.formUs.length;
  const formA = problem.firstForm[a] as number;
  const formB = problem.firstForm[b] as number;
  return (problem.slowdown[formA * forms + formB] as number) > 0;
}

/** Running form of each nano-operation under the chosen modes. */
export function formsOf(problem: SearchProblem, modes: readonly number[]): Int32Array {
  const forms = new Int32Array(problem.nanoOperations.length);
  formsInto(forms, problem, modes);
  return forms;
}

/** As {@link formsOf}, into a table that is there already. */
export function formsInto(
  forms: Int32Array,
  { units, firstForm }: SearchProblem,
  modes: readonly number[],
): void {
  for (let u = 0; u < units.length; u++) {
    const { members } = units[u] as Unit;
    const first = firstForm[modes[u] as number] as number;
    for (let k = 0; k < members.length; k++) forms[members[k] as number] = first + k;
  }
}

/** Time of a running form alone at a clock, µs. */
export function clockedUs(
  { formUs, formSensitivity }: Pick<SearchProblem, "formUs" | "formSensitivity">,
  form: number,
  stretch: number,
): number {
  return (formUs[form] as number) * (1 + (formSensitivity[form] as number) * stretch);
}

/** What the energies of modes follow from. */
export type ModeForms = Pick<
  SearchProblem,
  "units" | "modes" | "firstForm" | "formUs" | "formEnergyMj" | "formLeastShare"
>;

/** Dynamic energy that a unit in a mode takes at least, at one of the clocks of `formEnergyMj`, mJ. */
export function leastModeEnergyMj(
  { units, modes, firstForm, formUs, formEnergyMj, formLeastShare }: ModeForms,
  mode: number,
  clock: number,
): number {
  const clocks = formEnergyMj.length / formUs.length;
  const { members } = units[(modes[mode] as Mode).unit] as Unit;
  const first = firstForm[mode] as number;
  return members.reduce((sum, _, k) => {
    const at = (first + k) * clocks + clock;
    return sum + (formEnergyMj[at] as number) * (formLeastShare[at] as number);
  }, 0);
}

/** Time of a unit alone in a mode at a clock, that of boost when left out, µs. */
export function modeUs(problem: SearchProblem, mode: number, stretch = 0): number {
  const { unit } = problem.modes[mode] as Mode;
  const { members } = problem.units[unit] as Unit;
  const first = problem.firstForm[mode] as number;
  return members.reduce((sum, _, k) => sum + clockedUs(problem, first + k, stretch), 0);
}
