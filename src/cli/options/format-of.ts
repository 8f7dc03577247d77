import { extname } from "node:path";
import { PlannerError } from "../../errors.ts";

/** Endings of pictures that nothing here can draw. */
const FOREIGN = [".png", ".pdf", ".jpg", ".jpeg"];

/**
 * What a file of this name is expected to hold: text where the ending says nothing.
 *
 * @param endings formats by their ending, the dot included
 * @throws PlannerError `E_USAGE` on an ending that promises what no format is
 */
export function formatOf<Format extends string>(
  out: string | undefined,
  endings: Readonly<Record<string, Format>>,
): Format | "text" {
  const ending = extname(out ?? "").toLowerCase();
  if (FOREIGN.includes(ending)) {
    throw new PlannerError("E_USAGE", `no format for --out ${out}`, {
      remedy: `Choose a name that ends in ${Object.keys(endings).join(" or ")}, or give --format.`,
    });
  }
  return endings[ending] ?? "text";
}
