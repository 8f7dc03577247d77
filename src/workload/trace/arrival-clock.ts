import { PlannerError, type SourcePosition } from "../../errors.ts";
import { civilNanoseconds, nanoseconds, TIME_UNITS, type TimeUnit } from "./arrival-time.ts";

/** Its order of day and month is certain, which it is not in `11/10/2023`. */
const CIVIL_EXAMPLE = "2023-11-16 18:17:03";

/** What is known of a trace's arrivals before any is read. */
export type ArrivalRule =
  /** A field of numbers in a unit, or of civil times. */
  | { field: string; unit: TimeUnit | "civil" }
  /** A field that the user named without a unit: civil times alone say what they mean. */
  | { field: string; unit: "unknown" }
  /** Why arrivals cannot be used, and what would help. */
  | { refused: string; remedy: string };

/** Why arrivals cannot be used. */
export interface ArrivalRefusal {
  reason: string;
  remedy: string;
}

/**
 * Reads the arrivals of one trace. A length is of use without an arrival. So where the first time
 * cannot be read that is no error, unless the user named its column: no arrival is given then.
 */
export class ArrivalClock {
  readonly #rule: ArrivalRule;
  readonly #isAsked: boolean;
  #refusal: ArrivalRefusal | undefined;
  #lastValue: unknown;
  #lastNs: bigint | undefined;
  #doubt: string | undefined;

  /** @param isAsked whether the user named the column */
  constructor(rule: ArrivalRule, isAsked: boolean) {
    this.#rule = rule;
    this.#isAsked = isAsked;
    if ("refused" in rule) this.#refusal = { reason: rule.refused, remedy: rule.remedy };
  }

  /** Undefined as long as every arrival could be read. */
  get refusal(): ArrivalRefusal | undefined {
    return this.#refusal;
  }

  /** What a user must know of the unit that was named; undefined where nothing speaks against it. */
  get doubt(): string | undefined {
    return this.#doubt;
  }

  /** Says why the arrivals cannot be used, whatever their times say. */
  refuse(refusal: ArrivalRefusal): void {
    this.#refusal ??= refusal;
  }

  /**
   * @param value cell or JSON value; undefined or null where the request has no arrival of its own
   * @param place where it stands, for an error
   * @returns ns
   * @throws PlannerError `E_USAGE` or `E_INVALID_FILE` when the user named the column
   */
  read(value: unknown, place: () => SourcePosition): bigint | undefined {
    if (this.#refusal !== undefined || value === undefined || value === null) return undefined;
    if (value === this.#lastValue) return this.#lastNs;
    const rule = this.#rule;
    if ("refused" in rule) return undefined;
    const text = String(value);
    const ns =
      rule.unit === "civil" || rule.unit === "unknown"
        ? civilNanoseconds(text)
        : nanoseconds(text, rule.unit);
    if (ns === undefined) return this.#unreadable(rule, text, place());
    if (this.#lastNs === undefined && this.#isAsked) this.#doubt = unitDoubt(rule, text, ns);
    this.#lastValue = value;
    this.#lastNs = ns;
    return ns;
  }

  #unreadable(
    { field, unit }: Extract<ArrivalRule, { field: string }>,
    text: string,
    position: SourcePosition,
  ): undefined {
    const shown = `"${text.length > 40 ? `${text.slice(0, 37)}...` : text}"`;
    if (unit === "unknown" && this.#lastNs === undefined && nanoseconds(text, "ns") !== undefined) {
      throw new PlannerError("E_USAGE", `--columns names no unit for ${field}, which is ${shown}`, {
        remedy: `Add unit=${TIME_UNITS.join(", unit=").replace(/, ([^,]*)$/, " or $1")} to --columns.`,
      });
    }
    const what =
      unit === "civil" || unit === "unknown"
        ? "date and time"
        : `number of ${unit} below 292 years`;
    const message = `${field} is ${shown}, no ${what}`;
    if (this.#isAsked) {
      const example = what === "date and time" ? `, such as ${CIVIL_EXAMPLE}` : "";
      const remedy = `${smallerUnit(text, unit)}Give a ${what}${example}, or leave \`time=\` out of --columns: lengths need no arrivals.`;
      throw new PlannerError("E_INVALID_FILE", message, { position, remedy });
    }
    // After times that could be read, a row without one is no request: a sum, or a second header.
    if (this.#lastNs !== undefined) {
      const remedy = "Leave the row out if it is no request, such as a sum. Else mend its time.";
      throw new PlannerError("E_INVALID_FILE", `${message}, unlike those before it`, {
        position,
        remedy,
      });
    }
    const at = position.line === undefined ? "" : `line ${position.line}: `;
    this.#refusal = {
      reason: `${at}${message}`,
      remedy:
        unit === "civil"
          ? `Write times as ${CIVIL_EXAMPLE}, in UTC unless a zone is named. Lengths need none.`
          : `Write ${field} as a number of ${unit}. Lengths need no arrivals.`,
    };
    return undefined;
  }
}

/** ns of 2001-09-09 and of 2033-05-18: 10^9 and 2 x 10^9 s. */
const [FIRST_STAMP_NS, LAST_STAMP_NS] = [10n ** 18n, 2n * 10n ** 18n];

/** Units by ns, with those of stamps that no tool here writes. */
const STAMP_UNITS: readonly [unit: string, ns: bigint][] = [
  ["s", 10n ** 9n],
  ["ms", 10n ** 6n],
  ["µs", 10n ** 3n],
];

/** What a stamp says that is too large for its unit. */
function smallerUnit(text: string, unit: string): string {
  if (unit !== "s" && unit !== "ms") return "";
  const stamp = nanoseconds(text, "ns");
  if (stamp === undefined) return "";
  const found = SMALLER_UNITS.find(
    ({ ns }) => stamp * ns >= FIRST_STAMP_NS && stamp * ns <= LAST_STAMP_NS,
  );
  if (found === undefined) return "";
  const day = new Date(Number((stamp * found.ns) / 10n ** 6n)).toISOString().slice(0, 10);
  return `In ${found.name}, that is ${day}: ${found.remedy}. `;
}

const SMALLER_UNITS = [
  { name: "ms", ns: 10n ** 6n, remedy: "say unit=ms" },
  { name: "µs", ns: 10n ** 3n, remedy: "divide the times by 1000, and say unit=ms" },
  { name: "ns", ns: 1n, remedy: "say unit=ns" },
] as const;

/** A first time that is a stamp of today's years in a larger unit, and a moment after 1970 in the named one. */
function unitDoubt(
  { field, unit }: Extract<ArrivalRule, { field: string }>,
  text: string,
  ns: bigint,
): string | undefined {
  if (unit !== "ms" && unit !== "ns") return undefined;
  const ownNs = unit === "ms" ? 10n ** 6n : 1n;
  const other = STAMP_UNITS.find(([, otherNs]) => {
    const stamp = (ns / ownNs) * otherNs;
    return otherNs > ownNs && stamp >= FIRST_STAMP_NS && stamp <= LAST_STAMP_NS;
  });
  if (other === undefined) return undefined;
  const [name, otherNs] = other;
  const day = new Date(Number(((ns / ownNs) * otherNs) / 10n ** 6n)).toISOString().slice(0, 10);
  return `${field} begins with ${text.trim()}: in ${name}, that is ${day}. It is read in ${unit}, ${shownSeconds(ns)} after the zero of its clock`;
}

function shownSeconds(ns: bigint): string {
  const seconds = Number(ns) / 1e9;
  return `${seconds.toLocaleString("en-US", { maximumSignificantDigits: 3 })} s`;
}
