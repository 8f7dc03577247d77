import { isDeepStrictEqual } from "node:util";
import { readServingSet, type ServingSet } from "../../../src/deploy/serving-set.ts";

/** A set, and the same steps without overlap; programs of one name are the same in both. */
export interface OwnSides {
  planned: ServingSet;
  sequential: ServingSet;
}

export function readOwnSides(path: string): OwnSides {
  const planned = readServingSet(path);
  const inOrder = readServingSet(path, { sequential: true });
  const programs = inOrder.programs.map((program, index) => {
    const own = planned.programs[index];
    if (own !== undefined && isSame(own, program)) return own;
    return { ...program, name: `${program.name}-sequential` };
  });
  return { planned, sequential: { ...inOrder, programs } };
}

/** A set of all programs of both. */
export function bothOf({ planned, sequential }: OwnSides): ServingSet {
  const programs = [...planned.programs, ...sequential.programs];
  const byName = new Map(programs.map((program) => [program.name, program]));
  return { ...planned, programs: [...byName.values()] };
}

/** Whether a GPU does the same for both, whatever their plans say of each other. */
function isSame(one: ServingSet["programs"][number], other: typeof one): boolean {
  const work = ({ program }: typeof one) => ({ ...program, planHash: "" });
  return isDeepStrictEqual(work(one), work(other));
}
