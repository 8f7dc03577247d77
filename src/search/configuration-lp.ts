import { energyBoundUs } from "../engine/power.ts";
import type { SplitId } from "../profile/split.ts";
import type { CompanyRules } from "./company.ts";
import type { Mode, SearchProblem, Unit } from "./problem.ts";
import type { LinearProgram, LpModel, LpSolver } from "./solver/lp-solver.ts";

/** What a node of the search tree still allows. */
export interface Restriction {
  /** 1 for each mode that its unit may still take. */
  allowed: Uint8Array;
  /** 1 at `a * units + b` when units a and b may be in flight together. */
  overlap: Uint8Array;
  /** What is decided of nano-operations side by side; nothing when left out. */
  company?: CompanyRules;
}

export interface LpBound {
  /** No schedule within the restriction has a shorter period, µs. */
  boundUs: number;
  /** Time per period that each running form is in flight in the LP's solution, µs. */
  formTimeUs: Float64Array;
  /** Pairs of nano-operations that are in flight together in the LP's solution. */
  together: readonly Together[];
}

/** Time per period that two nano-operations are in flight together. */
export interface Together {
  a: number;
  b: number;
  us: number;
}

/** One or two running forms in flight together; `formB` is -1 for one alone. */
interface Configuration {
  formA: number;
  formB: number;
}

/**
 * The configuration LP of a structure at one clock.
 *
 * A configuration q is a set of running forms that may be in flight together, with the speeds
 * that they have in this company; t_q is the time per period spent in it. y_us is the share of
 * unit u that runs on split s (one of them for a whole GPU alone), which is 0 or 1 in a schedule:
 *
 *   minimise    sum t_q
 *   subject to  sum_s y_us = 1                                            for each unit u
 *               sum over q with i on s of  t_q speed(i, q) >= y_us        for each i in u, split s
 *               sum over q with i beside u on s of  t_q speed(i, q) <= y_us   for each i, u, s
 *
 * The last rows say that a nano-operation can only run beside a unit on a split as far as that
 * unit is on that split at all. Without them a long GEMM would give a small part of itself to a
 * split, to hide a short kernel, and run the rest on the whole GPU, which no schedule can do.
 *
 * The LP is solved at one clock x. A schedule at a slower clock is longer than its LP there; one
 * at a faster clock needs at least the energy bound at x. So the lesser of both holds for all.
 */
export class ConfigurationLp {
  private readonly problem: SearchProblem;
  private readonly configurations: readonly Configuration[];
  private readonly shareColumns: readonly { unit: number; split: SplitId; column: number }[];
  private readonly model: LpModel;
  private readonly energyBoundUs: number;
  private readonly uppers: Float64Array;

  constructor(problem: SearchProblem, solver: LpSolver, stretch: number) {
    this.problem = problem;
    this.configurations = configurationsOf(problem);
    const { program, shareColumns } = formulate(problem, this.configurations, stretch);
    this.shareColumns = shareColumns;
    this.model = solver.load(program);
    this.uppers = Float64Array.from(program.upper);
    const energyUs = energyBoundUs(problem.power, stretch);
    this.energyBoundUs = stretch > 0 ? energyUs : Number.POSITIVE_INFINITY;
  }

  dispose(): void {
    this.model.dispose();
  }

  /** @returns undefined when the restriction leaves no schedule */
  solve(restriction: Restriction): LpBound | undefined {
    this.configurations.forEach((configuration, column) => {
      const allowed = this.isAllowed(restriction, configuration);
      this.setUpper(column, allowed ? Number.POSITIVE_INFINITY : 0);
    });
    for (const { unit, split, column } of this.shareColumns) {
      const { modes } = this.problem.units[unit] as Unit;
      const open = modes.some(
        (mode) =>
          restriction.allowed[mode] === 1 && (this.problem.modes[mode] as Mode).split === split,
      );
      this.setUpper(column, open ? 1 : 0);
    }
    const solution = this.model.solve();
    if (solution === undefined) return undefined;
    const { formUs, formNanoOperation, nanoOperations } = this.problem;
    const formTimeUs = new Float64Array(formUs.length);
    const together = new Map<number, Together>();
    this.configurations.forEach(({ formA, formB }, column) => {
      const us = solution.values[column] as number;
      if (us === 0) return;
      formTimeUs[formA]! += us;
      if (formB < 0) return;
      formTimeUs[formB]! += us;
      const a = formNanoOperation[formA] as number;
      const b = formNanoOperation[formB] as number;
      const key = a * nanoOperations.length + b;
      together.set(key, { a, b, us: us + (together.get(key)?.us ?? 0) });
    });
    return {
      boundUs: Math.min(solution.objective, this.energyBoundUs),
      formTimeUs,
      together: [...together.values()],
    };
  }

