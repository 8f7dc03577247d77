import { PlannerError } from "../errors.ts";
import type { Program } from "../generated/program.ts";

/**
 * Tokens of a page of the KV cache that a program works on.
 *
 * @throws PlannerError `E_INTERNAL` when it appends nothing to a cache
 */
export function pageTokensOf({ instructions }: Pick<Program, "instructions">): number {
  const append = instructions.find(({ kernel }) => kernel.kind === "rope_kv_append");
  const page = append?.kernel.shape.page;
  if (page === undefined) throw new PlannerError("E_INTERNAL", "a program without KV append");
  return page;
}
