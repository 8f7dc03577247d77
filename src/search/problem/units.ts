import type { Lane } from "../../ir/op-graph.ts";

/** What grouping needs to know of a nano-operation. */
export interface Member {
  /** First token, and one past the last. */
  tokens: readonly [start: number, end: number];
  lane: Lane;
  /** Memory-bound and in the compute lane: a norm, an activation, a permutation. */
  small: boolean;
}

export interface MemberArc {
  from: number;
  to: number;
  distance: number;
}

/**
 * Groups nano-operations into units that run back to back on one partition: each main kernel
 * with the small operations of the compute lane around it. A small operation joins the unit of
 * its producer when all of them are in the compute lane, and opens the unit of its consumer otherwise:
 * the kernel before it is not to wait for what runs in another lane.
 *
 * @param members in topological order
 * @returns positions of the members of each unit, in the order of execution
 */
export function groupIntoUnits(members: readonly Member[], arcs: readonly MemberArc[]): number[][] {
  const units: number[][] = [];
  const unitOf = new Map<number, number[]>();
  members.forEach((member, position) => {
    const producers = arcs
      .filter(({ to, distance }) => to === position && distance === 0)
      .map(({ from }) => from);
    const isFree = producers.every((from) => members[from]?.lane === member.lane);
    const host = (isFree ? producers : [])
      .map((from) => unitOf.get(from))
      .find((unit) => unit !== undefined && accepts(members, arcs, unit, member, position));
    if (host !== undefined) {
      host.push(position);
      unitOf.set(position, host);
      return;
    }
    const unit = [position];
    units.push(unit);
    unitOf.set(position, unit);
  });
  return units;
}

function accepts(
  members: readonly Member[],
  arcs: readonly MemberArc[],
  unit: readonly number[],
  member: Member,
  position: number,
): boolean {
  const last = unit.at(-1) as number;
  const host = members[last] as Member;
  const sameLane = host.lane === "compute" && member.lane === "compute";
  const sameTokens = host.tokens[0] === member.tokens[0] && host.tokens[1] === member.tokens[1];
  if (!sameLane || !sameTokens) return false;
  if (!arcs.some(({ from, to, distance }) => from === last && to === position && distance === 0)) {
    return false;
  }
  const hasMain = unit.some((other) => !(members[other] as Member).small);
  return member.small || !hasMain;
}
