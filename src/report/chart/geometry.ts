/** Pixels; y grows downwards. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Segment {
  from: Point;
  to: Point;
}

/** Pixels that boxes may share by rounding. */
const SLACK = 1e-6;

/** Whether two boxes share an area; touching edges do not count. */
export function overlap(a: Box, b: Box): boolean {
  return (
    a.x + a.width > b.x + SLACK &&
    b.x + b.width > a.x + SLACK &&
    a.y + a.height > b.y + SLACK &&
    b.y + b.height > a.y + SLACK
  );
}

/** Whether a box lies within another. */
export function contains(outer: Box, { x, y, width, height }: Box): boolean {
  return (
    x >= outer.x - SLACK &&
    y >= outer.y - SLACK &&
    x + width <= outer.x + outer.width + SLACK &&
    y + height <= outer.y + outer.height + SLACK
  );
}

/** Whether a straight line passes through a box (clipping by Liang and Barsky, 1984). */
export function passesThrough({ from, to }: Segment, box: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const sides = [
    [-dx, from.x - box.x - SLACK],
    [dx, box.x + box.width - SLACK - from.x],
    [-dy, from.y - box.y - SLACK],
    [dy, box.y + box.height - SLACK - from.y],
  ] as const;
  let [enters, leaves] = [0, 1];
  for (const [towards, distance] of sides) {
    if (towards === 0 && distance < 0) return false;
    if (towards < 0) enters = Math.max(enters, distance / towards);
    if (towards > 0) leaves = Math.min(leaves, distance / towards);
  }
  return enters < leaves;
}

/** Whether two straight lines cross; those that only touch do not. */
export function cross(a: Segment, b: Segment): boolean {
  return side(a, b.from) * side(a, b.to) < -SLACK && side(b, a.from) * side(b, a.to) < -SLACK;
}

/** Positive on one side of a line, negative on the other. */
function side({ from, to }: Segment, { x, y }: Point): number {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
}
