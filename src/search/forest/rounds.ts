import type { SearchMethod } from "../space/search-request.ts";

/** A gap below this, 0.01%, counts as none: measurements spread fifty times as much. */
export const FINEST_TOLERANCE = 1e-4;

/** Trees with a bound within this share of the incumbent are left alone, and the others get so many nodes each. */
export interface Round {
  tolerance: number;
  nodes: number;
  thorough: boolean;
}

/** For the likeliest trees, before the rounds. */
export const PROBE: Round = { tolerance: 0.01, nodes: 10, thorough: true };

/** For all trees of one or two nano-batches, before the rounds. */
export const NARROW: Round = { tolerance: 0.005, nodes: 150, thorough: true };

/**
 * For trees of more nano-batches, before the rounds: there are so many that each percent of the
 * certificate is several times the work of the one before. So all go to 2% before any goes further:
 * a tolerance of 1.9% of a step makes that, as a gap is stated over the bound, and of a layer.
 */
export const WIDE: readonly Round[] = (
  [
    [0.03, 30],
    [0.019, 30],
    [0.019, 120],
    [0.019, 480],
    [0.015, 30],
  ] as const
).map(([tolerance, nodes]) => ({ tolerance, nodes, thorough: false }));

const NODES_PER_PROGRAM = 10;

/**
 * The first rounds bring the certificate down to what is useful, with little time for each of many
 * structures; the later ones close the few that are left, with ever more nodes for each.
 */
export function* rounds(method: SearchMethod, nodeLimit: number, finest: number): Generator<Round> {
  if (method === "ilp") {
    // An integer program starts anew each time, and a node of it takes seconds.
    yield { tolerance: finest, nodes: NODES_PER_PROGRAM, thorough: true };
    return;
  }
  const down = [
    { tolerance: 0.03, nodes: 30, thorough: false },
    { tolerance: 0.01, nodes: 150, thorough: true },
    { tolerance: 0.005, nodes: 600, thorough: true },
  ];
  yield* down.filter(({ tolerance }) => tolerance > finest);
  for (let nodes = 600; nodes / 4 < nodeLimit; nodes *= 4) {
    yield { tolerance: finest, nodes, thorough: true };
  }
}
