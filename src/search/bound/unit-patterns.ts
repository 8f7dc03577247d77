import { kernelSize } from "../../ir/kernel-size.ts";
import { joined, type NanoBatch } from "../../ir/nano-batches.ts";
import type { BatchPart, Operation, OpGraph } from "../../ir/op-graph.ts";
import { closureOf, overlapOf } from "../problem/order.ts";
import { unitGraphOf } from "../problem/unit-graph.ts";
import type { UnitKind, UnitKinds } from "../problem/unit-kinds.ts";
import { coarserCutsOf, nanoBatchesOf, type Structure, structureName } from "../space/structure.ts";

/** Units of all structures whose nano-batches differ in size only. */
export interface Pattern {
  units: readonly PatternUnit[];
  /** 1 at `a * units + b` when units a and b may be in flight together; worked out when first asked for. */
  overlap: () => Uint8Array;
}

interface PatternUnit {
  operations: readonly Operation[];
  /** The first of its nano-batches and one past the last. */
  first: number;
  end: number;
  /** Kinds of units with these operations, by what their nano-batches hold. */
  kinds: Map<number, UnitKind>;
}

/** Most nano-batches of a structure, for the keys of their ranges. */
const MOST_PARTS = 64;

/** Units of structures before anything is known of their schedules: which there are, and their kinds. */
export class UnitPatterns {
  readonly #kinds: UnitKinds;
  readonly #patterns = new WeakMap<OpGraph, Map<string, Pattern>>();
  readonly #kindsByOperations = new Map<string, Map<number, UnitKind>>();

  constructor(kinds: UnitKinds) {
    this.#kinds = kinds;
  }

  /** The units of a structure and the kind of each. */
  of(graph: OpGraph, structure: Structure): { pattern: Pattern; kinds: UnitKind[] } {
    const nanoBatches = nanoBatchesOf(structure);
    const pattern = this.#patternOf(graph, structure, nanoBatches);
    const parts: (BatchPart | undefined)[] = [];
    const kinds = pattern.units.map(({ operations, first, end, kinds }) => {
      const range = first * MOST_PARTS + end;
      const part = parts[range] ?? partOf(nanoBatches, first, end);
      parts[range] = part;
      const key = partKey(part);
      const known = kinds.get(key);
      if (known !== undefined) return known;
      const kind = this.#kinds.of(
        operations.map((operation) => ({ operation, size: kernelSize(operation, part) })),
      );
      kinds.set(key, kind);
      return kind;
    });
    return { pattern, kinds };
  }

  #patternOf(graph: OpGraph, structure: Structure, nanoBatches: readonly NanoBatch[]): Pattern {
    const patterns = this.#patterns.get(graph) ?? new Map<string, Pattern>();
    this.#patterns.set(graph, patterns);
    const key = patternKey(structure, nanoBatches);
    const known = patterns.get(key);
    if (known !== undefined) return known;
    const coarser = coarserCutsOf(graph, structure);
    const { nanoOperations, groups, arcs } = unitGraphOf(graph, nanoBatches, coarser);
    const name = structureName(structure);
    let overlap: Uint8Array | undefined;
    const pattern: Pattern = {
      units: groups.map((members) => {
        const own = members.map((member) => nanoOperations[member] as (typeof nanoOperations)[0]);
        // Members of a unit are on the same tokens.
        const [start, stop] = own[0]?.tokens ?? [0, 0];
        const operations = own.map(({ operation }) => operation);
        return {
          operations,
          first: nanoBatches.findIndex((nanoBatch) => nanoBatch.start === start),
          end: nanoBatches.findIndex((nanoBatch) => nanoBatch.end === stop) + 1,
          kinds: this.#kindsOf(operations, structure.batch.decodeContext),
        };
      }),
      overlap: () => {
        overlap ??= overlapOf(groups.length, closureOf({ name, units: groups, arcs }));
        return overlap;
      },
    };
    patterns.set(key, pattern);
    return pattern;
  }

  #kindsOf(operations: readonly Operation[], decodeContext: number): Map<number, UnitKind> {
    const key = `${operations.map(({ name }) => name)} ${decodeContext}`;
    const kinds = this.#kindsByOperations.get(key) ?? new Map<number, UnitKind>();
    this.#kindsByOperations.set(key, kinds);
    return kinds;
  }
}

function patternKey({ cuts, coarse, batch }: Structure, nanoBatches: readonly NanoBatch[]): string {
  let key = `${batch.decodeContext} ${coarse?.fine}`;
  for (const { part } of nanoBatches) {
    key += part.decodeTokens === 0 ? "p" : part.prefillTokens === 0 ? "d" : "b";
  }
  for (const cut of coarse?.cuts ?? []) key += ` ${cuts.indexOf(cut)}`;
  return key;
}

function partOf(nanoBatches: readonly NanoBatch[], first: number, end: number): BatchPart {
  const only = nanoBatches[first] as NanoBatch;
  return end === first + 1 ? only.part : joined(nanoBatches.slice(first, end)).part;
}

/** A number for what a nano-batch holds, given how long its decode requests are. */
function partKey({ tokens, decodeTokens, prefillContext }: BatchPart): number {
  return (prefillContext * 2 ** 16 + tokens) * 2 ** 16 + decodeTokens;
}
