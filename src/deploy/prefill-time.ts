import type { CostTable } from "../cost/cost-table.ts";
import type { Program } from "../generated/program.ts";
import type { SetProgram } from "../plan-set/plan-set-file.ts";
import { stepUsAtPrefillContext } from "../plan-set/step-times.ts";
import type { StepSequence } from "../step/step.ts";

/** Query rows of a tile of prefill attention, as a pair of CTAs takes it; see prefill_attention.h. */
const TILE_ROWS = 256;

/** Context between two simulations that tell what a KV token costs: where profiles measure it. */
const CONTEXT_STEP = 512;

/** What a step's prefill attention takes beyond what its plan assumes, by the chunks of the step. */
export class PrefillTime {
  readonly #tileTokens: number;
  readonly #plannedPairs: number;
  readonly #usPerPair: number;

  /** @param program the plan, lowered */
  constructor({ plan }: Pick<SetProgram, "plan">, program: Program, costs: CostTable) {
    const kernels = program.instructions.filter(
      ({ kernel, layer }) => kernel.kind === "prefill_attention" && layer === 0,
    );
    const { qheads = 1, kvheads = 1 } = kernels[0]?.kernel.shape ?? {};
    this.#tileTokens = Math.max(1, Math.floor((TILE_ROWS * kvheads) / qheads));
    const chunks = kernels.map(({ size }) => ({
      cachedTokens: size.context,
      newTokens: size.tokens,
    }));
    this.#plannedPairs = this.#pairsOf(chunks);
    this.#usPerPair = kernels.length === 0 ? 0 : usPerPair(plan, program, costs);
  }

  /** µs; less than nothing where the step's chunks see less than the plan's. */
  beyondPlanUs(chunks: Iterable<Pick<StepSequence, "cachedTokens" | "newTokens">>): number {
    return (this.#pairsOf(chunks) - this.#plannedPairs) * this.#usPerPair;
  }

  /**
   * Pairs of a row and a token that it sees. Each tile of a chunk counts as full and as seeing what
   * its last row does: a chunk of one row takes a tile as long as one of many.
   */
  #pairsOf(chunks: Iterable<Pick<StepSequence, "cachedTokens" | "newTokens">>): number {
    const tile = this.#tileTokens;
    let pairs = 0;
    for (const { cachedTokens, newTokens } of chunks) {
      const full = Math.floor(newTokens / tile);
      pairs += tile * full * (cachedTokens + (tile * (full + 1)) / 2);
      if (newTokens > full * tile) pairs += tile * (cachedTokens + newTokens);
    }
    return pairs;
  }
}

/** What a pair more adds to the step; 0 where the profile has no context beyond the plan's. */
function usPerPair(plan: SetProgram["plan"], program: Program, costs: CostTable): number {
  const { prefillTokens } = plan.workload;
  const longer = stepUsAtPrefillContext(plan, program, costs, CONTEXT_STEP);
  const planned = stepUsAtPrefillContext(plan, program, costs, 0);
  if (longer === undefined || planned === undefined) return 0;
  return Math.max(0, longer - planned) / (CONTEXT_STEP * prefillTokens);
}
