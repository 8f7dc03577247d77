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
const DIRECTIONS = 36;
/** What a line to a name may cross, in pixels by which the name would rather be farther away. */
const CROSSING = { line: 40, point: 25 };
const CROWDED_OUT = 10_000;
const ATTEMPTS = 20;

/**
 * A free place for each name: beside its point, or at the end of a straight line to it that is short
 * and crosses little. Names choose one after the other; one that finds nothing free chooses first in
 * the next attempt, and the attempt that costs least counts.
 *
 * @returns in the order of the points; a name that never found a free place lies beside its point
 */
export function placeNames(points: readonly NamedPoint[], around: Surroundings): NamePlace[] {
  let order = [...points];
  let best: Attempt | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const next = attemptIn(order, points, around);
    if (best === undefined || next.cost < best.cost) best = next;
    if (next.crowdedOut.length === 0) break;
    order = [...next.crowdedOut, ...order.filter((point) => !next.crowdedOut.includes(point))];
  }
  return points.map((point) => best?.places.get(point) as NamePlace);
}

interface Attempt {
  places: ReadonlyMap<NamedPoint, NamePlace>;
  cost: number;
  /** Points for whose names nothing was free. */
  crowdedOut: readonly NamedPoint[];
}

function attemptIn(
  order: readonly NamedPoint[],
  points: readonly NamedPoint[],
  around: Surroundings,
): Attempt {
  const places = new Map<NamedPoint, NamePlace>();
  const crowdedOut: NamedPoint[] = [];
  let cost = 0;
  for (const point of order) {
    const others = points.filter((other) => other !== point);
    const candidates = placesAround(point, around);
    const taken = [...places.values()];
    const [free] = candidates
      .filter((place) => isFree(place, points, taken, around))
      .map((place) => ({ place, cost: costOf(place, others, around) }))
      .sort((a, b) => a.cost - b.cost);
    if (free === undefined) crowdedOut.push(point);
    places.set(point, free?.place ?? (candidates[0] as NamePlace));
    cost += free?.cost ?? CROWDED_OUT;
  }
  return { places, cost, crowdedOut };
}

/** From near to far; right of the point first. */
function placesAround({ x, y, name }: NamedPoint, { radius }: Surroundings): NamePlace[] {
  const width = textWidth(name);
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
      places.push({ label, leader: distance === beside ? undefined : { from: { x, y }, to: tip } });
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
  { leader }: NamePlace,
  others: readonly Point[],
  { lines, radius }: Surroundings,
): number {
  if (leader === undefined) return 0;
  const length = Math.hypot(leader.to.x - leader.from.x, leader.to.y - leader.from.y);
  const points = others.filter((point) => passesThrough(leader, discOf(point, radius))).length;
  const crossed = lines.filter((line) => cross(line, leader)).length;
  return length + points * CROSSING.point + crossed * CROSSING.line;
}

function discOf({ x, y }: Point, radius: number): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}
