import { extname } from "node:path";
import { PlannerError } from "../../errors.ts";

/** Endings of pictures that nothing here can draw. */
const FOREIGN = [".png", ".pdf", ".jpg", ".jpeg"];

/**
 * What a file of this name is expected to hold: text where the ending says nothing.
 *
 * @param endings formats by their ending, the dot included
 * @param asked by `--format`, which goes before what the ending says, unless the two contradict
 * @throws PlannerError `E_USAGE` on an ending that promises what no format is, or another one
 */
export function formatOf<Format extends string>(
  out: string | undefined,
  endings: Readonly<Record<string, Format>>,
  asked?: Format | "text",
): Format | "text" {
  const ending = extname(out ?? "").toLowerCase();
  const said = endings[ending];
  if (asked !== undefined) {
    if (said === undefined || said === asked) return asked;
    throw new PlannerError("E_USAGE", `--format ${asked} contradicts --out ${out}`, {
      remedy: "Leave --format out, or choose a name with another ending.",
    });
  }
  if (FOREIGN.includes(ending)) {
    throw new PlannerError("E_USAGE", `no format for --out ${out}`, {
      remedy: `Choose a name that ends in ${Object.keys(endings).join(" or ")}, or give --format.`,
    });
  }
  return said ?? "text";
}
