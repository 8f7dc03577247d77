import { spread } from "./spread.ts";
import { FONT_SIZE, textWidth } from "./svg.ts";

/** A bar as its label sees it: pixels from the chart's left and from the lane's top. */
export interface LabelledBar {
  x: number;
  y: number;
  width: number;
  height: number;
  name: string;
  /** Whether it starts in the period that is shown; bars of its neighbours have a name or nothing. */
  shown: boolean;
  critical: boolean;
}

/** Where a bar's label lies. */
export interface LabelPlace {
  /** What is written: the name, or the number under which a key gives the name. */
  kind: "name" | "number";
  /** On the bar, above it inside of its lane, or in the row above the lane, with a line to the bar. */
  where: "bar" | "above" | "row";
  centre: number;
  width: number;
  /** Where on the bar the line from the row ends. */
  anchor: number;
}

export const LABEL_HEIGHT = FONT_SIZE + 3;
/** Free space at each side of a label. */
const PADDING = 2;
/** What the outline of a bar on the critical path takes outside of it. */
export const FRAME = 1.5;
/** How far from its bar a name may be moved in the row; a number may go farther. */
const LONGEST_SHIFT = 60;

/**
 * One label for each bar of a lane, in the order of the bars: the name on the bar or above it where
 * the bar is wide enough, else the name in the row above the lane, else a number. In the row, bars on
 * the critical path come first, then wide ones. A label lies on one side of the period's edges.
 *
 * @param bars in order of start, none over another
 * @param edges of the period that is shown
 * @param numberWidth pixels of the widest number
 * @returns undefined for what has no room: bars of neighbouring periods, and short ones of a full row
 */
export function placeLabels(
  bars: readonly LabelledBar[],
  edges: readonly [number, number],
  numberWidth: number,
): (LabelPlace | undefined)[] {
  const places = bars.map((bar) => onBar(bar, "name", textWidth(bar.name), widestPart(bar, edges)));
  const unnamed = bars
    .map((bar, index) => ({ bar, index }))
    .filter(({ bar, index }) => bar.shown && places[index] === undefined)
    .sort((a, b) => Number(b.bar.critical) - Number(a.bar.critical) || b.bar.width - a.bar.width);
  const inPeriod = (bar: LabelledBar) => partsOf(bar, edges).find(([from]) => from >= edges[0]);
  for (const { bar, index } of unnamed) {
    places[index] = onBar(bar, "number", numberWidth, inPeriod(bar));
  }
  const row = new Row(edges);
  for (const { bar, index } of unnamed) {
    const anchor = middleOf(inPeriod(bar) ?? [bar.x, bar.x + bar.width]);
    if (places[index] === undefined) row.add(index, "number", anchor, numberWidth);
  }
  for (const { bar, index } of unnamed) {
    const anchor = middleOf(inPeriod(bar) ?? [bar.x, bar.x + bar.width]);
    if (row.add(index, "name", anchor, textWidth(bar.name))) places[index] = undefined;
  }
  for (const [index, place] of row.places()) places[index] = place;
  return places;
}

type Range = readonly [from: number, to: number];

/** A bar cut at the period's edges. */
function partsOf({ x, width }: LabelledBar, edges: readonly number[]): Range[] {
  const cuts = edges.filter((edge) => edge > x && edge < x + width);
  const bounds = [x, ...cuts, x + width];
  return bounds.slice(1).map((to, index): Range => [bounds[index] ?? x, to]);
}

function widestPart(bar: LabelledBar, edges: readonly number[]): Range | undefined {
  return partsOf(bar, edges).sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0];
}

function middleOf([from, to]: Range): number {
  return (from + to) / 2;
}

function onBar(
  { y, height }: LabelledBar,
  kind: LabelPlace["kind"],
  width: number,
  part: Range | undefined,
): LabelPlace | undefined {
  if (part === undefined || width + 2 * PADDING > part[1] - part[0]) return undefined;
  const centre = middleOf(part);
  const place = { kind, centre, width, anchor: centre };
  if (height >= LABEL_HEIGHT) return { ...place, where: "bar" };
  if (y >= LABEL_HEIGHT + FRAME) return { ...place, where: "above" };
  return undefined;
}

interface RowLabel {
  kind: LabelPlace["kind"];
  anchor: number;
  width: number;
}

/** The labels above a lane, spread so that none covers another. */
class Row {
  #labels = new Map<number, RowLabel>();
  #centres: readonly number[] = [];
  readonly #edges: readonly [number, number];

  constructor(edges: readonly [number, number]) {
    this.#edges = edges;
  }

  /**
   * Adds the label of a bar, or puts a name in the place of its number.
   *
   * @returns false where it does not fit, and nothing changed
   */
  add(index: number, kind: RowLabel["kind"], anchor: number, width: number): boolean {
    const labels = new Map(
      [...this.#labels, [index, { kind, anchor, width }] as const].sort(([a], [b]) => a - b),
    );
    const wishes = [...labels.values()].map((label) => ({
      centre: label.anchor,
      width: label.width + 2 * PADDING + 2,
    }));
    const centres = spread(wishes, this.#edges[0] + FRAME, this.#edges[1] - FRAME);
    if (centres === undefined) return false;
    const shifts = wishes.map(({ centre }, at) => Math.abs((centres[at] ?? centre) - centre));
    if (kind === "name" && Math.max(...shifts) > LONGEST_SHIFT) return false;
    this.#labels = labels;
    this.#centres = centres;
    return true;
  }

  /** By index of the bar. */
  places(): [number, LabelPlace][] {
    return [...this.#labels].map(([index, label], at) => [
      index,
      { ...label, where: "row", centre: this.#centres[at] ?? label.anchor },
    ]);
  }
}
