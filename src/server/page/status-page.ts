import { keyOf } from "../../report/chart/chart-key.ts";
import { layOutChart } from "../../report/chart/chart-layout.ts";
import { element, escapeText } from "../../report/chart/markup.ts";
import { htmlTable, page } from "../../report/chart/page.ts";
import { nanoBatchFill } from "../../report/chart/palette.ts";
import { keyGrid } from "../../report/chart/plan-html.ts";
import { renderBareSvg } from "../../report/chart/plan-svg.ts";
import { formatDuration } from "../../text/units.ts";
import { LIVE_SCRIPT } from "./live-script.ts";
import type { ServedBy, ShownProgram } from "./status.ts";

const CHART_WIDTH = 1140;

/** Figures of the first row: the script fills them in. */
const FIGURES = [
  ["running", "requests running"],
  ["waiting", "requests waiting"],
  ["tokens", "output tokens/s"],
  ["kv", "KV pages held"],
  ["steps", "steps/s"],
  ["preemptions", "preemptions"],
] as const;

const STYLE = `<style>
.figures { display: flex; flex-wrap: wrap; gap: 0.6rem 2.2rem; margin: 0.8rem 0; }
.figures b { display: block; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.courses { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0.8rem 1.4rem; }
.courses svg { width: 100%; height: 7rem; border-bottom: 1px solid var(--line); }
.rows { display: flex; height: 1.5rem; border: 1px solid var(--line); max-width: 40rem; }
.rows div { transition: flex-grow 0.2s; }
.swatch { margin-right: 1rem; white-space: nowrap; } .swatch i { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.35em; }
tr.used td { font-weight: 700; }
</style>`;

/**
 * The server as one page that loads nothing but `status.json` beside it: its queue, its batch, and
 * the plan in use with the chart of one period.
 */
export function statusPage(served: ServedBy, programs: readonly ShownProgram[]): string {
  const title = `${served.model} on nanoflow-plan`;
  return page(
    title,
    [
      STYLE,
      element("h1", {}, escapeText(title)),
      element("p", { id: "state", role: "status" }, "Waiting for the first figures"),
      figures(),
      element("h2", {}, "The last two minutes"),
      element("div", { class: "courses" }, ...COURSES.map(course)),
      element("h2", {}, "The batch of the last step"),
      batch(),
      element("h2", {}, "The plan in use"),
      element("p", { id: "plan-name" }, "No step yet"),
      element("div", { id: "plan-chart" }, ""),
      element(
        "p",
        { class: "muted" },
        "One period: what one layer costs. A bar's height is its share of the GPU; times are predicted.",
      ),
      element("h2", {}, "Programs"),
      htmlTable(
        ["program", "kind", "for", "steps"].map((name) => ({
          title: name,
          number: name === "steps",
        })),
        programs.map(({ name, phase, plan }) => [name, plan.kind, phase, "0"]),
      ),
      ...programs.map(chartTemplate),
    ],
    LIVE_SCRIPT,
  );
}

function figures(): string {
  return element(
    "div",
    { class: "figures" },
    ...FIGURES.map(([id, label]) =>
      element("div", {}, element("b", { id }, "–"), element("span", { class: "muted" }, label)),
    ),
  );
}

interface Line {
  label: string;
  fill: string;
}

interface Course {
  id: string;
  lines: readonly Line[];
}

const COURSES: readonly Course[] = [
  {
    id: "requests",
    lines: [
      { label: "running", fill: nanoBatchFill(0) },
      { label: "waiting requests", fill: nanoBatchFill(1) },
    ],
  },
  { id: "rate", lines: [{ label: "output tokens each second", fill: nanoBatchFill(0) }] },
  { id: "memory", lines: [{ label: "share of KV pages held", fill: nanoBatchFill(0) }] },
];

function course({ id, lines }: Course): string {
  const label = lines.map((line) => line.label).join(" and ");
  return element(
    "div",
    {},
    ...lines.map((line) => swatch(line)),
    element("span", { id: `${id}-most`, class: "muted" }, ""),
    element(
      "svg",
      { id, viewBox: "0 0 119 100", preserveAspectRatio: "none", role: "img", "aria-label": label },
      ...lines.map(({ fill }) =>
        element(
          "polyline",
          {
            fill: "none",
            stroke: fill,
            "stroke-width": 2,
            "vector-effect": "non-scaling-stroke",
          },
          "",
        ),
      ),
    ),
  );
}

/** What a colour stands for; the script may write behind the label. */
function swatch({ label, fill }: Line, id?: string): string {
  return element(
    "span",
    { class: "swatch" },
    element("i", { style: `background: ${fill}` }, ""),
    `${escapeText(label)} `,
    ...(id === undefined ? [] : [element("span", { id }, "")]),
  );
}

const ROW_KINDS: readonly Line[] = [
  { label: "decode", fill: nanoBatchFill(0) },
  { label: "prompt", fill: nanoBatchFill(1) },
  { label: "padding", fill: "#bbbbbb" },
];

function batch(): string {
  return [
    element(
      "div",
      { class: "rows" },
      ...ROW_KINDS.map(({ label, fill }) =>
        element("div", { id: label, style: `background: ${fill}; flex: 0 0 0` }, ""),
      ),
    ),
    element("p", {}, ...ROW_KINDS.map((kind) => swatch(kind, `${kind.label}-rows`))),
    element("p", { id: "step", class: "muted" }, ""),
  ].join("");
}

/** Inert until the script takes it: what is not shown is not laid out either. */
function chartTemplate({ name, phase, plan }: ShownProgram): string {
  const layout = layOutChart(plan, CHART_WIDTH);
  const key = keyOf(layout);
  const period = formatDuration(plan.predicted.periodUs);
  return element(
    "template",
    {
      "data-program": name,
      "data-title": `${name}: ${plan.kind}, for ${phase} steps; a period of ${period} on ${plan.gpu.id}`,
    },
    element("div", { class: "scroll" }, renderBareSvg(plan, layout, key)),
    element("div", { class: "key" }, keyGrid(key)),
  );
}
