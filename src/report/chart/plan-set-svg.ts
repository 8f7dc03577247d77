import type { PlanSet } from "../../generated/plan-set.ts";
import type { SetProgram } from "../../plan-set/plan-set-file.ts";
import { formatDuration, formatInteger, formatPercent } from "../../text/units.ts";
import { type PlanSetMap, planSetMap } from "../plan-set-map.ts";
import { element, escapeText } from "./markup.ts";
import { phaseFill } from "./palette.ts";
import { stroked, svgDocument, svgText, textWidth } from "./svg.ts";

const [LEFT, RIGHT, TOP, BOTTOM] = [70, 30, 44, 54];
const [COLUMNS, ROWS] = [89, 41];
/** Whole pixels, so that no seams show between them. */
const CELL = { width: 12, height: 9 };
const WIDTH = LEFT + COLUMNS * CELL.width + RIGHT;
const HEIGHT = TOP + ROWS * CELL.height + BOTTOM;
const PHASES: readonly SetProgram["phase"][] = ["steady", "ramp-up", "part-filled", "drain"];

/**
 * Which program of a set serves which step: tokens that wait, on a logarithmic axis, against the
 * share of decode tokens among them. The colour is the program's phase; the name stands where there
 * is room. Empty where more requests would generate than at any time.
 */
export function renderPlanSet(set: PlanSet): string {
  const map = planSetMap(set, COLUMNS, ROWS);
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  const shares = [1, 0.75, 0.5, 0.25, 0];
  return svgDocument(WIDTH, HEIGHT, "Programs over tokens and decode share", [
    ...legend(),
    ...cells(set, map),
    ...borders(map),
    ...labels(set, map),
    ...ticks(map),
    ...shares.map((share) =>
      svgText(
        formatPercent(share, 0),
        LEFT - 8,
        yOf((1 - share) * (ROWS - 1)) + CELL.height / 2 + 4,
        {
          tone: "muted",
          anchor: "end",
        },
      ),
    ),
    svgText("tokens that wait for a step", middle, HEIGHT - 12, {
      tone: "muted",
      anchor: "middle",
    }),
    svgText("decode tokens among them", 14, 34, { tone: "muted" }),
  ]);
}

/** Left edge of a column, pixels. */
function xOf(column: number): number {
  return LEFT + column * CELL.width;
}

/** Upper edge of a row, pixels. */
function yOf(row: number): number {
  return TOP + row * CELL.height;
}

function cells({ programs }: PlanSet, map: PlanSetMap): string[] {
  return map.programs.flatMap((row, y) =>
    runsOf(row).flatMap(({ program, from, to }) => {
      const found = programs[program];
      if (found === undefined) return [];
      const { name, phase, plan } = found;
      const tip = `${name}: ${plan.kind}\n${formatDuration(plan.predicted.stepUs)} a step, ${formatInteger(plan.predicted.tokensPerSecondPerGpu)} tokens/s per GPU when full`;
      const rectangle = element("rect", {
        x: xOf(from),
        y: yOf(y),
        width: (to - from) * CELL.width,
        height: CELL.height,
        fill: phaseFill(phase),
      });
      return [element("g", { "data-tip": tip }, element("title", {}, escapeText(tip)), rectangle)];
    }),
  );
}

/** A line wherever one program ends and another begins. */
function borders({ programs }: PlanSetMap): string[] {
  const path = programs.flatMap((row, y) =>
    row.flatMap((program, x) => {
      const right = row[x + 1];
      const below = programs[y + 1]?.[x];
      return [
        right === undefined || right === program
          ? ""
          : `M${place(xOf(x + 1))} ${place(yOf(y))}v${place(CELL.height)}`,
        below === undefined || below === program
          ? ""
          : `M${place(xOf(x))} ${place(yOf(y + 1))}h${place(CELL.width)}`,
      ];
    }),
  );
  return [element("path", { ...stroked("page", 1.2), d: path.join("") })];
}

/** The name of a program where it has two rows, in the place where both are widest. */
function labels({ programs }: PlanSet, map: PlanSetMap): string[] {
  const rows = map.programs.map(runsOf);
  return programs.flatMap(({ name }, program) => {
    const places = rows.slice(1).flatMap((row, above) =>
      (rows[above] as Run[]).flatMap((upper) =>
        row
          .filter((lower) => lower.program === program && upper.program === program)
          .map((lower) => ({
            from: Math.max(upper.from, lower.from),
            to: Math.min(upper.to, lower.to),
            y: yOf(above + 1),
          })),
      ),
    );
    const widest = Math.max(...places.map(({ from, to }) => to - from));
    if (textWidth(name) > widest * CELL.width) return [];
    const wide = places.filter(({ from, to }) => to - from === widest);
    const { from, to, y } = wide[Math.floor(wide.length / 2)] as (typeof wide)[number];
    return [svgText(name, xOf((from + to) / 2), y + 4, { black: true, anchor: "middle" })];
  });
}

function ticks({ tokens }: PlanSetMap): string[] {
  const most = Math.log2(tokens.at(-1) ?? 1);
  return Array.from({ length: Math.floor(most) + 1 }, (_, power) => {
    const at = xOf((power / most) * (tokens.length - 1)) + CELL.width / 2;
    const y = HEIGHT - BOTTOM + 16;
    return svgText(formatInteger(2 ** power), at, y, { tone: "muted", anchor: "middle" });
  });
}

function legend(): string[] {
  let x = LEFT + 160;
  return PHASES.map((phase) => {
    const mark = element(
      "g",
      { transform: `translate(${place(x)} 10)` },
      element("rect", { width: 12, height: 12, fill: phaseFill(phase) }),
      svgText(phase, 18, 10),
    );
    x += 18 + textWidth(phase) + 14;
    return mark;
  });
}

interface Run {
  program: number;
  from: number;
  to: number;
}

/** Neighbours with the same program. */
function runsOf(row: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [column, program] of row.entries()) {
    const last = runs.at(-1);
    if (last?.program === program) last.to = column + 1;
    else runs.push({ program, from: column, to: column + 1 });
  }
  return runs;
}

function place(value: number): string {
  return String(Number(value.toFixed(2)));
}
