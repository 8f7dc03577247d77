import { element, escapeText } from "./markup.ts";
import { THEME_CSS } from "./palette.ts";

const CSS = `
body { margin: 0 auto; padding: 1.2rem; max-width: 1180px; background: var(--page); color: var(--ink);
  font: 14px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 1.25rem; margin: 0 0 0.3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 0.5rem; }
p { margin: 0.2rem 0; } .muted { color: var(--muted); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.18rem 0.8rem 0.18rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; } code { font-size: 0.92em; overflow-wrap: anywhere; }
td { white-space: nowrap; } td.long { white-space: normal; overflow-wrap: anywhere; min-width: 16em; }
.legend { display: flex; flex-wrap: wrap; gap: 0.15rem 1.2rem; margin: 0.4rem 0; padding: 0; list-style: none; }
.key ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.1rem 1rem; margin: 0.4rem 0; padding: 0; list-style: none; }
.key b { display: inline-block; min-width: 1.5em; text-align: right; margin-right: 0.2rem; }
.legend svg { margin-right: 0.4rem; vertical-align: -1px; }
.scroll { overflow-x: auto; } button { font: inherit; padding: 0.15rem 0.6rem; margin-right: 0.3rem; }
button[aria-pressed="true"] { font-weight: 700; }
#tip { position: fixed; display: none; padding: 0.4rem 0.6rem; background: var(--page); color: var(--ink);
  border: 1px solid var(--line); box-shadow: 0 2px 8px rgb(0 0 0 / 0.25); white-space: pre; pointer-events: none; z-index: 1; }
[hidden] { display: none; }
@media print { .controls, #tip { display: none; } .scroll { overflow: visible; } body { max-width: none; } tr { break-inside: avoid; } }`;

/** Where `TOOLTIP_SCRIPT` shows what an element's `data-tip` says. */
export const TOOLTIP = '<div id="tip" role="tooltip"></div>';

/** The tooltip follows the pointer, and takes the place of the browser's own, which come late. */
export const TOOLTIP_SCRIPT = `
const tip = document.getElementById("tip");
for (const title of document.querySelectorAll("svg title")) title.remove();
for (const mark of document.querySelectorAll("[data-tip]")) {
  mark.addEventListener("pointermove", (event) => {
    tip.textContent = mark.dataset.tip;
    tip.style.display = "block";
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  });
  mark.addEventListener("pointerleave", () => { tip.style.display = "none"; });
}`;

/** A whole HTML document that loads nothing. */
export function page(title: string, body: readonly string[], script = ""): string {
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeText(title)}</title>`,
    `<style>${THEME_CSS}${CSS}</style></head><body>`,
    ...body,
    ...(script === "" ? [] : [`<script>${script}</script>`]),
    "</body></html>",
    "",
  ].join("\n");
}

export interface HtmlColumn {
  title: string;
  number?: boolean;
  /** Text that may be broken into lines. */
  long?: boolean;
}

/** A table whose cells are plain text. */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly string[])[],
): string {
  const style = (column: number) => {
    const { number, long } = columns[column] ?? {};
    return number ? "number" : long ? "long" : undefined;
  };
  const head = columns.map(({ title }, column) =>
    element("th", { class: style(column), scope: "col" }, escapeText(title)),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, column) => element("td", { class: style(column) }, escapeText(cell))),
    ),
  );
  return element(
    "div",
    { class: "scroll" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}
