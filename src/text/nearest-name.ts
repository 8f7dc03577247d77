import { distance } from "fastest-levenshtein";

/**
 * Known names to suggest for an unknown one: the nearest few by edit distance that are no further
 * off than half of the longer name, or none.
 */
export function nearestNames(unknown: string, known: readonly string[], limit = 3): string[] {
  return known
    .map((name) => ({ name, edits: distance(unknown.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(name.length, unknown.length) / 2)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, limit)
    .map(({ name }) => name);
}
