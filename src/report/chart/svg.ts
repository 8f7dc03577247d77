import { element, escapeText } from "./markup.ts";
import { THEME_CSS } from "./palette.ts";

/** Pixels. */
export const FONT_SIZE = 11;

const CSS = `
text { font: ${FONT_SIZE}px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
.page { fill: var(--page); } .band { fill: var(--band); } .grid { stroke: var(--line); }
.muted { fill: var(--muted); } .edge { stroke: var(--ink); stroke-dasharray: 4 3; }
.bar { stroke: var(--page); stroke-width: 1; } .critical { stroke: var(--mark); stroke-width: 2.5; }
.on-bar { fill: #000000; } .neighbour .bar { opacity: 0.35; } .neighbour .label { fill: var(--muted); }
.title { font-weight: 600; } .halo { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.leader { stroke: var(--muted); stroke-width: 0.8; } .roof { fill: none; stroke: var(--ink); stroke-width: 1.8; } .point { fill: #56b4e9; stroke: var(--ink); }`;

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
  return FONT_SIZE * [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** Of the font size; no less than in the widest of the common sans-serif fonts. */
function widthOf(character: string): number {
  if (/[ijlftr.,:;'|!()/ -]/.test(character)) return 0.46;
  if (/[mwMW@%+=<>−…]/.test(character)) return 1;
  return /[A-Z]/.test(character) ? 0.8 : 0.64;
}
