import { type Attributes, element, escapeText } from "./markup.ts";
import { DARK, LIGHT, TONES, type Tone } from "./palette.ts";

/** Pixels. */
export const FONT_SIZE = 11;

/**
 * Colours stand in each mark, since many programs that draw SVG know neither style sheets nor
 * variables. Browsers take these rules over them on a dark page.
 */
const DARK_CSS = `@media (prefers-color-scheme: dark) { ${TONES.map(
  (tone) => `.fill-${tone} { fill: ${DARK[tone]} } .stroke-${tone} { stroke: ${DARK[tone]} }`,
).join(" ")} }`;

/** Attributes of a mark without an outline. */
export function filled(tone: Tone): Attributes {
  return { class: `fill-${tone}`, fill: LIGHT[tone] };
}

/** Attributes of a line or an outline, with no fill of its own unless one follows. */
export function stroked(tone: Tone, width: number): Attributes {
  return { class: `stroke-${tone}`, fill: "none", stroke: LIGHT[tone], "stroke-width": width };
}

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
      "font-family": "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif",
      "font-size": FONT_SIZE,
      // ImageMagick's own renderer draws outlines in black where none are asked for.
      stroke: "none",
    },
    element("style", {}, DARK_CSS),
    element("rect", { ...filled("page"), width, height }),
    ...marks,
  );
}

export interface TextStyle {
  tone?: Tone;
  /** On a colour that stays the same on dark pages. */
  black?: boolean;
  bold?: boolean;
  anchor?: "middle" | "end";
}

/** @param y of the line on which the letters stand */
export function svgText(
  content: string,
  x: number,
  y: number,
  { tone = "ink", black, bold, anchor }: TextStyle = {},
): string {
  const colour = black ? { fill: "#000000" } : filled(tone);
  const weight = bold ? "bold" : undefined;
  return element(
    "text",
    { ...colour, x, y, "text-anchor": anchor, "font-weight": weight },
    escapeText(content),
  );
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
