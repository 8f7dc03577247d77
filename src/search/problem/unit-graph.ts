import type { NanoBatch } from "../../ir/nano-batches.ts";
import { type CoarserCuts, instantiate, type NanoOperation } from "../../ir/nano-graph.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import type { UnitArc } from "./problem.ts";
import { groupIntoUnits } from "./units.ts";

/** Layers by which one nano-batch may run ahead of another: activations of two are kept. */
const LEAD_LIMIT = 2;

/** Units of a structure and what they wait for, before anything is known of times. */
export interface UnitGraph {
  nanoOperations: readonly NanoOperation[];
  /** Positions of the members of each unit, in the order of execution. */
  groups: readonly (readonly number[])[];
  arcs: readonly UnitArc[];
}

/**
 * @param nanoBatches consecutive token ranges
 * @param coarser operations that are cut coarser than these
 */
export function unitGraphOf(
  graph: OpGraph,
  nanoBatches: readonly NanoBatch[],
  coarser: CoarserCuts,
): UnitGraph {
  const { nanoOperations, dependences } = instantiate(graph, nanoBatches, coarser);
  const groups = groupIntoUnits(
    nanoOperations.map(({ tokens, operation }) => ({
      tokens,
      lane: operation.lane,
      small: operation.lane === "compute" && operation.resourceClass === "memory",
    })),
    dependences,
  );
  return { nanoOperations, groups, arcs: arcsOf(nanoOperations, groups, dependences) };
}

function arcsOf(
  nanoOperations: readonly NanoOperation[],
  groups: UnitGraph["groups"],
  dependences: readonly UnitArc[],
): UnitArc[] {
  const unitOf = new Map(groups.flatMap((members, u) => members.map((member) => [member, u])));
  const arcs = new Map<string, UnitArc>();
  const add = (from: number, to: number, distance: number) =>
    arcs.set(`${from} ${to} ${distance}`, { from, to, distance });
  for (const { from, to, distance } of dependences) {
    const producer = unitOf.get(from) as number;
    const consumer = unitOf.get(to) as number;
    if (producer !== consumer || distance > 0) add(producer, consumer, distance);
  }
  const partOf = groups.map(([first]) => nanoOperations[first as number]?.nanoBatch as number);
  const parts = [...new Set(partOf)];
  const ofPart = parts.map((part) => partOf.flatMap((own, unit) => (own === part ? [unit] : [])));
  for (const [a, mine] of ofPart.entries()) {
    for (const [b, theirs] of ofPart.entries()) {
      if (a !== b) add(mine.at(-1) as number, theirs[0] as number, LEAD_LIMIT);
    }
  }
  return [...arcs.values()];
}
