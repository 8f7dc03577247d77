import { keyOf } from "../../report/chart/chart-key.ts";
import { layOutChart } from "../../report/chart/chart-layout.ts";
import { element, escapeText } from "../../report/chart/markup.ts";
import { htmlTable, page } from "../../report/chart/page.ts";
import { nanoBatchFill } from "../../report/chart/palette.ts";
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
.rows div { overflow: hidden; white-space: nowrap; color: #000; padding-left: 0.2rem; min-width: 0; transition: flex-grow 0.2s; }
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
      element("div", { class: "courses" }, ...courses()),
      element("h2", {}, "The batch of the last step"),
      batch(),
      element("h2", {}, "The plan in use"),
      element("p", { id: "plan-name" }, "No step yet"),
      element("div", { class: "scroll", id: "plan-chart" }, ""),
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

function courses(): string[] {
  return [
    ["requests", "running and waiting requests"],
    ["rate", "output tokens each second"],
    ["memory", "share of KV pages held"],
  ].map(([id, label]) =>
    element(
      "div",
      {},
      element("span", { class: "muted" }, `${label} `, element("span", { id: `${id}-most` }, "")),
      element(
        "svg",
        {
          id,
          viewBox: "0 0 119 100",
          preserveAspectRatio: "none",
          role: "img",
          "aria-label": label,
        },
        ...[0, 1].map((line) =>
          element(
            "polyline",
            {
              fill: "none",
              stroke: nanoBatchFill(line),
              "stroke-width": 2,
              "vector-effect": "non-scaling-stroke",
            },
            "",
          ),
        ),
      ),
    ),
  );
}

function batch(): string {
  const parts = [
    ["decode", nanoBatchFill(0)],
    ["prompt", nanoBatchFill(1)],
    ["padding", "#dddddd"],
  ];
  return [
    element(
      "div",
      { class: "rows" },
      ...parts.map(([id, fill]) =>
        element("div", { id, style: `background: ${fill}; flex: 0 0 0` }, ""),
      ),
    ),
    element("p", { id: "step", class: "muted" }, ""),
  ].join("");
}

/** Inert until the script takes it: what is not shown is not laid out either. */
function chartTemplate({ name, phase, plan }: ShownProgram): string {
  const layout = layOutChart(plan, CHART_WIDTH);
  const period = formatDuration(plan.predicted.periodUs);
  return element(
    "template",
    {
      "data-program": name,
      "data-title": `${name}: ${plan.kind}, for ${phase} steps; a period of ${period} on ${plan.gpu.id}`,
    },
    renderBareSvg(plan, layout, keyOf(layout)),
  );
}
