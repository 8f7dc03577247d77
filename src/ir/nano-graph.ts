import { tokensOf } from "./kernel-size.ts";
import { joined, type NanoBatch } from "./nano-batches.ts";
import type { BatchPart, Operation, OpGraph } from "./op-graph.ts";

/** An operation on the tokens of one nano-batch, or of several consecutive ones. */
export interface NanoOperation {
  /** `operation.nanoBatch`, such as `qkv_proj.0`. */
  id: string;
  operation: Operation;
  /** The first of its nano-batches. */
  nanoBatch: number;
  /** First token of its nano-batches and one past their last. */
  tokens: [start: number, end: number];
  part: BatchPart;
}

/**
 * Operations that are cut coarser than the nano-batches: the first nano-batch of each of their
 * pieces, by the operation's name. All others have a piece for each nano-batch, as attention always
 * does, since its tokens of several nano-batches are not consecutive.
 */
export type CoarserCuts = Readonly<Record<string, readonly number[]>>;

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
 * All operations of a layer on all pieces of the batch. A nano-operation depends on the producers
 * whose token ranges meet its own, or also on those before them, as the operations say. One without
 * tokens of its kind is left out; what it would have waited for on its own tokens, its successors
 * wait for instead.
 *
 * Nano-operations come operation by operation in the order of the graph.
 */
export function instantiate(
  graph: OpGraph,
  nanoBatches: readonly NanoBatch[],
  coarser: CoarserCuts = {},
): NanoGraph {
  const all = graph.operations.flatMap((operation) =>
    piecesOf(nanoBatches, coarser[operation.name]).map(
      ({ nanoBatch, start, end, part }): NanoOperation => ({
        id: `${operation.name}.${nanoBatch}`,
        operation,
        nanoBatch,
        tokens: [start, end],
        part,
      }),
    ),
  );
  const positions = new Map<string, number[]>();
  for (const [position, { operation }] of all.entries()) {
    const known = positions.get(operation.name);
    if (known === undefined) positions.set(operation.name, [position]);
    else known.push(position);
  }
  const positionsOf = (name: string) => positions.get(name) ?? [];
  const edges = graph.dependences.flatMap(({ from, to, distance, tokens }) =>
    positionsOf(to).flatMap((consumer) =>
      positionsOf(from)
        .filter((producer) => {
          const [mine, theirs] = [all[consumer] as NanoOperation, all[producer] as NanoOperation];
          return tokens === "same" ? meet(mine, theirs) : theirs.tokens[0] < mine.tokens[1];
        })
        .map((producer) => ({ from: producer, to: consumer, distance })),
    ),
  );
  return withoutIdle(all, edges);
}

/** The ranges of an operation, each with the nano-batch that it starts at. */
function piecesOf(nanoBatches: readonly NanoBatch[], starts: readonly number[] | undefined) {
  const firsts = starts ?? [...nanoBatches.keys()];
  return firsts.map((nanoBatch, index) => ({
    nanoBatch,
    ...joined(nanoBatches.slice(nanoBatch, firsts[index + 1])),
  }));
}

function meet({ tokens: a }: NanoOperation, { tokens: b }: NanoOperation): boolean {
  return a[0] < b[1] && b[0] < a[1];
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
    ({ from, to }) => to === idle && meet(all[from] as NanoOperation, all[idle] as NanoOperation),
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
