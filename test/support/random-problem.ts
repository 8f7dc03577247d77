import fc from "fast-check";
import type { Lane } from "../../src/ir/op-graph.ts";
import { splitId, WHOLE_GPU } from "../../src/profile/split.ts";
import type { Mode, SearchProblem, Unit, UnitArc } from "../../src/search/problem.ts";

const SMS = 132;
/** Brute force tries every mode of every unit, so larger problems get fewer splits. */
const splitsFor = (units: number) => (units > 4 ? [104] : [96, 112]);

/** A chain of units on given lanes, once per part. */
interface Recipe {
  lanes: Lane[];
  parts: number;
  durationsUs: number[];
  shareLoss: number[];
  slowdowns: number[];
  sensitivities: number[];
  crossDependence: boolean;
  powerCap: number;
}

const recipeOf = (...parts: number[]): fc.Arbitrary<Recipe> =>
  fc
    .record({
      lanes: fc.array(fc.constantFrom<Lane>("compute", "memory", "network"), {
        minLength: 2,
        maxLength: 3,
      }),
      parts: fc.constantFrom(...parts),
    })
    // Brute force bears six units.
    .map(({ lanes, parts }) => ({ lanes: parts === 3 ? lanes.slice(0, 2) : lanes, parts }))
    .chain(({ lanes, parts }) =>
      fc.record({
        lanes: fc.constant(lanes),
        parts: fc.constant(parts),
        durationsUs: fc.array(fc.integer({ min: 10, max: 100 }), { minLength: 6, maxLength: 6 }),
        shareLoss: fc.array(fc.double({ min: 1, max: 2, noNaN: true }), {
          minLength: 6,
          maxLength: 6,
        }),
        slowdowns: fc.array(fc.double({ min: 1, max: 1.6, noNaN: true }), {
          minLength: 8,
          maxLength: 8,
        }),
        sensitivities: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: 6,
          maxLength: 6,
        }),
        crossDependence: fc.boolean(),
        powerCap: fc.constantFrom(Number.POSITIVE_INFINITY, 0.9, 1.3),
      }),
    );

/** Small search problems of one or two parts, with measured-like shares, slowdowns and power. */
export const randomProblem: fc.Arbitrary<SearchProblem> = recipeOf(1, 2, 2).map(buildProblem);

/** The same of three parts, on two lanes at most. */
export const threePartProblem: fc.Arbitrary<SearchProblem> = recipeOf(3).map(buildProblem);

function buildProblem(recipe: Recipe): SearchProblem {
  const { lanes, parts } = recipe;
  const n = lanes.length * parts;
  const modes: Mode[] = [];
  const formUs: number[] = [];
  const units: Unit[] = [];
  for (let u = 0; u < n; u++) {
    const lane = lanes[u % lanes.length] as Lane;
    const duration = recipe.durationsUs[u] as number;
    const own: number[] = [modes.length];
    modes.push({ unit: u, side: "whole", smCount: SMS, split: WHOLE_GPU, implementations: ["a"] });
    formUs.push(duration);
    for (const split of splitsFor(n)) {
      const side = lane === "compute" ? "group" : "remainder";
      const smCount = side === "group" ? split : SMS - split;
      own.push(modes.length);
      const id = splitId({ groupSms: split });
      modes.push({ unit: u, side, smCount, split: id, implementations: ["a"] });
      const loss = recipe.shareLoss[u] as number;
      formUs.push(duration * loss * (side === "group" ? SMS / split : 1));
    }
    units.push({
      name: `${lane}.${u}`,
      lane,
      part: Math.floor(u / lanes.length),
      tokens: [Math.floor(u / lanes.length) * 128, (Math.floor(u / lanes.length) + 1) * 128],
      members: [u],
      modes: own,
    });
  }
  const slowdown = new Float64Array(modes.length ** 2);
  modes.forEach((a, i) => {
    modes.forEach((b, k) => {
      if (a.split === WHOLE_GPU || a.split !== b.split || a.side === b.side) return;
      slowdown[i * modes.length + k] = recipe.slowdowns[(a.unit * 3 + b.unit) % 8] as number;
    });
  });
  const energy = recipe.durationsUs.slice(0, n).reduce((sum, time) => sum + time, 0);
  return {
    name: "random",
    nanoOperations: units.map(({ name }) => name),
    clockSensitivity: Float64Array.from(recipe.sensitivities.slice(0, n)),
    units,
    arcs: arcsOf(lanes.length, parts, recipe.crossDependence),
    modes,
    firstForm: Int32Array.from(modes.keys()),
    formNanoOperation: Int32Array.from(modes, ({ unit }) => unit),
    formMode: Int32Array.from(modes.keys()),
    formUs: Float64Array.from(formUs),
    slowdown,
    power: {
      dynamicCapW: recipe.powerCap * 1000,
      idleW: 100,
      boostClockMhz: 2000,
      energies: [
        { clockMhz: 2000, energyMj: energy },
        { clockMhz: 1400, energyMj: 0.75 * energy },
        { clockMhz: 1000, energyMj: 0.7 * energy },
      ],
    },
  };
}

function arcsOf(length: number, parts: number, cross: boolean): UnitArc[] {
  const arcs: UnitArc[] = [];
  for (let part = 0; part < parts; part++) {
    const first = part * length;
    const last = first + length - 1;
    for (let u = first; u < last; u++) arcs.push({ from: u, to: u + 1, distance: 0 });
    arcs.push({ from: last, to: first, distance: 1 });
    for (let other = 0; other < parts; other++) {
      if (other !== part) arcs.push({ from: last, to: other * length, distance: 2 });
    }
  }
  if (parts > 1 && cross) arcs.push({ from: 0, to: length + 1, distance: 0 });
  return arcs;
}
