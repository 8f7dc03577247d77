import type { Highs } from "highs";
import { PlannerError } from "../../errors.ts";
import type { LinearProgram, LpModel, LpSolver } from "./lp-solver.ts";

const OPTIMAL = 7;
const INFEASIBLE = 8;

/** HiGHS as WebAssembly; one instance serves all linear programs of a thread. */
export async function loadHighsSolver(): Promise<LpSolver> {
  // The package types its ES module as CommonJS, which hides the default export.
  const { default: loadHighs } = (await import("highs")) as unknown as {
    default: () => Promise<Highs>;
  };
  const highs = await loadHighs();

  return {
    name: "highs",
    load(program: LinearProgram): LpModel {
      const model = highs.createModel();
      // Presolve would throw away the basis that makes the next solve cheap.
      model.options.set({ output_flag: false, presolve: "off", solver: "simplex" });
      program.rowLower.forEach((lower, row) => {
        const upper = program.rowUpper[row] ?? Number.POSITIVE_INFINITY;
        model.addRow(lower, upper, { indices: [], values: [] });
      });
      program.columns.forEach(({ rows, coefficients }, column) => {
        model.addCol(program.cost[column] ?? 0, 0, program.upper[column] ?? 0, {
          indices: [...rows],
          values: [...coefficients],
        });
      });
      return {
        setUpper: (column, upper) => {
          model.changeColBounds(column, 0, upper);
        },
        solve() {
          model.run();
          const status = model.getModelStatus();
          if (status === INFEASIBLE) return undefined;
          if (status !== OPTIMAL) {
            throw new PlannerError("E_INTERNAL", `HiGHS ended a bound with model status ${status}`);
          }
          return { objective: model.getObjectiveValue(), values: model.getSolution().colValue };
        },
        dispose: () => model.dispose(),
      };
    },
  };
}
