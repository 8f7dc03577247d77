/**
 * Fills of nano-batches, told apart with any kind of colour vision (Okabe and Ito, "Color Universal
 * Design", 2008). Black text is readable on each, on a light page and on a dark one.
 */
const NANO_BATCH_FILLS = ["#56b4e9", "#e69f00", "#35b58b", "#cc79a7"] as const;

export function nanoBatchFill(nanoBatch: number): string {
  return NANO_BATCH_FILLS[nanoBatch % NANO_BATCH_FILLS.length] ?? NANO_BATCH_FILLS[0];
}

/** Fill of what a resource bounds; the same colours, so that they differ for every eye. */
export function resourceFill(resource: "compute" | "memory" | "network"): string {
  return { compute: "#56b4e9", memory: "#e69f00", network: "#cc79a7" }[resource];
}

/** Colours of page, text and lines, for light and dark pages. */
export const THEME_CSS = `
:root { --page: #ffffff; --ink: #1a1a1a; --muted: #5c5c5c; --line: #c8c8c8; --band: #f3f3f3; --mark: #b00020; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16181c; --ink: #ececec; --muted: #a8a8a8; --line: #4a4d52; --band: #202328; --mark: #ffffff; }
}`;
