import type { Profile } from "../../src/generated/profile.ts";

/** A profile of format 1: JSON that a person can read and diff: indented, with each row on one line. */
export function profileText(profile: Profile): string {
  return `${format(profile, "")}\n`;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || isRow(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${format(item, inner)}`)
    : Object.entries(value).map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${format(item, inner)}`,
      );
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

/** Measurements are rows of figures; lists of names and sentences get a line for each. */
function isRow(value: object): boolean {
  return Array.isArray(value) && value.some((item) => typeof item === "number");
}