  private setUpper(column: number, upper: number): void {
    if (this.uppers[column] === upper) return;
    this.uppers[column] = upper;
    this.model.setUpper(column, upper);
  }

  private isAllowed(
    { allowed, overlap, company }: Restriction,
    { formA, formB }: Configuration,
  ): boolean {
    const { formMode, formNanoOperation, modes, units } = this.problem;
    const modeA = formMode[formA] as number;
    if (allowed[modeA] === 0) return false;
    const a = formNanoOperation[formA] as number;
    if (formB < 0) return company === undefined || company.mayBeAlone(a);
    const modeB = formMode[formB] as number;
    if (allowed[modeB] === 0) return false;
    if (company?.mayMeet(a, formNanoOperation[formB] as number) === false) return false;
    const unitA = (modes[modeA] as Mode).unit;
    return overlap[unitA * units.length + (modes[modeB] as Mode).unit] === 1;
  }
}

function configurationsOf({ formUs, slowdown }: SearchProblem): Configuration[] {
  const forms = formUs.length;
  const alone = Array.from({ length: forms }, (_, formA) => ({ formA, formB: -1 }));
  const pairs: Configuration[] = [];
  for (let formA = 0; formA < forms; formA++) {
    for (let formB = formA + 1; formB < forms; formB++) {
      if ((slowdown[formA * forms + formB] as number) > 0) pairs.push({ formA, formB });
    }
  }
  return [...alone, ...pairs];
}

function formulate(
  problem: SearchProblem,
  configurations: readonly Configuration[],
  stretch: number,
) {
  const { formUs, formMode, formNanoOperation, slowdown, modes, units, clockSensitivity } = problem;
  const forms = formUs.length;
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const rows = new Map<string, number>();
  const rowOf = (key: string, lower: number, upper: number): number => {
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, rowLower.length);
    rowLower.push(lower);
    rowUpper.push(upper);
    return rowLower.length - 1;
  };
  const coverRow = (operation: number, split: SplitId) =>
    rowOf(`cover ${operation} ${split}`, 0, Number.POSITIVE_INFINITY);
  const besideRow = (operation: number, unit: number, split: SplitId) =>
    rowOf(`beside ${operation} ${unit} ${split}`, Number.NEGATIVE_INFINITY, 0);

  const columns = configurations.map(({ formA, formB }) => {
    const entries: { rows: number[]; coefficients: number[] } = { rows: [], coefficients: [] };
    const enter = (form: number, other: number) => {
      const operation = formNanoOperation[form] as number;
      const { split } = modes[formMode[form] as number] as Mode;
      const sensitivity = clockSensitivity[operation] as number;
      const company = other < 0 ? 1 : (slowdown[form * forms + other] as number);
      const speed = 1 / ((formUs[form] as number) * (1 + sensitivity * stretch) * company);
      entries.rows.push(coverRow(operation, split));
      entries.coefficients.push(speed);
      if (other < 0) return;
      const { unit } = modes[formMode[other] as number] as Mode;
      entries.rows.push(besideRow(operation, unit, split));
      entries.coefficients.push(speed);
    };
    enter(formA, formB);
    if (formB >= 0) enter(formB, formA);
    return entries;
  });

  const shareColumns: { unit: number; split: SplitId; column: number }[] = [];
  const besideRows = [...rows].filter(([key]) => key.startsWith("beside"));
  units.forEach((unit, u) => {
    const chosen = rowOf(`unit ${u}`, 1, 1);
    for (const split of new Set(unit.modes.map((mode) => (modes[mode] as Mode).split))) {
      const limited = besideRows
        .filter(([key]) => key.endsWith(` ${u} ${split}`))
        .map(([, row]) => row);
      const covered = unit.members.map((operation) => coverRow(operation, split));
      shareColumns.push({ unit: u, split, column: columns.length });
      columns.push({
        rows: [chosen, ...covered, ...limited],
        coefficients: [1, ...covered.map(() => -1), ...limited.map(() => -1)],
      });
    }
  });
  const program: LinearProgram = {
    cost: columns.map((_, column) => (column < configurations.length ? 1 : 0)),
    upper: columns.map((_, column) =>
      column < configurations.length ? Number.POSITIVE_INFINITY : 1,
    ),
    rowLower,
    rowUpper,
    columns,
  };
  return { program, shareColumns };
}
