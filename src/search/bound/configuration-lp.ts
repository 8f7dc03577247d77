import type { SplitId } from "../../cost/table/split.ts";
import { type Configuration, configurationsOf } from "../problem/configurations.ts";
import type { Mode, SearchProblem, Unit } from "../problem/problem.ts";
import { leastModeEnergiesMj } from "../schedule/schedule-power.ts";
import type { LpModel, LpSolution, LpSolver } from "../solver/lp-solver.ts";
import { formulate, type ShareColumn } from "./configuration-program.ts";
import type { MeetingRules, Together } from "./meetings.ts";

/** What a node of the search tree still allows. */
export interface Restriction {
  /** 1 for each mode that its unit may still take. */
  allowed: Uint8Array;
  /** 1 at `a * units + b` when units a and b may be in flight together. */
  overlap: Uint8Array;
  /** What is decided of nano-operations side by side; nothing when left out. */
  meetings?: MeetingRules;
}

export interface LpBound {
  /** No schedule within the restriction has a shorter period, µs. */
  boundUs: number;
  /** Of this, what the power cap alone asks for at the LP's clock and faster ones. */
  energyUs: number;
  /** Time per period that each running form is in flight in the LP's solution, µs. */
  formTimeUs: Float64Array;
  /** Pairs of nano-operations that are in flight together in the LP's solution. */
  together: readonly Together[];
  /**
   * Of each unit and split that are open, by reduced cost: how long it takes with the unit there.
   */
  onSplit: readonly SplitBound[];
}

/** No schedule within the restriction that runs the unit on the split has a shorter period. */
export interface SplitBound {
  unit: number;
  split: SplitId;
  boundUs: number;
}

/**
 * The configuration LP of a structure at one clock.
 *
 * A configuration q is a set of running forms that may be in flight together, with the speeds
 * that they have in the configuration; t_q is the time per period spent in it. y_us is the share of
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
  private readonly shareColumns: readonly ShareColumn[];
  private readonly model: LpModel;
  /** Of each mode at the LP's clock; undefined at boost, which no schedule exceeds. */
  private readonly leastMj: Float64Array | undefined;
  private readonly uppers: Float64Array;

  /** @param allowed 1 for each mode that a restriction may still allow; all when left out */
  constructor(problem: SearchProblem, solver: LpSolver, stretch: number, allowed?: Uint8Array) {
    this.problem = problem;
    this.configurations = configurationsOf(problem, allowed);
    const { program, shareColumns } = formulate(problem, this.configurations, stretch, allowed);
    this.shareColumns = shareColumns;
    this.model = solver.load(program);
    this.uppers = Float64Array.from(program.upper);
    this.leastMj = stretch > 0 ? leastModeEnergiesMj(problem, stretch) : undefined;
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
    const energyUs = this.energyBoundUs(restriction);
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
      boundUs: Math.min(solution.objective, energyUs),
      energyUs,
      formTimeUs,
      together: [...together.values()],
      onSplit: this.splitBounds(solution, energyUs),
    };
  }

  /** A share that rises from 0 to 1 costs at least its reduced cost. */
  private splitBounds({ objective, rowPrices }: LpSolution, energyUs: number): SplitBound[] {
    return this.shareColumns
      .filter(({ column }) => this.uppers[column] === 1)
      .map(({ unit, split, rows, coefficients }) => {
        const reducedCost = rows.reduce(
          (cost, row, k) => cost - (coefficients[k] as number) * (rowPrices[row] as number),
          0,
        );
        const boundUs = Math.min(objective + Math.max(0, reducedCost), energyUs);
        return { unit, split, boundUs };
      });
  }

  /**
   * Shortest period that the cap allows at the LP's clock and faster ones, in the modes that are
   * allowed, if each co-runs for as long as it can.
   */
  private energyBoundUs({ allowed }: Restriction): number {
    const energies = this.leastMj;
    if (energies === undefined) return Number.POSITIVE_INFINITY;
    const leastMj = this.problem.units.reduce((sum, { modes }) => {
      const open = modes.filter((mode) => allowed[mode] === 1);
      return sum + Math.min(...open.map((mode) => energies[mode] as number));
    }, 0);
    return (leastMj / this.problem.power.dynamicCapW) * 1000;
  }

  private setUpper(column: number, upper: number): void {
    if (this.uppers[column] === upper) return;
    this.uppers[column] = upper;
    this.model.setUpper(column, upper);
  }

  private isAllowed(
    { allowed, overlap, meetings }: Restriction,
    { formA, formB }: Configuration,
  ): boolean {
    const { formMode, formNanoOperation, modes, units } = this.problem;
    const modeA = formMode[formA] as number;
    if (allowed[modeA] === 0) return false;
    const a = formNanoOperation[formA] as number;
    if (formB < 0) return meetings === undefined || meetings.mayBeAlone(a);
    const modeB = formMode[formB] as number;
    if (allowed[modeB] === 0) return false;
    if (meetings?.mayMeet(a, formNanoOperation[formB] as number) === false) return false;
    const unitA = (modes[modeA] as Mode).unit;
    return overlap[unitA * units.length + (modes[modeB] as Mode).unit] === 1;
  }
}
