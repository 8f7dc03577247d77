import { isDeepStrictEqual } from "node:util";
import { parse } from "shell-quote";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import { BUILT_IN_MODELS } from "../model/catalog.ts";
import { inBf16 } from "../model/precision.ts";
import { formatInteger } from "../text/units.ts";
import { builtInDistribution, longRequestsOf } from "../workload/built-in-workload.ts";
import type { Remark } from "./remark.ts";

/**
 * Says so where a plan is made for requests that its model has no positions for. A plan does not
 * hold positions, so those of a built-in model alone are known; nor does it hold a file's requests.
 */
export function positionRemarks(plan: Plan, document: Document): Remark[] {
  const positions = builtInPositions(plan);
  if (positions === undefined || isLimited(plan)) return [];
  const message = longRequests(plan.workload.name, positions);
  if (message === undefined) return [];
  const position = document.positionOf(["workload", "name"]);
  return [{ severity: "note", code: "positions", message, position }];
}

/** Of a plan's model; undefined where it is none of the built-in ones. */
export function builtInPositions({ model }: Pick<Plan, "model">): number | undefined {
  const known = BUILT_IN_MODELS.find(({ id }) => id === model.id);
  return isDeepStrictEqual(known?.shape, inBf16(model.shape)) ? known?.maxPositions : undefined;
}

/** Whether the user said how long requests may be. */
function isLimited({ provenance }: Plan): boolean {
  return parse(provenance.command).map(String).includes("--max-positions");
}

function longRequests(workload: string, positions: number): string | undefined {
  const lengths = /^(\d+)\/(\d+)$/.exec(workload);
  const tokens = Number(lengths?.[1]) + Number(lengths?.[2]);
  if (tokens > positions) {
    return `requests of ${formatInteger(tokens)} tokens are longer than the model's ${formatInteger(positions)} positions`;
  }
  const distribution = builtInDistribution(workload);
  const long = distribution && longRequestsOf(distribution, { model: positions });
  if (long === undefined) return undefined;
  const count = `${long.atLeast ? "at least " : ""}${formatInteger(long.longer)} of ${formatInteger(long.of)}`;
  return `${count} requests of ${workload} are longer than the model's ${formatInteger(positions)} positions, and are counted in the plan's lengths`;
}
