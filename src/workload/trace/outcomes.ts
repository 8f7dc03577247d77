import type { Said } from "./known-fields.ts";
import { endingOf, type OutcomeKind } from "./outcome-words.ts";
import { RowFault } from "./row-fault.ts";
import { shownValue } from "./shown-value.ts";
import { isTokenKind } from "./token-names.ts";
import type { SkipReason } from "./trace-row.ts";

/**
 * Reads how requests of a trace ended, from whatever fields say so. If one of a request says that it
 * failed, that decides; else if one says that it was cancelled.
 */
export class Outcomes {
  /** Names of fields that were read, in the order in which they were met. */
  readonly fields = new Set<string>();

  /** @throws RowFault */
  of(known: readonly Said[]): SkipReason | undefined {
    const said = known.filter(isOutcome);
    for (const { field } of said) this.fields.add(field);
    return said.length === 0 ? undefined : decided(said);
  }
}

function isOutcome(said: Said): said is Said<OutcomeKind> {
  return !isTokenKind(said.kind);
}

function decided(said: readonly Said<OutcomeKind>[]): SkipReason | undefined {
  const endings = said.map(({ kind, value }) => endingOf(kind, value));
  for (const reason of ["failed", "cancelled", "warmUp"] as const) {
    if (endings.includes(reason)) return reason;
  }
  const unclear = said[endings.indexOf("unclear")];
  if (unclear !== undefined) throw unclearOutcome(unclear.field, unclear.value);
  return undefined;
}

function unclearOutcome(field: string, value: unknown): RowFault {
  const text =
    typeof value === "string" ? value.trim() : value === undefined ? "" : shownValue(value);
  const shown = text === "" ? "empty" : `"${text.slice(0, 40)}"`;
  return new RowFault(
    `${field} is ${shown}, which does not say whether the request was served`,
    `Write success, failure or cancelled there. If ${field} is not about that, rename it.`,
  );
}
