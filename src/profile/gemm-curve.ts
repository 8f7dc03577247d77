import { type Point, REACH } from "./interpolate.ts";

/** Measured durations of one implementation of a matrix product on one partition. */
export interface GemmCurve {
  /** By rising tokens. */
  points: readonly Point[];
  /** Tiles along the tokens that so many need; at a full tile of every expert, when grouped. */
  tilesOf(tokens: number): number;
}

/**
 * @param rows tokens that a tile (of a cluster) takes at once
 * @param share of the tokens that each product of a group gets; 1 for a single product
 */
export function gemmCurve(points: readonly Point[], rows: number, share: number): GemmCurve {
  return {
    points: points.toSorted((a, b) => a.tokens - b.tokens),
    // A share may be a fraction of a token too much by rounding.
    tilesOf: (tokens) => Math.ceil((tokens * share) / rows - 1e-9),
  };
}

/**
 * Duration at any token count. Sizes that need the same tiles cost about the same: the tile of the
 * wanted size is looked for first, and what its rows cost when only some are filled follows a line
 * through the points of that tile. Between tiles it goes by their number.
 *
 * @param grid rising token counts at which any implementation was measured there; this one is
 *   known only where its own points are next to the wanted size on that grid
 * @returns µs; undefined where nothing is known, or far beyond the largest size
 */
export function gemmUs(
  { points, tilesOf }: GemmCurve,
  grid: readonly number[],
  tokens: number,
): number | undefined {
  const exact = points.find((point) => point.tokens === tokens);
  if (exact !== undefined) return exact.us;
  const tiles = tilesOf(tokens);
  const alike = points.filter((point) => tilesOf(point.tokens) === tiles);
  if (alike.length > 0) return withinTile(alike, tokens);

  const high = points.find((point) => point.tokens > tokens);
  const low = points.findLast((point) => point.tokens < tokens);
  if (high === undefined) {
    if (low === undefined || tokens > REACH * low.tokens) return undefined;
    return (low.us * tiles) / tilesOf(low.tokens);
  }
  // Below the smallest size of all, the duration there is an upper bound.
  if (low === undefined) return grid[0] === high.tokens ? high.us : undefined;
  const between = grid.filter((count) => count > low.tokens && count < high.tokens);
  if (between.length > 0) return undefined;
  const [few, many] = [tilesOf(low.tokens), tilesOf(high.tokens)];
  return low.us + ((tiles - few) / (many - few)) * (high.us - low.us);
}

/** Beyond this many tokens from both points of a line it is no longer followed. */
const LINE_REACH = 128;

function withinTile(alike: readonly Point[], tokens: number): number {
  const near = alike.toSorted((a, b) => Math.abs(a.tokens - tokens) - Math.abs(b.tokens - tokens));
  const [first, second] = near as [Point, Point | undefined];
  if (second === undefined) return first.us;
  const between = (first.tokens - tokens) * (second.tokens - tokens) < 0;
  if (!between && Math.abs(first.tokens - tokens) > LINE_REACH) return first.us;
  const slope = (second.us - first.us) / (second.tokens - first.tokens);
  return first.us + slope * (tokens - first.tokens);
}
