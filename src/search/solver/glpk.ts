import { PlannerError } from "../../errors.ts";
import type { LinearProgram } from "./linear-program.ts";
import type { LpModel, LpSolver } from "./lp-solver.ts";
import { type MipOutcome, type MixedIntegerProgram, satisfies } from "./mixed-integer-program.ts";

/** What is used of the optional package, so that the project builds without it. */
interface Glpk {
  GLP_MIN: number;
  GLP_FR: number;
  GLP_LO: number;
  GLP_UP: number;
  GLP_DB: number;
  GLP_FX: number;
  GLP_MSG_OFF: number;
  GLP_OPT: number;
  GLP_NOFEAS: number;
  solve(lp: object, options: object): { time: number; result: GlpkResult };
}

interface GlpkResult {
  status: number;
  z: number;
  vars: Record<string, number>;
  /** Of rows; linear programs only. */
  dual?: Record<string, number>;
}

/** The bare import of the package expects a browser's Worker; this entry is the synchronous one. */
const GLPK_MODULE: string = "glpk.js/node";

/**
 * GLPK as WebAssembly. It keeps no model between calls, so every solve states the program anew.
 *
 * @throws PlannerError `E_USAGE` when the package is not installed
 */
export async function loadGlpk(): Promise<LpSolver> {
  const glpk = await importGlpk();
  return {
    name: "glpk",
    load: (program) => load(glpk, program),
    solveInteger: (program, nodeLimit) => solveInteger(glpk, program, nodeLimit),
  };
}

function load(glpk: Glpk, program: LinearProgram): LpModel {
  const uppers = [...program.upper];
  const { subjectTo, objective } = stated(glpk, program);
  return {
    setUpper(column, upper) {
      uppers[column] = upper;
    },
    solve() {
      const { result } = glpk.solve(
        { name: "bound", objective, subjectTo, bounds: columnBounds(glpk, uppers) },
        { msglev: glpk.GLP_MSG_OFF, presol: false },
      );
      if (result.status === glpk.GLP_NOFEAS) return undefined;
      if (result.status !== glpk.GLP_OPT) {
        throw new PlannerError("E_INTERNAL", `GLPK ended a bound with status ${result.status}`);
      }
      const values = valuesOf(result, uppers.length);
      const rowPrices = Float64Array.from(subjectTo, ({ name }) => result.dual?.[name] ?? 0);
      return { objective: result.z, values, rowPrices };
    },
    dispose() {},
  };
}

/** GLPK counts no nodes; this much time stands for one, s. */
const SECONDS_PER_NODE = 0.01;
/** GLPK takes what is this close to a whole number for one (`tol_int`): rows may be off as much. */
const GLPK_TOLERANCE = 1e-5;

/**
 * Only the status for a proven optimum is believed: the one for "undefined" stands for a program
 * without solution and for a time limit alike, and what GLPK holds after a time limit need not be a
 * solution, so it is checked. GLPK tells no bound of what it did not finish.
 */
function solveInteger(glpk: Glpk, program: MixedIntegerProgram, nodeLimit: number): MipOutcome {
  const generals = program.integer.flatMap((whole, column) => (whole ? [`x${column}`] : []));
  const { result, time } = glpk.solve(
    {
      name: "program",
      ...stated(glpk, program),
      bounds: columnBounds(glpk, program.upper),
      generals,
    },
    // Without its presolver GLPK expects an optimal basis, which this package does not give it.
    { msglev: glpk.GLP_MSG_OFF, presol: true, tmlim: nodeLimit * SECONDS_PER_NODE },
  );
  const optimal = result.status === glpk.GLP_OPT;
  const values = valuesOf(result, program.columns.length);
  const sound = satisfies(program, values, GLPK_TOLERANCE);
  return {
    ...(sound ? { values } : {}),
    optimal: optimal && sound,
    ...(optimal ? { bound: result.z } : {}),
    nodes: Math.min(nodeLimit, Math.max(1, Math.round(time / SECONDS_PER_NODE))),
  };
}

function valuesOf(result: GlpkResult, columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) => result.vars[`x${column}`] ?? 0);
}

function columnBounds(glpk: Glpk, uppers: readonly number[]) {
  return uppers.map((upper, column) => ({ name: `x${column}`, ...boundOf(glpk, 0, upper) }));
}

/** The rows and the objective in GLPK's words. */
function stated(glpk: Glpk, { cost, columns, rowLower, rowUpper }: LinearProgram) {
  const rows: { name: string; coef: number }[][] = rowLower.map(() => []);
  columns.forEach((column, position) => {
    column.rows.forEach((row, k) => {
      rows[row]?.push({ name: `x${position}`, coef: column.coefficients[k] ?? 0 });
    });
  });
  return {
    objective: {
      direction: glpk.GLP_MIN,
      name: "objective",
      vars: cost.map((coef, column) => ({ name: `x${column}`, coef })),
    },
    subjectTo: rows.map((vars, row) => ({
      name: `r${row}`,
      vars,
      bnds: boundOf(glpk, rowLower[row] ?? 0, rowUpper[row] ?? 0),
    })),
  };
}

function boundOf(glpk: Glpk, lower: number, upper: number) {
  const bounded = {
    lb: Number.isFinite(lower) ? lower : 0,
    ub: Number.isFinite(upper) ? upper : 0,
  };
  if (lower === upper) return { type: glpk.GLP_FX, ...bounded };
  if (Number.isFinite(lower) && Number.isFinite(upper)) return { type: glpk.GLP_DB, ...bounded };
  if (Number.isFinite(lower)) return { type: glpk.GLP_LO, ...bounded };
  return { type: Number.isFinite(upper) ? glpk.GLP_UP : glpk.GLP_FR, ...bounded };
}

async function importGlpk(): Promise<Glpk> {
  try {
    const module = (await import(GLPK_MODULE)) as { default: () => Promise<Glpk> };
    return await module.default();
  } catch (cause) {
    throw new PlannerError("E_USAGE", "the optional package glpk.js is not installed", {
      remedy: "Install it with `npm install glpk.js`, or use --solver highs.",
      cause,
    });
  }
}
