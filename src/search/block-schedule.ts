import { PlannerError } from "../errors.ts";
import { type SplitId, WHOLE_GPU } from "../profile/split.ts";
import { type Block, BlockTable } from "./block.ts";
import type { Schedule, SearchProblem } from "./problem.ts";

const MAX_UNITS_PER_SIDE = 5;

/** A block with how far it takes each of the two chains. */
interface Step {
  block: Block;
  first: number;
  second: number;
}

/**
 * First schedules of a structure of one or two parts: chains of blocks.
 *
 * A layer of each part is a circle of units, so a period of two parts is a closed path on a
 * torus: each step runs the next units of one part alone, or some of both side by side on one
 * split. For every point of the torus at which the GPU may be idle, dynamic programming finds
 * the shortest such path; this is exact for schedules made of blocks, and a start for others.
 *
 * @returns one schedule per start, shortest first
 */
export function blockSchedules(problem: SearchProblem): Schedule[] {
  const [first = [], second = []] = chainsOf(problem);
  const steps = stepTable(problem, first, second);
  const found: { durationUs: number; path: Step[] }[] = [];
  for (let a = 0; a < first.length; a++) {
    for (let b = 0; b < Math.max(1, second.length); b++) {
      found.push(shortestPath(steps, first.length, second.length, a, b));
    }
  }
  return found
    .sort((x, y) => x.durationUs - y.durationUs)
    .map(({ path }) => {
      const sequence = path.flatMap(({ block }) => block.units);
      const modes = new Array<number>(problem.units.length);
      for (const { block } of path) {
        block.units.forEach((unit, k) => {
          modes[unit] = block.modes[k] as number;
        });
      }
      return { sequence, modes, lags: [] };
    });
}

/** Units of each part in an order that its dependences within a layer allow. */
export function chainsOf(problem: SearchProblem): number[][] {
  const parts = Math.max(...problem.units.map(({ part }) => part)) + 1;
  return Array.from({ length: parts }, (_, part) => {
    const left = new Set(problem.units.flatMap((unit, u) => (unit.part === part ? [u] : [])));
    const chain: number[] = [];
    while (left.size > 0) {
      const ready = [...left].find((unit) =>
        problem.arcs.every(
          ({ from, to, distance }) => to !== unit || distance > 0 || !left.has(from),
        ),
      );
      if (ready === undefined)
        throw new PlannerError("E_INTERNAL", "the dependences of a layer form a cycle");
      chain.push(ready);
      left.delete(ready);
    }
    return chain;
  });
}

/** All steps from each point of the torus. */
function stepTable(problem: SearchProblem, first: number[], second: number[]): Step[][][] {
  const table = new BlockTable(problem);
  const splits = [...new Set(problem.modes.map(({ split }) => split))].filter(
    (split) => split !== WHOLE_GPU,
  );
  const slices = (chain: number[], at: number) =>
    Array.from({ length: Math.min(MAX_UNITS_PER_SIDE, chain.length) + 1 }, (_, length) =>
      Array.from({ length }, (__, k) => chain[(at + k) % chain.length] as number),
    );
  return first.map((_, a) =>
    Array.from({ length: Math.max(1, second.length) }, (__, b) => {
      const steps: Step[] = [{ block: table.alone(first[a] as number), first: 1, second: 0 }];
      if (second.length > 0) {
        steps.push({ block: table.alone(second[b] as number), first: 0, second: 1 });
      }
      for (const mine of slices(first, a)) {
        for (const theirs of slices(second, b)) {
          if (mine.length + theirs.length < 2) continue;
          const block = bestBlock(table, mine, theirs, splits);
          if (block) steps.push({ block, first: mine.length, second: theirs.length });
        }
      }
      return steps;
    }),
  );
}

function bestBlock(table: BlockTable, mine: number[], theirs: number[], splits: SplitId[]) {
  let best: Block | undefined;
  for (const split of splits) {
    for (const chains of [
      [mine, theirs],
      [theirs, mine],
    ]) {
      best = table.together(chains, split, best?.durationUs ?? Number.POSITIVE_INFINITY) ?? best;
    }
  }
  return best;
}

/** Shortest path once around the torus from a point back to it. */
function shortestPath(steps: Step[][][], rows: number, columns: number, a: number, b: number) {
  const width = columns + 1;
  const reached = new Float64Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY);
  const came = new Array<{ from: number; step: Step } | undefined>(reached.length);
  reached[0] = 0;
  for (let i = 0; i <= rows; i++) {
    for (let j = 0; j <= columns; j++) {
      const here = i * width + j;
      const row = steps[(a + i) % rows] as Step[][];
      for (const step of row[columns === 0 ? 0 : (b + j) % columns] as Step[]) {
        if (i + step.first > rows || j + step.second > columns) continue;
        const there = (i + step.first) * width + j + step.second;
        const total = (reached[here] as number) + step.block.durationUs;
        if (total >= (reached[there] as number)) continue;
        reached[there] = total;
        came[there] = { from: here, step };
      }
    }
  }
  const path: Step[] = [];
  for (let at = reached.length - 1; at > 0; ) {
    const { from, step } = came[at] as { from: number; step: Step };
    path.unshift(step);
    at = from;
  }
  return { durationUs: reached[reached.length - 1] as number, path };
}
