import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { simulateEvents } from "../../../src/cost/event-simulation.ts";
import {
  clockedUs,
  formsOf,
  type Schedule,
  type SearchProblem,
  type Unit,
} from "../../../src/search/problem/problem.ts";
import { PeriodSimulation } from "../../../src/search/schedule/period-simulation.ts";
import { orderArcs } from "../../../src/search/schedule/schedule.ts";
import { stagesOf } from "../../../src/search/schedule/stages.ts";
import { randomProblem } from "../../support/random-problem.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

const PERIODS = 8;

/** Finish of each nano-operation in the last period and four before it, with every wait written out. */
function finishes(problem: SearchProblem, schedule: Schedule, stretch: number) {
  const stages = stagesOf(problem, schedule);
  if (stages === undefined) return undefined;
  const n = problem.nanoOperations.length;
  const waits: number[][] = Array.from({ length: n * PERIODS }, () => []);
  const wait = (from: number, to: number, periods: number) => {
    for (let period = Math.max(0, periods); period < PERIODS; period++) {
      waits[period * n + to]?.push((period - periods) * n + from);
    }
  };
  const unit = (u: number) => problem.units[u] as Unit;
  for (const { from, to, distance } of [...problem.arcs, ...orderArcs(problem, schedule, stages)]) {
    const periods = distance + (stages[to] as number) - (stages[from] as number);
    wait(unit(from).members.at(-1) as number, unit(to).members[0] as number, periods);
  }
  for (const { members } of problem.units) {
    wait(members.at(-1) as number, members[0] as number, 1);
    members.slice(1).forEach((member, k) => {
      wait(members[k] as number, member, 0);
    });
  }
  const forms = formsOf(problem, schedule.modes);
  const form = (instruction: number) => forms[instruction % n] as number;
  const starts = waits.map((_, i) => waits.slice(0, i).flat().length);
  return simulateEvents({
    count: n * PERIODS,
    durationUs: Float64Array.from(waits, (_, i) => clockedUs(problem, form(i), stretch)),
    waitStarts: Int32Array.from([...starts, waits.flat().length]),
    waits: Int32Array.from(waits.flat()),
    slowdown: (a, b) => problem.slowdown[form(a) * problem.formUs.length + form(b)] as number,
  }).finishUs;
}

describe("the simulation of periods", () => {
  it("is that of all instructions with every wait of the schedule written out", () => {
    const scheduled = fc.tuple(
      randomProblem.chain(randomSchedule),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    let simulated = 0;
    fc.assert(
      fc.property(scheduled, ([{ problem, schedule }, stretch]) => {
        const expected = finishes(problem, schedule, stretch);
        const simulation = new PeriodSimulation(problem);
        expect(simulation.load(schedule)).toBe(expected !== undefined);
        if (expected === undefined) return;
        simulated++;
        const n = problem.nanoOperations.length;
        const spans = problem.nanoOperations.map(
          (_, k) => (expected[7 * n + k] as number) - (expected[3 * n + k] as number),
        );
        expect(simulation.periodUs(stretch)).toBeCloseTo(Math.max(...spans) / 4, 6);
      }),
      { numRuns: 300 },
    );
    expect(simulated).toBeGreaterThan(30);
  });
});
