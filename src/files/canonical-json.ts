/** JSON with sorted keys at every depth and no white space: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** Keys by their code units; JavaScript puts those that are integers in front, by value. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.some(isObject) ? value.map(sorted) : value;
  const entries = Object.entries(value).sort(byKey);
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** Most lists are rows of figures, which need no copy. */
function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
