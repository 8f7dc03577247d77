import { distance } from "fastest-levenshtein";

/**
 * Known names to suggest for an unknown one, or none: first those that begin with it, then the nearest
 * by edit distance. None is further off than half of the longer name.
 */
export function nearestNames(unknown: string, known: readonly string[], limit = 3): string[] {
  const begun = unknown.toLowerCase();
  return known
    .map((name) => ({
      name,
      edits: distance(begun, name.toLowerCase()),
      isOther: begun === "" || !name.toLowerCase().startsWith(begun),
    }))
    .filter(({ name, edits }) => edits <= Math.max(name.length, unknown.length) / 2)
    .sort((a, b) => Number(a.isOther) - Number(b.isOther) || a.edits - b.edits)
    .slice(0, limit)
    .map(({ name }) => name);
}
