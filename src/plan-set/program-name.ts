import type { Plan } from "../generated/plan.ts";

/** What a set calls a program: `d512p1536`, `d8` without prefill tokens, `p2048` without decode tokens. */
export function programName({
  decodeTokens,
  prefillTokens,
}: Pick<Plan["workload"], "decodeTokens" | "prefillTokens">): string {
  const decode = decodeTokens > 0 ? `d${decodeTokens}` : "";
  const prefill = prefillTokens > 0 ? `p${prefillTokens}` : "";
  return `${decode}${prefill}`;
}
