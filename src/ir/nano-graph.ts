import { tokensOf } from "./kernel-size.ts";
import type { NanoBatch } from "./nano-batches.ts";
import type { BatchPart, Dependence, Operation, OpGraph } from "./op-graph.ts";

/** An operation on the tokens of one nano-batch. */
export interface NanoOperation {
  /** `operation.nanoBatch`, such as `qkv_proj.0`. */
  id: string;
  operation: Operation;
  nanoBatch: number;
  /** First token of the nano-batch and one past its last. */
  tokens: [start: number, end: number];
  part: BatchPart;
}

/** Positions of nano-operations; `to` in layer l needs `from` in layer l - distance. */
export interface NanoDependence {
  from: number;
  to: number;
  distance: number;
}

export interface NanoGraph {
  nanoOperations: NanoOperation[];
  dependences: NanoDependence[];
}

/**
 * All operations of a layer on all nano-batches. A nano-operation without tokens of its kind is
 * left out; what it would have waited for, within its nano-batch, its successors wait for instead.
 *
 * Nano-operations come operation by operation in the order of the graph.
 */
export function instantiate(graph: OpGraph, nanoBatches: readonly NanoBatch[]): NanoGraph {
  const all = graph.operations.flatMap((operation) =>
    nanoBatches.map(
      ({ start, end, part }, nanoBatch): NanoOperation => ({
        id: `${operation.name}.${nanoBatch}`,
        operation,
        nanoBatch,
        tokens: [start, end],
        part,
      }),
    ),
  );
  const indexOfId = new Map(all.map(({ id }, index) => [id, index]));
  const edges = graph.dependences
    .flatMap((dependence) => expand(dependence, nanoBatches.length))
    .map(({ from, to, distance }) => ({
      from: indexOfId.get(from) as number,
      to: indexOfId.get(to) as number,
      distance,
    }));
  return withoutIdle(all, edges);
}

/** A dependence between operations as dependences between nano-operations, by id. */
function expand({ from, to, distance, tokens }: Dependence, nanoBatches: number) {
  const pairs: { from: string; to: string; distance: number }[] = [];
  for (let consumer = 0; consumer < nanoBatches; consumer++) {
    const first = tokens === "earlier" ? 0 : consumer;
    for (let producer = first; producer <= consumer; producer++) {
      pairs.push({ from: `${from}.${producer}`, to: `${to}.${consumer}`, distance });
    }
  }
  return pairs;
}

function withoutIdle(all: readonly NanoOperation[], edges: readonly NanoDependence[]): NanoGraph {
  const isIdle = ({ operation, part }: NanoOperation) => tokensOf(operation, part) === 0;
  const bridged = all.reduce<readonly NanoDependence[]>(
    (remaining, nanoOperation, index) =>
      isIdle(nanoOperation) ? bridge(all, remaining, index) : remaining,
    edges,
  );
  const kept = all.flatMap((nanoOperation, index) => (isIdle(nanoOperation) ? [] : [index]));
  const position = new Map(kept.map((index, place) => [index, place]));
  return {
    nanoOperations: kept.map((index) => all[index] as NanoOperation),
    dependences: distinct(
      bridged.map(({ from, to, distance }) => ({
        from: position.get(from) as number,
        to: position.get(to) as number,
        distance,
      })),
    ),
  };
}

function bridge(
  all: readonly NanoOperation[],
  edges: readonly NanoDependence[],
  idle: number,
): NanoDependence[] {
  const others = edges.filter(({ from, to }) => from !== idle && to !== idle);
  const before = edges.filter(
    ({ from, to }) => to === idle && all[from]?.nanoBatch === all[idle]?.nanoBatch,
  );
  const after = edges.filter(({ from }) => from === idle);
  const bridges = before.flatMap((entry) =>
    after.map((exit) => ({
      from: entry.from,
      to: exit.to,
      distance: entry.distance + exit.distance,
    })),
  );
  return [...others, ...bridges];
}

function distinct(edges: readonly NanoDependence[]): NanoDependence[] {
  return [...new Map(edges.map((e) => [`${e.from} ${e.to} ${e.distance}`, e])).values()];
}
