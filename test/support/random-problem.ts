import fc from "fast-check";
import { notRising, type PowerModel } from "../../src/cost/power.ts";
import { splitId, WHOLE_GPU } from "../../src/cost/table/split.ts";
import type { Lane } from "../../src/ir/op-graph.ts";
import { leastEnergyShares } from "../../src/search/problem/least-energy.ts";
import { closureOf, overlapOf } from "../../src/search/problem/order.ts";
import {
  leastModeEnergyMj,
  type Mode,
  type SearchProblem,
  type Unit,
  type UnitArc,
} from "../../src/search/problem/problem.ts";

const SMS = 132;
/** Clocks, and energies there over those at boost. */
const CLOCKS = [
  { clockMhz: 2000, share: 1 },
  { clockMhz: 1400, share: 0.75 },
  { clockMhz: 1000, share: 0.7 },
];
/** Brute force tries every mode of every unit, so larger problems get fewer splits. */
const splitsFor = (units: number) => (units > 4 ? [104] : [96, 112]);

/** A chain of units on given lanes for each part. */
interface Recipe {
  chains: Lane[][];
  durationsUs: number[];
  shareLoss: number[];
  slowdowns: number[];
  sensitivities: number[];
  /**
   * Of each unit's energy alone, what it takes on a remainder at boost clock while something runs
   * beside it: less at lower clocks.
   */
  coRunShares: number[];
  /** Of each unit's energy at the lowest clock: it may exceed that at the clock above. */
  energyNoise: number[];
  crossDependence: boolean;
  powerCap: number;
}

/** The same chain once per part. */
const alike = (...parts: number[]): fc.Arbitrary<Lane[][]> =>
  fc
    .record({
      lanes: fc.array(fc.constantFrom<Lane>("compute", "memory", "network"), {
        minLength: 2,
        maxLength: 3,
      }),
      parts: fc.constantFrom(...parts),
    })
    // Brute force bears six units.
    .map(({ lanes, parts }) =>
      Array.from({ length: parts }, () => (parts === 3 ? lanes.slice(0, 2) : lanes)),
    );

const recipeOf = (shapes: fc.Arbitrary<Lane[][]>): fc.Arbitrary<Recipe> =>
  shapes.chain((chains) =>
    fc.record({
      chains: fc.constant(chains),
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
      coRunShares: fc.array(fc.double({ min: 0.6, max: 1, noNaN: true }), {
        minLength: 6,
        maxLength: 6,
      }),
      energyNoise: fc.array(fc.double({ min: 0.9, max: 1.2, noNaN: true }), {
        minLength: 6,
        maxLength: 6,
      }),
      crossDependence: fc.boolean(),
      powerCap: fc.constantFrom(Number.POSITIVE_INFINITY, 0.9, 1.3),
    }),
  );

/** Small search problems of one or two parts, with measured-like shares, slowdowns and power. */
export const randomProblem: fc.Arbitrary<SearchProblem> = recipeOf(alike(1, 2, 2)).map(
  buildProblem,
);

/** The same of three parts, on two lanes at most. */
export const threePartProblem: fc.Arbitrary<SearchProblem> = recipeOf(alike(3)).map(buildProblem);

/**
 * One part with a long memory operation, beside which the four compute operations of another may
 * run.
 */
export const longGuestProblem: fc.Arbitrary<SearchProblem> = recipeOf(
  fc.constant([
    ["compute", "memory"],
    ["compute", "compute", "compute", "compute"],
  ]),
).map(({ durationsUs, ...recipe }) =>
  buildProblem({
    ...recipe,
    durationsUs: durationsUs.map((us, unit) => (unit === 1 ? 3 * us : us)),
  }),
);

function buildProblem(recipe: Recipe): SearchProblem {
  const lanes = recipe.chains.flat();
  const partOf = recipe.chains.flatMap((chain, part) => chain.map(() => part));
  const n = lanes.length;
  const modes: Mode[] = [];
  const formUs: number[] = [];
  const units: Unit[] = [];
  for (let u = 0; u < n; u++) {
    const lane = lanes[u] as Lane;
    const part = partOf[u] as number;
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
      part,
      tokens: [part * 128, (part + 1) * 128],
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
  // On a side a unit is as sensitive as a unit after it on the whole GPU: any value will do.
  const sensitivity = ({ unit, side }: Mode) =>
    recipe.sensitivities[(unit + (side === "whole" ? 0 : 1)) % n] as number;
  const energyMj = ({ unit }: Mode, clock: number) => {
    const { share } = CLOCKS[clock] as (typeof CLOCKS)[number];
    const noise = clock === CLOCKS.length - 1 ? (recipe.energyNoise[unit] as number) : 1;
    return share * noise * (recipe.durationsUs[unit] as number);
  };
  const undisturbed = {
    name: "random",
    nanoOperations: units.map(({ name }) => name),
    units,
    arcs: arcsOf(recipe.chains, recipe.crossDependence),
    modes,
    firstForm: Int32Array.from(modes.keys()),
    formNanoOperation: Int32Array.from(modes, ({ unit }) => unit),
    formMode: Int32Array.from(modes.keys()),
    formUs: Float64Array.from(formUs),
    formSensitivity: Float64Array.from(modes, sensitivity),
    formEnergyMj: Float64Array.from(
      modes.flatMap((mode) => CLOCKS.map((_, clock) => energyMj(mode, clock))),
    ),
    formCoRunShare: Float64Array.from(
      modes.flatMap(({ unit, side }) =>
        CLOCKS.map(({ share }) =>
          side === "remainder" ? (recipe.coRunShares[unit] as number) * share : 1,
        ),
      ),
    ),
    power: { dynamicCapW: recipe.powerCap * 1000, idleW: 100, boostClockMhz: 2000 },
  };
  return disturbedBy(slowdown, undisturbed);
}

type Undisturbed = Omit<SearchProblem, "slowdown" | "formLeastShare" | "power"> & {
  power: Omit<PowerModel, "energies">;
};

/** The problem with these slowdowns, and the least energies that follow from them. */
export function disturbedBy(slowdown: Float64Array, problem: Undisturbed): SearchProblem {
  const { units } = problem;
  const forms = { ...problem, slowdown };
  const overlap = overlapOf(units.length, closureOf(problem));
  const all = { ...forms, formLeastShare: leastEnergyShares(forms, overlap) };
  const leastMj = (clock: number) =>
    units.reduce(
      (sum, { modes }) =>
        sum + Math.min(...modes.map((mode) => leastModeEnergyMj(all, mode, clock))),
      0,
    );
  const energies = CLOCKS.map(({ clockMhz }, clock) => ({ clockMhz, energyMj: leastMj(clock) }));
  return { ...all, power: { ...problem.power, energies: notRising(energies) } };
}

function arcsOf(chains: readonly Lane[][], cross: boolean): UnitArc[] {
  const firsts = chains.map((_, part) => chains.slice(0, part).flat().length);
  const arcs: UnitArc[] = [];
  chains.forEach((chain, part) => {
    const first = firsts[part] as number;
    const last = first + chain.length - 1;
    for (let u = first; u < last; u++) arcs.push({ from: u, to: u + 1, distance: 0 });
    arcs.push({ from: last, to: first, distance: 1 });
    firsts.forEach((start, other) => {
      if (other !== part) arcs.push({ from: last, to: start, distance: 2 });
    });
  });
  if (chains.length > 1 && cross) {
    arcs.push({ from: 0, to: (firsts[1] as number) + 1, distance: 0 });
  }
  return arcs;
}
