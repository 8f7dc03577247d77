import {
  type Box,
  contains,
  cross,
  overlap,
  type Point,
  passesThrough,
  type Segment,
} from "./geometry.ts";
import { FONT_SIZE, textWidth } from "./svg.ts";

/** A point of a chart that is to be named. */
export interface NamedPoint extends Point {
  name: string;
}

export interface NamePlace {
  /** A number stands for a name that had no room. */
  kind: "name" | "number";
  label: Box;
  /** From the point to a label that is not beside it. */
  leader: Segment | undefined;
}

/** What names keep clear of, besides points and each other. */
export interface Surroundings {
  /** Names stay inside. */
  frame: Box;
  lines: readonly Segment[];
  /** Of a point's disc, pixels. */
  radius: number;
}

const LABEL_HEIGHT = FONT_SIZE + 4;
/** Between a point's disc and its name. */
const GAP = 4;
const DISTANCE_STEP = 6;
const FARTHEST = 160;
const DIRECTIONS = 24;
/** What a line to a name may cross, in pixels by which the name would rather be farther away. */
const CROSSING = { line: 40, point: 120 };
/** A line this near to another point's middle, of its radius, seems to be that point's. */
const CORE = 0.6;
const CROWDED_OUT = 10_000;
const ATTEMPTS = 8;

/**
 * A free place for each name: beside its point, or at the end of a straight line to it that is short
 * and crosses little. Names choose one after the other; one that finds nothing free chooses first in
 * the next attempt, and the attempt that costs least counts. Names that it leaves over become numbers.
 *
 * @returns in the order of the points; a number that finds no free place either lies beside its point
 */
export function placeNames(points: readonly NamedPoint[], around: Surroundings): NamePlace[] {
  const numbered = new Set<NamedPoint>();
  for (;;) {
    const { places, crowdedOut } = bestAttempt(points, numbered, around);
    const left = crowdedOut.filter((point) => !numbered.has(point));
    if (left.length === 0) return points.map((point) => places.get(point) as NamePlace);
    for (const point of left) numbered.add(point);
  }
}

function bestAttempt(
  points: readonly NamedPoint[],
  numbered: ReadonlySet<NamedPoint>,
  around: Surroundings,
): Attempt {
  let order = [...points];
  let best = attemptIn(order, numbered, around);
  let last = best;
  for (let attempt = 1; attempt < ATTEMPTS && last.crowdedOut.length > 0; attempt++) {
    const { crowdedOut } = last;
    order = [...crowdedOut, ...order.filter((point) => !crowdedOut.includes(point))];
    last = attemptIn(order, numbered, around);
    if (last.cost < best.cost) best = last;
  }
  return best;
}

interface Attempt {
  places: ReadonlyMap<NamedPoint, NamePlace>;
  cost: number;
  /** Points for whose names nothing was free. */
  crowdedOut: readonly NamedPoint[];
}

function attemptIn(
  order: readonly NamedPoint[],
  numbered: ReadonlySet<NamedPoint>,
  around: Surroundings,
): Attempt {
  const places = new Map<NamedPoint, NamePlace>();
  const crowdedOut: NamedPoint[] = [];
  let cost = 0;
  const numberWidth = textWidth(String(order.length));
  for (const point of order) {
    const others = order.filter((other) => other !== point);
    const candidates = numbered.has(point)
      ? placesAround(point, "number", numberWidth, around)
      : placesAround(point, "name", textWidth(point.name), around);
    const taken = [...places.values()];
    const free = cheapest(candidates, (place) =>
      isFree(place, order, taken, around) ? costOf(place, others, around) : undefined,
    );
    if (free === undefined) crowdedOut.push(point);
    places.set(point, free?.place ?? (candidates[0] as NamePlace));
    cost += free?.cost ?? CROWDED_OUT;
  }
  return { places, cost, crowdedOut };
}

/** @param candidates by the length of their lines, which no cost is below */
function cheapest(
  candidates: readonly NamePlace[],
  costIfFree: (place: NamePlace) => number | undefined,
): { place: NamePlace; cost: number } | undefined {
  let best: { place: NamePlace; cost: number } | undefined;
  for (const place of candidates) {
    if (best !== undefined && best.cost <= lengthOf(place)) break;
    const cost = costIfFree(place);
    if (cost !== undefined && (best === undefined || cost < best.cost)) best = { place, cost };
  }
  return best;
}

/** Of the line to a name, pixels. */
function lengthOf({ leader }: NamePlace): number {
  if (leader === undefined) return 0;
  return Math.hypot(leader.to.x - leader.from.x, leader.to.y - leader.from.y);
}

/** From near to far; right of the point first. */
function placesAround(
  { x, y }: Point,
  kind: NamePlace["kind"],
  width: number,
  { radius }: Surroundings,
): NamePlace[] {
  const beside = radius + GAP;
  const places: NamePlace[] = [];
  for (let distance = beside; distance < FARTHEST; distance += DISTANCE_STEP) {
    for (let step = 0; step < DIRECTIONS; step++) {
      const turn = ((step % 2 === 0 ? step : -step - 1) / DIRECTIONS) * Math.PI;
      const tip = { x: x + distance * Math.cos(turn), y: y - distance * Math.sin(turn) };
      const label = {
        x: tip.x - (width / 2) * (1 - Math.cos(turn)),
        y: tip.y - (LABEL_HEIGHT / 2) * (1 + Math.sin(turn)),
        width,
        height: LABEL_HEIGHT,
      };
      const leader = distance === beside ? undefined : { from: { x, y }, to: tip };
      places.push({ kind, label, leader });
    }
  }
  return places;
}

/** Whether a name and its line keep clear of points, lines, names and the lines of other names. */
function isFree(
  { label, leader }: NamePlace,
  points: readonly Point[],
  taken: readonly NamePlace[],
  { frame, lines, radius }: Surroundings,
): boolean {
  const leaders = taken.flatMap((other) => other.leader ?? []);
  const covered =
    !contains(frame, label) ||
    points.some((point) => overlap(discOf(point, radius), label)) ||
    taken.some((other) => overlap(other.label, label)) ||
    [...lines, ...leaders].some((line) => passesThrough(line, label));
  if (covered || leader === undefined) return !covered;
  return (
    !taken.some((other) => passesThrough(leader, other.label)) &&
    !leaders.some((other) => cross(leader, other))
  );
}

/** Length of the line to a name, in pixels, and more for what it crosses. */
function costOf(
  place: NamePlace,
  others: readonly Point[],
  { lines, radius }: Surroundings,
): number {
  const { leader } = place;
  if (leader === undefined) return 0;
  const points = others.filter((point) =>
    passesThrough(leader, discOf(point, radius * CORE)),
  ).length;
  const crossed = lines.filter((line) => cross(line, leader)).length;
  return lengthOf(place) + points * CROSSING.point + crossed * CROSSING.line;
}

function discOf({ x, y }: Point, radius: number): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}
