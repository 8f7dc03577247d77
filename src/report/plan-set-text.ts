import type { PlanSet } from "../generated/plan-set.ts";
import type { SetProgram } from "../plan-set/plan-set-file.ts";
import { renderPairs, renderTable } from "../text/table.ts";
import { formatDuration, formatInteger, formatPercent, formatSpeedup } from "../text/units.ts";
import { letterAt } from "./letters.ts";
import { planSetMap } from "./plan-set-map.ts";

/** Of the map: token counts and decode shares. */
const [COLUMNS, ROWS] = [67, 11];
/** Columns between token counts that are written under the map. */
const TICK = 6;

/** What a set is for, its programs, and which of them serves which step. */
export function planSetText(set: PlanSet, width: number): string {
  return [summary(set, width), "", programTable(set), "", ...mapLines(set)].join("\n");
}

function summary(set: PlanSet, width: number): string {
  const { workload, search, programs, coverage } = set;
  const [{ plan }] = programs;
  const { id, layers, tensorParallel } = plan.model;
  return renderPairs(
    [
      ["model", `${id}, tensor parallel ${tensorParallel}, ${layers} layers`],
      ["GPU", `${set.gpu}, ${plan.profile.source} profile ${plan.profile.file}`],
      [
        "workload",
        `${workload.name}: steps of up to ${formatInteger(workload.denseBatchTokens)} tokens; ${formatInteger(workload.decodeTokens)} requests generate in the steady state, ${formatInteger(workload.mostDecodeTokens)} at most`,
      ],
      [
        "set",
        `${programs.length} programs, ${search.searched} searched (${formatInteger(search.nodesEach)} nodes each, to a gap of ${formatPercent(search.gap, 1)}), the others sequential`,
      ],
      [
        "profile",
        `covers ${formatInteger(coverage.leastTokens)} to ${formatInteger(coverage.mostTokens)} tokens, ${formatInteger(coverage.leastDecodeTokens)} to ${formatInteger(coverage.mostDecodeTokens)} decode tokens`,
      ],
    ],
    width,
  );
}

function programTable({ programs }: PlanSet): string {
  return renderTable(
    [
      { title: "" },
      { title: "program" },
      { title: "phase" },
      { title: "plan" },
      { title: "tokens", align: "right" },
      { title: "decode", align: "right" },
      { title: "step", align: "right" },
      { title: "tokens/s per GPU", align: "right" },
      { title: "speed-up", align: "right" },
    ],
    programs.map((program, index) => [letterAt(index), ...programCells(program)]),
  );
}

function programCells({ name, phase, plan, smallerThanMeasured }: SetProgram): string[] {
  const { kind, workload, predicted } = plan;
  const bound = smallerThanMeasured === undefined ? "" : "<= ";
  return [
    name,
    phase,
    kind,
    formatInteger(workload.denseBatchTokens),
    formatInteger(workload.decodeTokens),
    `${bound}${formatDuration(predicted.stepUs)}`,
    formatInteger(predicted.tokensPerSecondPerGpu),
    formatSpeedup(predicted.speedup),
  ];
}

/** Letters of programs: tokens to the right, decode share downwards. */
function mapLines(set: PlanSet): string[] {
  const { tokens, decodeShares, programs } = planSetMap(set, COLUMNS, ROWS);
  const label = (share: number) => `${formatPercent(share, 0)} `.padStart(8);
  const ticks = tokens.map((count, column) =>
    column % TICK === 0 ? formatInteger(count).padEnd(TICK) : "",
  );
  return [
    "Chosen for a step, by the tokens that wait and the share of decode tokens among them:",
    "",
    ...programs.map(
      (row, index) =>
        label(decodeShares[index] as number) +
        row.map((program) => (program < 0 ? "." : letterAt(program))).join(""),
    ),
    `${" ".repeat(8)}${ticks.join("")}`.trimEnd(),
  ];
}
