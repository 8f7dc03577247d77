/**
 * Fills of nano-batches, told apart with any kind of colour vision (Okabe and Ito, "Color Universal
 * Design", 2008). Black text is readable on each, on a light page and on a dark one.
 */
const NANO_BATCH_FILLS = ["#56b4e9", "#e69f00", "#35b58b", "#cc79a7"] as const;

/** Fill of an operation that is not cut. */
export const WHOLE_BATCH_FILL = "#a8a8a8";

export function nanoBatchFill(nanoBatch: number): string {
  return NANO_BATCH_FILLS[nanoBatch % NANO_BATCH_FILLS.length] ?? NANO_BATCH_FILLS[0];
}

/** Fill of what a resource bounds; the same colours, so that they differ for every eye. */
export function resourceFill(resource: "compute" | "memory" | "network"): string {
  return { compute: "#56b4e9", memory: "#e69f00", network: "#cc79a7" }[resource];
}

/** Fill of the steps of a phase of a stream; the same colours. */
export function phaseFill(phase: "steady" | "ramp-up" | "part-filled" | "drain"): string {
  const [drain, rampUp, steady, partFilled] = NANO_BATCH_FILLS;
  return { steady, "ramp-up": rampUp, "part-filled": partFilled, drain }[phase];
}

/** Colours of page, text and lines on a light page. */
export const LIGHT = {
  page: "#ffffff",
  ink: "#1a1a1a",
  muted: "#5c5c5c",
  line: "#c8c8c8",
  band: "#f3f3f3",
  mark: "#b00020",
} as const;

export type Tone = keyof typeof LIGHT;

/** The same on a dark page. */
export const DARK: Readonly<Record<Tone, string>> = {
  page: "#16181c",
  ink: "#ececec",
  muted: "#a8a8a8",
  line: "#4a4d52",
  band: "#202328",
  mark: "#ffffff",
};

export const TONES = Object.keys(LIGHT) as Tone[];

/** The colours as variables of an HTML page. */
export const THEME_CSS = `
:root { ${variablesOf(LIGHT)} }
@media (prefers-color-scheme: dark) {
  :root { ${variablesOf(DARK)} }
}`;

function variablesOf(colours: Readonly<Record<Tone, string>>): string {
  return TONES.map((tone) => `--${tone}: ${colours[tone]};`).join(" ");
}
