import type { PlanSet } from "../../generated/plan-set.ts";
import type { SetProgram } from "../../plan-set/plan-set-file.ts";
import { formatDuration, formatInteger, formatPercent } from "../../text/units.ts";
import { type PlanSetMap, planSetMap } from "../plan-set-map.ts";
import { element, escapeText } from "./markup.ts";
import { phaseFill } from "./palette.ts";
import { FONT_SIZE, stroked, svgDocument, svgText, textWidth } from "./svg.ts";

const [WIDTH, HEIGHT] = [1140, 460];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 44, 54];
const [COLUMNS, ROWS] = [88, 41];
const PHASES: readonly SetProgram["phase"][] = ["steady", "ramp-up", "part-filled", "drain"];

/**
 * Which program of a set serves which step: tokens that wait, on a logarithmic axis, against the
 * share of decode tokens among them. The colour is the program's phase; the name stands where there
 * is room. Empty where more requests would generate than at any time.
 */
export function renderPlanSet(set: PlanSet): string {
  const map = planSetMap(set, COLUMNS, ROWS);
  const frame = frameOf(map);
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  const shares = [1, 0.75, 0.5, 0.25, 0];
  return svgDocument(WIDTH, HEIGHT, "Programs over tokens and decode share", [
    ...legend(),
    ...cells(set, map, frame),
    ...borders(map, frame),
    ...labels(set, map, frame),
    ...ticks(map, frame),
    ...shares.map((share) =>
      svgText(
        formatPercent(share, 0),
        LEFT - 8,
        frame.y((1 - share) * (ROWS - 1)) + frame.height / 2 + 4,
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

/** Where the cells of the map lie. */
interface Frame {
  /** Of one cell. */
  width: number;
  height: number;
  x(column: number): number;
  y(row: number): number;
}

function frameOf({ tokens }: PlanSetMap): Frame {
  const width = (WIDTH - LEFT - RIGHT) / tokens.length;
  const height = (HEIGHT - TOP - BOTTOM) / ROWS;
  return {
    width,
    height,
    x: (column) => LEFT + column * width,
    y: (row) => TOP + row * height,
  };
}

function cells({ programs }: PlanSet, map: PlanSetMap, frame: Frame): string[] {
  return map.programs.flatMap((row, y) =>
    runsOf(row).flatMap(({ program, from, to }) => {
      const found = programs[program];
      if (found === undefined) return [];
      const { name, phase, plan } = found;
      const tip = `${name}: ${plan.kind}\n${formatDuration(plan.predicted.stepUs)} a step, ${formatInteger(plan.predicted.tokensPerSecondPerGpu)} tokens/s per GPU when full`;
      const rectangle = element("rect", {
        x: frame.x(from),
        y: frame.y(y),
        width: (to - from) * frame.width,
        height: frame.height,
        fill: phaseFill(phase),
      });
      return [element("g", { "data-tip": tip }, element("title", {}, escapeText(tip)), rectangle)];
    }),
  );
}

/** A line wherever one program ends and another begins. */
function borders({ programs }: PlanSetMap, frame: Frame): string[] {
  const path = programs.flatMap((row, y) =>
    row.flatMap((program, x) => {
      const right = row[x + 1];
      const below = programs[y + 1]?.[x];
      return [
        right === undefined || right === program
          ? ""
          : `M${place(frame.x(x + 1))} ${place(frame.y(y))}v${place(frame.height)}`,
        below === undefined || below === program
          ? ""
          : `M${place(frame.x(x))} ${place(frame.y(y + 1))}h${place(frame.width)}`,
      ];
    }),
  );
  return [element("path", { ...stroked("page", 1.2), d: path.join("") })];
}

/** The name of a program in the middle of the widest of its rows that holds it. */
function labels({ programs }: PlanSet, map: PlanSetMap, frame: Frame): string[] {
  return programs.flatMap(({ name }, program) => {
    const runs = map.programs.flatMap((row, y) =>
      runsOf(row).flatMap((run) => (run.program === program ? [{ ...run, y }] : [])),
    );
    const rows = runs.length * frame.height;
    const widest = runs.reduce((most, { from, to }) => Math.max(most, to - from), 0);
    const alike = runs.filter(({ from, to }) => to - from >= 0.8 * widest);
    const chosen = alike[Math.floor(alike.length / 2)];
    if (chosen === undefined || rows < FONT_SIZE + 2) return [];
    const width = (chosen.to - chosen.from) * frame.width;
    if (textWidth(name) > width) return [];
    const x = frame.x((chosen.from + chosen.to) / 2);
    return [
      svgText(name, x, frame.y(chosen.y) + frame.height / 2 + 4, { black: true, anchor: "middle" }),
    ];
  });
}

function ticks({ tokens }: PlanSetMap, frame: Frame): string[] {
  let free = 0;
  return tokens.flatMap((count, column) => {
    const isPower = Number.isInteger(Math.log2(count));
    const at = frame.x(column) + frame.width / 2;
    if ((!isPower && column + 1 < tokens.length) || at < free) return [];
    free = at + textWidth(formatInteger(count)) + 6;
    return [
      svgText(formatInteger(count), at, HEIGHT - BOTTOM + 16, { tone: "muted", anchor: "middle" }),
    ];
  });
}

function legend(): string[] {
  let x = LEFT + 160;
  return PHASES.map((phase) => {
    const mark = element(
      "g",
      { transform: `translate(${x} 10)` },
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
