import { expertTiles, type Routing } from "./expert-tiles.ts";
import { type Point, REACH } from "./interpolate.ts";

/** Measured durations of one implementation of a matrix product on one partition. */
export interface GemmCurve {
  /** By rising tokens. */
  points: readonly Point[];
  /** Tiles along the tokens that so many need; of an expert on average, when grouped. */
  tilesOf(tokens: number): number;
  grouped: boolean;
}

/**
 * @param rows tokens that a tile (of a cluster) takes at once
 * @param routing of tokens to the products of a group; undefined for a single product
 */
export function gemmCurve(points: readonly Point[], rows: number, routing?: Routing): GemmCurve {
  return {
    points: points.toSorted((a, b) => a.tokens - b.tokens),
    tilesOf: (tokens) =>
      routing === undefined ? Math.ceil(tokens / rows) : expertTiles(tokens, rows, routing),
    grouped: routing !== undefined,
  };
}

/** A token count at which any implementation was measured on the partition. */
export interface GridSize {
  tokens: number;
  /** The least duration measured there. */
  leastUs: number;
}

/**
 * Duration at any token count. An implementation is known only where it was measured at the next
 * size of the grid. A profile keeps the fastest few of each size. So one without a row there was
 * slower, whatever its rows at other sizes promise. How products fill the SMs in waves makes them
 * so.
 *
 * Sizes that need the same tiles cost about the same. Within a tile that is filled in part, time
 * goes along the points of that tile; between tiles it goes by their number. No duration is below
 * the least of those measured at the sizes of the grid around it.
 *
 * @param grid by rising tokens
 * @returns µs; undefined where the implementation is not known, or far beyond the largest size
 */
export function gemmUs(
  curve: GemmCurve,
  grid: readonly GridSize[],
  tokens: number,
): number | undefined {
  const { points, tilesOf } = curve;
  const at = grid.findIndex((size) => size.tokens >= tokens);
  const above = grid.at(at) as GridSize;
  const next = points.find((point) => point.tokens === above.tokens);
  if (next === undefined || next.tokens === tokens) return next?.us;
  if (at < 0) {
    if (tokens > REACH * next.tokens) return undefined;
    return (next.us * tilesOf(tokens)) / tilesOf(next.tokens);
  }
  const below = grid[at - 1] ?? above;
  const floorUs = Math.min(below.leastUs, above.leastUs);
  if (curve.grouped) return Math.max(groupedUs(curve, next, tokens), floorUs);
  const before = points.find((point) => point.tokens === below.tokens) ?? next;
  return Math.max(betweenUs(curve, before, next, tokens), floorUs);
}

/**
 * Of a group of products, by the tiles that it needs on average. Where these are the same, as for
 * few tokens that one tile holds, by tokens.
 */
function groupedUs({ points, tilesOf }: GemmCurve, next: Point, tokens: number): number {
  const low = points.findLast((point) => point.tokens < tokens);
  if (low === undefined) return next.us;
  const [few, many] = [tilesOf(low.tokens), tilesOf(next.tokens)];
  const alike = many - few < SAME_TILES;
  const share = alike
    ? (tokens - low.tokens) / (next.tokens - low.tokens)
    : (tilesOf(tokens) - few) / (many - few);
  return low.us + share * (next.us - low.us);
}

/** Average numbers of tiles that differ by less are the same. */
const SAME_TILES = 0.05;

/** By points at the sizes of the grid around; `next` alone, an upper bound, where it is both. */
function betweenUs({ points, tilesOf }: GemmCurve, low: Point, next: Point, tokens: number) {
  const tiles = tilesOf(tokens);
  const alike = points.filter((point) => tilesOf(point.tokens) === tiles);
  if (alike.length > 0) return withinTile(alike, tokens);
  if (low === next) return next.us;
  const [few, many] = [tilesOf(low.tokens), tilesOf(next.tokens)];
  return low.us + ((tiles - few) / (many - few)) * (next.us - low.us);
}

/**
 * Between the points of one tile, at least one, which rise in tokens. Below the first of them the
 * line through the first two goes on where it rises. Some products are the slower, the emptier
 * their last tile is.
 */
function withinTile(alike: readonly Point[], tokens: number): number {
  const above = alike.findIndex((point) => point.tokens >= tokens);
  const nearest = alike.at(above) as Point;
  if (above > 0) return onLine(alike[above - 1] as Point, nearest, tokens);
  const second = above < 0 ? undefined : alike[1];
  if (second === undefined || nearest.tokens - tokens > LINE_REACH) return nearest.us;
  return Math.max(nearest.us, onLine(nearest, second, tokens));
}

/** Beyond this many tokens below the points of a line it is no longer followed. */
const LINE_REACH = 128;

function onLine(a: Point, b: Point, tokens: number): number {
  return a.us + ((tokens - a.tokens) / (b.tokens - a.tokens)) * (b.us - a.us);
}
