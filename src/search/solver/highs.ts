import type { Highs, Model } from "highs";
import { PlannerError } from "../../errors.ts";
import type { LinearProgram, LpModel, LpSolver } from "./lp-solver.ts";
import type { MipOutcome, MixedIntegerProgram } from "./mixed-integer-program.ts";

/** HiGHS as WebAssembly; one instance serves all programs of a thread. */
export async function loadHighsSolver(): Promise<LpSolver> {
  // The package types its ES module as CommonJS, which hides the default export.
  const { default: loadHighs } = (await import("highs")) as unknown as {
    default: () => Promise<Highs>;
  };
  const highs = await loadHighs();
  return {
    name: "highs",
    load: (program) => load(highs, program),
    solveInteger: (program, nodeLimit) => solveInteger(highs, program, nodeLimit),
  };
}

function load(highs: Highs, program: LinearProgram): LpModel {
  const { optimal, infeasible } = highs.constants.modelStatus;
  const model = stated(highs, program);
  // Presolve would throw away the basis that makes the next solve cheap.
  model.options.set({ presolve: "off", solver: "simplex" });
  return {
    setUpper: (column, upper) => {
      model.changeColBounds(column, 0, upper);
    },
    solve() {
      model.run();
      const status = model.getModelStatus();
      if (status === infeasible) return undefined;
      if (status !== optimal) {
        throw new PlannerError("E_INTERNAL", `HiGHS ended a bound with model status ${status}`);
      }
      return { objective: model.getObjectiveValue(), values: model.getSolution().colValue };
    },
    dispose: () => model.dispose(),
  };
}

/** HiGHS may end this far from the optimum: far less than any certificate needs. */
const GAPS = { mip_rel_gap: 1e-8, mip_abs_gap: 1e-9 };

function solveInteger(highs: Highs, program: MixedIntegerProgram, nodeLimit: number): MipOutcome {
  const { modelStatus, solutionStatus, variableType } = highs.constants;
  const model = stated(highs, program);
  try {
    program.integer.forEach((whole, column) => {
      if (whole) model.changeColIntegrality(column, variableType.integer);
    });
    model.options.set({ mip_max_nodes: nodeLimit, ...GAPS });
    model.run();
    if (model.getModelStatus() === modelStatus.infeasible) {
      // Presolve may find a contradiction between columns that differ by a rounding error.
      model.options.set({ presolve: "off" });
      model.run();
    }
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible) {
      throw new PlannerError("E_INTERNAL", "HiGHS finds no solution of a program that has one");
    }
    const found = model.info.get("primal_solution_status") === solutionStatus.feasible;
    return {
      ...(found ? { values: model.getSolution().colValue } : {}),
      optimal: status === modelStatus.optimal,
      bound: Number(model.info.get("mip_dual_bound")),
      nodes: Math.max(1, Number(model.info.get("mip_node_count"))),
    };
  } finally {
    model.dispose();
  }
}

function stated(highs: Highs, { cost, upper, rowLower, rowUpper, columns }: LinearProgram): Model {
  const model = highs.createModel();
  model.options.set({ output_flag: false });
  rowLower.forEach((lower, row) => {
    model.addRow(lower, rowUpper[row] ?? Number.POSITIVE_INFINITY, { indices: [], values: [] });
  });
  columns.forEach(({ rows, coefficients }, column) => {
    model.addCol(cost[column] ?? 0, 0, upper[column] ?? 0, {
      indices: [...rows],
      values: [...coefficients],
    });
  });
  return model;
}
