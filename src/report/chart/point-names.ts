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

const LABEL_HEIGHT = FONT_SIZE + 3;
/** Between a point's disc and its name. */
const GAP = 4;
const DISTANCE_STEP = 6;
const DIRECTIONS = 24;

/**
 * The nearest free place for each name, beside its point or at the end of a straight line to it.
 * Points with the most others around them choose first.
 *
 * @returns in the order of the points; a name for which there is no free place lies beside its point
 */
export function placeNames(points: readonly NamedPoint[], around: Surroundings): NamePlace[] {
  const crowd = (point: Point) =>
    points.filter((other) => Math.hypot(other.x - point.x, other.y - point.y) < 80).length;
  const places = new Map<NamedPoint, NamePlace>();
  for (const point of points.toSorted((a, b) => crowd(b) - crowd(a))) {
    const candidates = placesAround(point, around);
    const taken = [...places.values()];
    const free = candidates.find((place) => isFree(place, point, points, taken, around));
    places.set(point, free ?? (candidates[0] as NamePlace));
  }
  return points.map((point) => places.get(point) as NamePlace);
}

/** From near to far; right of the point first. */
function placesAround({ x, y, name }: NamedPoint, { frame, radius }: Surroundings): NamePlace[] {
  const width = textWidth(name);
  const beside = radius + GAP;
  const places: NamePlace[] = [];
  for (let distance = beside; distance < frame.width; distance += DISTANCE_STEP) {
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

function isFree(
  { label, leader }: NamePlace,
  own: NamedPoint,
  points: readonly NamedPoint[],
  taken: readonly NamePlace[],
  { frame, lines, radius }: Surroundings,
): boolean {
  const others = points.filter((point) => point !== own);
  const disc = ({ x, y }: Point): Box => ({
    x: x - radius,
    y: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  });
  if (!contains(frame, label)) return false;
  if (points.some((point) => overlap(disc(point), label))) return false;
  if (lines.some((line) => passesThrough(line, label))) return false;
  if (taken.some((other) => overlap(other.label, label))) return false;
  if (taken.some((other) => other.leader !== undefined && passesThrough(other.leader, label)))
    return false;
  if (leader === undefined) return true;
  if (taken.some((other) => passesThrough(leader, other.label))) return false;
  if (taken.some((other) => other.leader !== undefined && cross(leader, other.leader)))
    return false;
  if (lines.some((line) => cross(line, leader))) return false;
  // Points that lie on one another cannot keep their lines apart.
  return !others.some(
    (point) => !overlap(disc(point), disc(own)) && passesThrough(leader, disc(point)),
  );
}
