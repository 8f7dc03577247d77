/**
 * The two-stage search of NanoFlow (arXiv 2408.12757) for comparison, formulated anew from its
 * description; not a part of the shipped program.
 *
 * Stage 1 orders the nano-operations of three unrolled layers, each at its speed alone on the whole
 * GPU: those of one resource follow each other by order variables with a big constant, those of
 * different resources are free to overlap. Stage 2 keeps the order and chooses SM shares with the
 * measured interference. What the schedule is worth is the simulator's to say, as for any other.
 */
import loadHighs from "highs";
import { jointData } from "../../src/search/ilp/joint-data.ts";
import { jointProgram } from "../../src/search/ilp/joint-program.ts";
import { modeUs } from "../../src/search/problem/problem.ts";
import { evaluate } from "../../src/search/schedule/schedule.ts";
import { sequentialSchedule } from "../../src/search/schedule/sequential.ts";
import { ProgramBuilder } from "../../src/search/solver/mixed-integer-program.ts";

const LAYERS = 3;

const highs = await loadHighs();

/**
 * @param problem a `SearchProblem`
 * @param seconds for both stages together
 * @returns the period that stage 1 claims, whether it was solved to the end, and the evaluation of
 *   the schedule; what is undefined had no solution when the time ended
 */
export function searchAsOriginal(problem, seconds) {
  const started = performance.now();
  const ordered = orderAtFullShares(problem, seconds / 2);
  if (ordered === undefined) return { solved: false };
  const left = seconds - (performance.now() - started) / 1000;
  const evaluation = shareInOrder(problem, ordered.sequence, left);
  return { ...ordered, ...(evaluation === undefined ? {} : { evaluation }) };
}

/** Stage 1. All times in µs. */
function orderAtFullShares(problem, seconds) {
  const { units, arcs } = problem;
  const fastestUs = units.map(({ modes }) => Math.min(...modes.map((m) => modeUs(problem, m))));
  const horizonUs = LAYERS * fastestUs.reduce((sum, us) => sum + us, 0);
  const program = new ProgramBuilder();

  const starts = Array.from({ length: LAYERS }, () =>
    units.map(() => program.continuous(horizonUs)),
  );
  const end = program.continuous(horizonUs);

  for (const layer of starts) {
    layer.forEach((start, unit) => {
      program.atLeast(difference(end, start), fastestUs[unit]);
    });
  }
  for (const { from, to, distance } of arcs) {
    for (let layer = distance; layer < LAYERS; layer++) {
      program.atLeast(
        difference(starts[layer][to], starts[layer - distance][from]),
        fastestUs[from],
      );
    }
  }
  const instances = starts.flatMap((layer, l) => layer.map((start, unit) => ({ start, unit, l })));
  instances.forEach((a, k) => {
    for (const b of instances.slice(k + 1)) {
      if (units[a.unit].lane !== units[b.unit].lane) continue;
      const bFirst = program.whole(1);
      const big = { column: bFirst, coefficient: horizonUs };
      program.atLeast([...difference(b.start, a.start), big], fastestUs[a.unit]);
      const small = { column: bFirst, coefficient: -horizonUs };
      program.atLeast([...difference(a.start, b.start), small], fastestUs[b.unit] - horizonUs);
    }
  });

  program.minimise([{ column: end, coefficient: 1 }]);

  const { values, optimal } = solveWithin(program.build(), seconds);
  if (values === undefined) return undefined;
  const endOf = (layer) =>
    Math.max(...starts[layer].map((start, unit) => values[start] + fastestUs[unit]));
  const claimedUs = (endOf(LAYERS - 1) - endOf(0)) / (LAYERS - 1);
  const place = (unit) =>
    ((((values[starts[1][unit]] - values[starts[1][0]]) / claimedUs) % 1) + 1) % 1;
  const sequence = units.map((_, unit) => unit).sort((a, b) => place(a) - place(b) || a - b);
  return { sequence, claimedUs, solved: optimal };
}

/**
 * Stage 2, by this project's joint program with the order fixed: no other model of this stage could
 * do better by that order.
 */
function shareInOrder(problem, sequence, seconds) {
  const { schedule, evaluation } = sequentialSchedule(problem);
  const data = jointData(problem);
  const { stretch, periodUs: targetUs } = evaluation;
  const pace = { targetUs, stretch, leastRate: 1, highestRate: 4 };
  const { program, variables } = jointProgram(data, { ...pace, excluded: [] });
  const place = new Map(sequence.map((unit, k) => [unit, k]));
  data.pairs.forEach(({ a, b }, k) => {
    fix(program, variables.pairs[k].before, place.get(a) < place.get(b) ? 1 : 0);
  });
  const { values } = solveWithin(program, seconds);
  if (values === undefined || values[variables.keep] > 0.5) return undefined;
  const modes = problem.units.map((unit) =>
    unit.modes.reduce((a, b) => (values[variables.mode[b]] > values[variables.mode[a]] ? b : a)),
  );
  return evaluate(problem, { ...schedule, sequence, modes });
}

function difference(a, b) {
  return [
    { column: a, coefficient: 1 },
    { column: b, coefficient: -1 },
  ];
}

function fix(program, column, value) {
  program.columns[column].rows.push(program.rowLower.length);
  program.columns[column].coefficients.push(1);
  program.rowLower.push(value);
  program.rowUpper.push(value);
}

function solveWithin({ cost, upper, integer, rowLower, rowUpper, columns }, seconds) {
  const { modelStatus, solutionStatus, variableType } = highs.constants;
  const model = highs.createModel();
  try {
    model.options.set({ output_flag: false, time_limit: Math.max(0.1, seconds) });
    rowLower.forEach((lower, row) => {
      model.addRow(lower, rowUpper[row], { indices: [], values: [] });
    });
    columns.forEach(({ rows, coefficients }, column) => {
      model.addCol(cost[column], 0, upper[column], { indices: rows, values: coefficients });
      if (integer[column]) model.changeColIntegrality(column, variableType.integer);
    });
    model.run();
    const found = model.info.get("primal_solution_status") === solutionStatus.feasible;
    return {
      ...(found ? { values: model.getSolution().colValue } : {}),
      optimal: model.getModelStatus() === modelStatus.optimal,
    };
  } finally {
    model.dispose();
  }
}
