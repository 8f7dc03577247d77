import { setFlagsFromString } from "node:v8";
import type { Highs, Model } from "highs";
import { PlannerError } from "../../errors.ts";
import type { LinearProgram } from "./linear-program.ts";
import type { LpModel, LpSolver } from "./lp-solver.ts";
import type { MipOutcome, MixedIntegerProgram } from "./mixed-integer-program.ts";

/**
 * Calls of a function, by V8's measure, before it is compiled anew with optimization: fifty times the
 * default. Nearly all of HiGHS passes that within a second, and the compiler then takes longer than
 * most searches.
 */
const TIERING_BUDGET = 100_000_000;

/** HiGHS as WebAssembly; one instance serves all programs of a thread. */
export async function loadHighsSolver(): Promise<LpSolver> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
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
  // One call for many bounds: a call costs more than a bound.
  const changed = new Map<number, number>();
  const changeBounds = () => {
    if (changed.size === 0) return;
    const indices = [...changed.keys()].sort((a, b) => a - b);
    const uppers = indices.map((column) => changed.get(column) as number);
    model.changeColsBounds({ kind: "set", indices }, new Float64Array(indices.length), uppers);
    changed.clear();
  };
  return {
    setUpper: (column, upper) => {
      changed.set(column, upper);
    },
    solve() {
      changeBounds();
      model.run();
      let status = model.getModelStatus();
      if (status !== optimal && status !== infeasible) {
        // Rounding errors can lead from one basis to the next and end nowhere: start from none.
        model.clearSolver();
        model.run();
        status = model.getModelStatus();
      }
      if (status === infeasible) return undefined;
      if (status !== optimal) {
        throw new PlannerError("E_INTERNAL", `HiGHS ended a bound with model status ${status}`);
      }
      const { colValue, rowDual } = model.getSolution();
      return { objective: model.getObjectiveValue(), values: colValue, rowPrices: rowDual };
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
  const [numCols, numRows] = [columns.length, rowLower.length];
  const starts = new Int32Array(numCols + 1);
  for (const [column, { rows }] of columns.entries())
    starts[column + 1] = (starts[column] as number) + rows.length;
  const indices = new Int32Array(starts[numCols] as number);
  const values = new Float64Array(indices.length);
  for (const [column, { rows, coefficients }] of columns.entries()) {
    indices.set(rows, starts[column]);
    values.set(coefficients, starts[column]);
  }
  model.passModel({
    numCols,
    numRows,
    colCost: cost,
    colLower: new Float64Array(numCols),
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: {
      format: "csc",
      numCols,
      numRows,
      starts,
      indices,
      values,
    },
  });
  return model;
}
