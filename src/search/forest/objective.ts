import { aroundLayersUs } from "../../cost/around-layers.ts";
import type { CostTable } from "../../cost/cost-table.ts";
import { PlannerError } from "../../errors.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";
import { sequentialPeriodUs } from "../schedule/sequential.ts";
import type { SearchRequest } from "../space/search-request.ts";

type Batches = Pick<SearchRequest, "model" | "tensorParallel" | "norms" | "batches">;

/**
 * What the search minimises: the time of a step per token of its batch, so that batches compare. A
 * step is all layers in the steady state and what is around them, at boost clock; a period of one
 * batch stands for that of another at which the steps take as long per token.
 */
export class Objective {
  /** Why the profile cannot time a batch, for those that are left out. */
  readonly untimed: ReadonlyMap<DenseBatch, PlannerError>;
  /** The batches that it can time, in the order given. */
  readonly #timed: readonly [DenseBatch, ...DenseBatch[]];
  /** The same, those with the best sequential plans first. */
  readonly #ranked: readonly DenseBatch[];
  /** Time per token of the sequential plans. */
  readonly #sequential: ReadonlyMap<DenseBatch, number>;
  readonly #layers: number;
  readonly #aroundUs: ReadonlyMap<DenseBatch, number>;

  /**
   * Leaves out batches with a kernel that the profile cannot time, such as one of more tokens than it
   * measured.
   *
   * @throws PlannerError `E_PROFILE_MISMATCH` when that leaves none
   */
  constructor(request: Batches, costs: CostTable) {
    const { model, tensorParallel, norms, batches } = request;
    this.#layers = model.layers;
    const sharded = { shape: model.shape, tensorParallel, norms };
    const untimed = new Map<DenseBatch, PlannerError>();
    const aroundUs = new Map<DenseBatch, number>();
    const sequential = new Map<DenseBatch, number>();
    this.#aroundUs = aroundUs;
    for (const batch of batches) {
      try {
        const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
        const periodUs = sequentialPeriodUs(graph, batch, costs);
        aroundUs.set(batch, aroundLayersUs(sharded, batch, costs, 0));
        sequential.set(batch, this.usPerToken(batch, periodUs));
      } catch (error) {
        untimed.set(batch, asMismatch(error));
      }
    }
    this.untimed = untimed;
    const [first, ...others] = batches.filter((batch) => sequential.has(batch));
    if (first === undefined) throw untimed.get(batches[0]);
    this.#timed = [first, ...others];
    this.#sequential = sequential;
    this.#ranked = this.#timed.toSorted(
      (a, b) => (sequential.get(a) as number) - (sequential.get(b) as number),
    );
  }

  /** The batch with the best sequential plan, of those given. */
  bestSequential(batches: readonly DenseBatch[]): DenseBatch {
    return this.#ranked.find((batch) => batches.includes(batch)) as DenseBatch;
  }

  /** Time per token of the sequential plan of a batch, µs. */
  sequentialUsPerToken(batch: DenseBatch): number {
    return this.#sequential.get(batch) ?? Number.POSITIVE_INFINITY;
  }

  /** The first batch and the others with the best sequential plans, so many in all. */
  choose(count: number): [DenseBatch, ...DenseBatch[]] {
    const [first] = this.#timed;
    const others = this.#ranked.filter((batch) => batch !== first);
    return [first, ...others.slice(0, count - 1)];
  }

  usPerToken(batch: DenseBatch, periodUs: number): number {
    return (this.#layers * periodUs + this.#around(batch)) / batch.tokens;
  }

  /** Period of the batch at which a step takes so long per token, µs. */
  periodUs(batch: DenseBatch, usPerToken: number): number {
    return (usPerToken * batch.tokens - this.#around(batch)) / this.#layers;
  }

  #around(batch: DenseBatch): number {
    return this.#aroundUs.get(batch) ?? 0;
  }
}

/** @throws any other error */
function asMismatch(error: unknown): PlannerError {
  if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return error;
  throw error;
}
