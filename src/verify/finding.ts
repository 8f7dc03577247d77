import type { SourcePosition } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";

export type FindingCode =
  | "hash"
  | "model"
  | "profile"
  | "source"
  | "numbers"
  | "kind"
  | "nano-batches"
  | "nano-operation"
  | "tokens"
  | "lanes"
  | "reference"
  | "dependence"
  | "cycle"
  | "stage"
  | "shares"
  | "order"
  | "implementation"
  | "coverage"
  | "race"
  | "data"
  | "set";

/** What `verify` has to say about one place of a plan. */
export interface Finding {
  /** Errors make a plan unsound; notes are worth knowing. */
  severity: "error" | "note";
  code: FindingCode;
  message: string;
  position: SourcePosition;
}

/** A plan under verification, with the layer that its model and workload ask for. */
export interface Subject {
  plan: Plan;
  document: Document;
  graph: OpGraph;
}

type Keys = (string | number)[];

export function errorAt(
  { document }: Pick<Subject, "document">,
  keys: Keys,
  code: FindingCode,
  message: string,
): Finding {
  return { severity: "error", code, message, position: document.positionOf(keys) };
}

export function noteAt(
  { document }: Pick<Subject, "document">,
  keys: Keys,
  code: FindingCode,
  message: string,
): Finding {
  return { severity: "note", code, message, position: document.positionOf(keys) };
}

/** Path to a nano-operation, or to a value in it. */
export function keysOf({ plan }: Subject, nanoOperation: NanoOperation, ...rest: Keys): Keys {
  return ["nanoOperations", plan.nanoOperations.indexOf(nanoOperation), ...rest];
}
