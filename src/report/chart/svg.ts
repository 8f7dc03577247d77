import { element, escapeText } from "./markup.ts";
import { THEME_CSS } from "./palette.ts";

/** Pixels. */
export const FONT_SIZE = 11;

const CSS = `
text { font: ${FONT_SIZE}px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
.page { fill: var(--page); } .band { fill: var(--band); } .grid { stroke: var(--line); }
.muted { fill: var(--muted); } .edge { stroke: var(--ink); stroke-dasharray: 4 3; }
.bar { stroke: var(--page); stroke-width: 1; } .neighbour { opacity: 0.35; }
.critical { stroke: var(--mark); stroke-width: 2.5; } .on-bar { fill: #000000; } .title { font-weight: 600; }
.roof { fill: none; stroke: var(--ink); stroke-width: 1.8; } .point { fill: #56b4e9; stroke: var(--ink); }`;

/** A whole SVG document that follows the page's light or dark preference. Sizes in pixels. */
export function svgDocument(
  width: number,
  height: number,
  title: string | undefined,
  marks: readonly string[],
): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": title,
    },
    element("style", {}, `${THEME_CSS}${CSS}`),
    element("rect", { class: "page", width, height }),
    ...marks,
  );
}

export function svgText(
  content: string,
  x: number,
  y: number,
  style?: string,
  anchor?: "middle" | "end",
): string {
  return element("text", { class: style, x, y, "text-anchor": anchor }, escapeText(content));
}

/** An upper estimate in pixels, for want of a font to ask. */
export function textWidth(text: string): number {
  return text.length * FONT_SIZE * CHARACTER_WIDTH;
}

/** Of the font size; wider than the common sans-serif fonts at any of our labels. */
const CHARACTER_WIDTH = 0.64;
