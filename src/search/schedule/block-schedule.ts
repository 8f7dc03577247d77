import { type SplitId, WHOLE_GPU } from "../../cost/table/split.ts";
import { dependenceOrder } from "../problem/order.ts";
import type { Schedule, SearchProblem } from "../problem/problem.ts";
import { type Block, BlockTable, type Chains } from "./block.ts";

const MAX_UNITS_PER_SIDE = 5;
const WIDTH = MAX_UNITS_PER_SIDE + 1;

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
export function chainsOf({ units, arcs }: SearchProblem): number[][] {
  const parts = Math.max(...units.map(({ part }) => part)) + 1;
  return Array.from({ length: parts }, (_, part) =>
    dependenceOrder(
      units.flatMap((unit, u) => (unit.part === part ? [u] : [])),
      arcs,
    ),
  );
}

/**
 * Steps from each point of the torus. A block of several units is a step only where it beats all
 * paths of smaller steps to the same point, so small blocks come first.
 */
function stepTable(problem: SearchProblem, first: number[], second: number[]): Step[][][] {
  const table = new BlockTable(problem);
  const splits = [...new Set(problem.modes.map(({ split }) => split))].filter(
    (split) => split !== WHOLE_GPU,
  );
  const [rows, columns] = [first.length, Math.max(1, second.length)];
  const steps: Step[][][] = first.map((_, a) =>
    Array.from({ length: columns }, (__, b) => {
      const alone = [{ block: table.alone(first[a] as number), first: 1, second: 0 }];
      const other = second[b];
      return other === undefined
        ? alone
        : [...alone, { block: table.alone(other), first: 0, second: 1 }];
    }),
  );
  const slice = (chain: number[], at: number, length: number) =>
    Array.from({ length }, (_, k) => chain[(at + k) % chain.length] as number);
  const wide = WIDTH * WIDTH;
  /** Shortest path so far from point (a, b), i units of the first chain and j of the second on. */
  const pathUs = new Float64Array(rows * columns * wide);
  const stepsFrom = (a: number, b: number) => (steps[a] as Step[][])[b] as Step[];
  const shortestSoFar = (a: number, b: number, i: number, j: number): number =>
    stepsFrom(a, b).reduce((least, step) => {
      if (step.first > i || step.second > j) return least;
      const [row, column] = [(a + step.first) % rows, (b + step.second) % columns];
      const rest = pathUs[
        (row * columns + column) * wide + (i - step.first) * WIDTH + j - step.second
      ] as number;
      return Math.min(least, step.block.durationUs + rest);
    }, Number.POSITIVE_INFINITY);
  for (const [i, j] of sizes(first.length, second.length)) {
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b < columns; b++) {
        const leastUs = shortestSoFar(a, b, i, j);
        const block =
          i + j < 2
            ? undefined
            : bestBlock(table, slice(first, a, i), slice(second, b, j), splits, leastUs);
        if (block) stepsFrom(a, b).push({ block, first: i, second: j });
        pathUs[(a * columns + b) * wide + i * WIDTH + j] = block?.durationUs ?? leastUs;
      }
    }
  }
  return steps;
}

/** Numbers of units of two chains that a block may have, few first. */
function sizes(first: number, second: number): [number, number][] {
  const upTo = (length: number) =>
    Array.from({ length: Math.min(MAX_UNITS_PER_SIDE, length) + 1 }, (_, k) => k);
  return upTo(first)
    .flatMap((i) => upTo(second).map((j): [number, number] => [i, j]))
    .filter(([i, j]) => i + j > 0)
    .sort((a, b) => a[0] + a[1] - b[0] - b[1]);
}

function bestBlock(
  table: BlockTable,
  mine: number[],
  theirs: number[],
  splits: SplitId[],
  beatenUs: number,
) {
  let best: Block | undefined;
  const mineFirst: Chains = [mine, theirs];
  const orders: Chains[] =
    mine.length > 0 && theirs.length > 0 ? [mineFirst, [theirs, mine]] : [mineFirst];
  for (const split of splits) {
    for (const chains of orders) {
      best = table.together(chains, split, best?.durationUs ?? beatenUs) ?? best;
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
