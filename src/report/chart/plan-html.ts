import type { Plan } from "../../generated/plan.ts";
import { formatInteger } from "../../text/units.ts";
import { busyText, headlineOf, measurementsText } from "../describe.ts";
import { type ChartKey, keyOf } from "./chart-key.ts";
import { layOutChart } from "./chart-layout.ts";
import { legendItems, SWATCH, unlabelledNote } from "./legend.ts";
import { element, escapeText } from "./markup.ts";
import { htmlTable, page, TOOLTIP, TOOLTIP_SCRIPT } from "./page.ts";
import { planFigures } from "./plan-figures.ts";
import { renderBareSvg } from "./plan-svg.ts";

const WIDTH = 1140;
const ZOOMS = [1, 2, 4, 8] as const;

/** Zoom shows the chart that was drawn for that width, around the same moment. */
const ZOOM_SCRIPT = `
const charts = [...document.querySelectorAll(".chart")];
const buttons = [...document.querySelectorAll("button[data-zoom]")];
for (const button of buttons) button.addEventListener("click", () => {
  const shown = charts.find((chart) => !chart.hidden);
  const box = shown.parentElement;
  const middle = (box.scrollLeft + box.clientWidth / 2) / shown.scrollWidth;
  for (const part of document.querySelectorAll(".chart, .key")) part.hidden = part.dataset.zoom !== button.dataset.zoom;
  for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
  const next = charts.find((chart) => !chart.hidden);
  box.scrollLeft = middle * next.scrollWidth - box.clientWidth / 2;
});`;

/** A plan as one self-contained HTML page: chart with zoom and tooltips, figures, provenance. */
export function renderHtml(plan: Plan): string {
  const [title = "", ...lines] = headlineOf(plan);
  return page(
    title,
    [
      element("h1", {}, escapeText(title)),
      ...lines.map((line) => element("p", {}, escapeText(line))),
      ...(plan.reason === undefined ? [] : [element("p", {}, escapeText(plan.reason))]),
      ...chart(plan),
      element("h2", {}, "Predicted and measured"),
      planFigures(plan),
      element("h2", {}, "How busy the lanes are"),
      element("p", {}, escapeText(busyLanes(plan))),
      element("h2", {}, "Certificate"),
      element("p", {}, escapeText(plan.search.certificate)),
      element("h2", {}, "Nano-batches"),
      nanoBatches(plan),
      element("h2", {}, "Nano-operations"),
      nanoOperations(plan),
      element("h2", {}, "Provenance"),
      provenance(plan),
      TOOLTIP,
    ],
    `${TOOLTIP_SCRIPT}${ZOOM_SCRIPT}`,
  );
}

function chart(plan: Plan): string[] {
  const buttons = ZOOMS.map((zoom) =>
    element(
      "button",
      { type: "button", "data-zoom": zoom, "aria-pressed": String(zoom === 1) },
      `${zoom}x`,
    ),
  );
  const charts = ZOOMS.map((zoom) => {
    const layout = layOutChart(plan, WIDTH * zoom);
    const key = keyOf(layout);
    const attributes = { "data-zoom": zoom, hidden: zoom === 1 ? undefined : "" };
    return {
      picture: element("div", { class: "chart", ...attributes }, renderBareSvg(plan, layout, key)),
      key: element("div", { class: "key", ...attributes }, keyGrid(key)),
    };
  });
  return [
    element("h2", {}, "One period"),
    element("p", { class: "controls" }, "Zoom: ", ...buttons),
    element("div", { class: "scroll" }, ...charts.map(({ picture }) => picture)),
    legend(plan),
    ...charts.map(({ key }) => key),
  ];
}

/** Wraps where the page is narrow. */
function legend(plan: Plan): string {
  const items = legendItems(plan).map(({ swatch, label }) =>
    element(
      "li",
      {},
      element("svg", { width: SWATCH, height: SWATCH, "aria-hidden": "true" }, swatch),
      escapeText(label),
    ),
  );
  return element("ul", { class: "legend" }, ...items);
}

/** What the numbers of a chart stand for, in as many columns as the page has room for. */
export function keyGrid(key: ChartKey): string {
  const items = key.entries.map(({ number, name }) =>
    element("li", {}, element("b", {}, String(number)), ` ${escapeText(name)}`),
  );
  const list = items.length === 0 ? "" : element("ul", {}, ...items);
  const notes = unlabelledNote(key).map((note) =>
    element("p", { class: "muted" }, escapeText(note)),
  );
  return [list, ...notes].join("");
}

function busyLanes(plan: Plan): string {
  return `Share of the period in which each lane works: ${busyText(plan)}.`;
}

function nanoBatches({ nanoBatches }: Plan): string {
  const columns = ["nano-batch", "first token", "last token", "decode", "prefill"];
  return htmlTable(
    columns.map((title) => ({ title, number: true })),
    nanoBatches.map(({ id, tokens, decodeTokens, prefillTokens }) =>
      [id, tokens[0], tokens[1] - 1, decodeTokens, prefillTokens].map(String),
    ),
  );
}

function nanoOperations({ nanoOperations }: Plan): string {
  const columns = [
    { title: "nano-operation" },
    { title: "lane" },
    { title: "start µs", number: true },
    { title: "duration µs", number: true },
    { title: "SMs", number: true },
    { title: "side" },
    { title: "tokens" },
    { title: "layers behind", number: true },
    { title: "implementation" },
    { title: "after", long: true },
  ];
  return htmlTable(
    columns,
    nanoOperations.map((each) => [
      each.id,
      each.lane,
      each.startUs.toFixed(1),
      each.durationUs.toFixed(1),
      String(each.partition.smCount),
      each.partition.side,
      `${each.tokens[0]}–${each.tokens[1] - 1}`,
      String(each.stage),
      each.implementation,
      [...each.dependsOn, ...each.waitsFor].join(", "),
    ]),
  );
}

function provenance({ provenance, profile, search, hash, model }: Plan): string {
  return htmlTable(
    [{ title: "" }, { title: "", long: true }],
    [
      ["command", provenance.command],
      ["program", provenance.tool],
      ["profile", `${measurementsText(profile)}, sha256 ${profile.measurements ?? profile.sha256}`],
      [
        "search",
        `${search.structures} structures, ${formatInteger(search.nodes)} nodes, ${search.solver}, ${search.method}`,
      ],
      ["layers", String(model.layers)],
      ["plan hash", hash],
    ],
  );
}
