import { splitId, WHOLE_GPU } from "../../src/cost/table/split.ts";
import type { Lane } from "../../src/ir/op-graph.ts";
import type { Mode, SearchProblem, Unit, UnitArc } from "../../src/search/problem/problem.ts";

const SMS = 132;
const GROUP_SMS = 66;

/** A unit of one nano-operation. */
export interface ReferenceUnit {
  lane: Lane;
  /** On the whole GPU, µs. */
  wholeUs: number;
  /** On its side of the only split, µs; left out where it cannot run there. */
  sideUs?: number;
}

/**
 * A chain of units, once per part; parts depend on each other only by the two layers that one may
 * run ahead.
 *
 * @param slowdown of both units when a compute unit runs beside another on the split
 */
export function referenceProblem(
  chain: readonly ReferenceUnit[],
  { parts, slowdown }: { parts: number; slowdown: number },
): SearchProblem {
  const all = Array.from({ length: parts }, (_, part) =>
    chain.map((unit) => ({ ...unit, part })),
  ).flat();
  const modes: Mode[] = [];
  const formUs: number[] = [];
  const units = all.map(({ lane, part, wholeUs, sideUs }, unit): Unit => {
    const first = modes.length;
    const add = (side: Mode["side"], smCount: number, split: string, us: number) => {
      modes.push({ unit, side, smCount, split, implementations: ["only"] });
      formUs.push(us);
    };
    add("whole", SMS, WHOLE_GPU, wholeUs);
    const side = lane === "compute" ? "group" : "remainder";
    if (sideUs !== undefined) add(side, GROUP_SMS, splitId({ groupSms: GROUP_SMS }), sideUs);
    const own = modes.map((_, mode) => mode).slice(first);
    return {
      name: `${lane}.${unit}`,
      lane,
      part,
      tokens: [part * 128, (part + 1) * 128],
      members: [unit],
      modes: own,
    };
  });
  return {
    name: "reference",
    nanoOperations: units.map(({ name }) => name),
    units,
    arcs: arcsOf(chain.length, parts),
    modes,
    firstForm: Int32Array.from(modes.keys()),
    formNanoOperation: Int32Array.from(modes, ({ unit }) => unit),
    formMode: Int32Array.from(modes.keys()),
    formUs: Float64Array.from(formUs),
    formSensitivity: new Float64Array(modes.length),
    formEnergyMj: new Float64Array(modes.length),
    formCoRunShare: new Float64Array(modes.length).fill(1),
    formLeastShare: new Float64Array(modes.length).fill(1),
    slowdown: Float64Array.from({ length: modes.length ** 2 }, (_, k) => {
      const a = modes[Math.floor(k / modes.length)] as Mode;
      const b = modes[k % modes.length] as Mode;
      return a.side !== "whole" && b.side !== "whole" && a.side !== b.side ? slowdown : 0;
    }),
    power: {
      dynamicCapW: Number.POSITIVE_INFINITY,
      idleW: 0,
      boostClockMhz: 1000,
      energies: [{ clockMhz: 1000, energyMj: 0 }],
    },
  };
}

function arcsOf(length: number, parts: number): UnitArc[] {
  return Array.from({ length: parts }, (_, part): UnitArc[] => {
    const first = part * length;
    const last = first + length - 1;
    const others = Array.from({ length: parts }, (__, other) => other).filter((k) => k !== part);
    return [
      ...Array.from({ length: length - 1 }, (__, k) => ({
        from: first + k,
        to: first + k + 1,
        distance: 0,
      })),
      { from: last, to: first, distance: 1 },
      ...others.map((other) => ({ from: last, to: other * length, distance: 2 })),
    ];
  }).flat();
}
