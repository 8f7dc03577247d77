import { aroundLayersUs } from "../../cost/around-layers.ts";
import type { CostTable } from "../../cost/cost-table.ts";
import { buildLayerGraph } from "../../ir/layer-graph.ts";
import type { DenseBatch } from "../../workload/dense-batch.ts";
import { sequentialPeriodUs } from "../schedule/sequential.ts";
import type { SearchRequest } from "../space/search-request.ts";

/**
 * What the search minimises: the time of a step per token of its batch, so that batches compare. A
 * step is all layers in the steady state and what is around them, at boost clock; a period of one
 * batch stands for that of another at which the steps take as long per token.
 */
export class Objective {
  /** The batches, those with the best sequential plans first. */
  readonly #ranked: readonly DenseBatch[];
  /** Time per token of the sequential plans. */
  readonly #sequential: ReadonlyMap<DenseBatch, number>;
  readonly #layers: number;
  readonly #aroundUs: ReadonlyMap<DenseBatch, number>;

  /** @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time a kernel of a batch */
  constructor(
    {
      model,
      tensorParallel,
      norms,
      batches,
    }: Pick<SearchRequest, "model" | "tensorParallel" | "norms" | "batches">,
    costs: CostTable,
  ) {
    this.#layers = model.layers;
    const sharded = { shape: model.shape, tensorParallel, norms };
    this.#aroundUs = new Map(
      batches.map((batch) => [batch, aroundLayersUs(sharded, batch, costs, 0)]),
    );
    const sequential = new Map(
      batches.map((batch) => {
        const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
        return [batch, this.usPerToken(batch, sequentialPeriodUs(graph, batch, costs))];
      }),
    );
    this.#sequential = sequential;
    this.#ranked = batches.toSorted(
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
  choose(first: DenseBatch, count: number): [DenseBatch, ...DenseBatch[]] {
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
