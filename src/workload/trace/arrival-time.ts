import { isDigits } from "./token-count.ts";

/** Units of a number that says when a request arrived. */
export const TIME_UNITS = ["s", "ms", "ns"] as const;

export type TimeUnit = (typeof TIME_UNITS)[number];

/** Decimal places of a unit in ns. */
const PLACES: Readonly<Record<TimeUnit, number>> = { s: 9, ms: 6, ns: 0 };

/** Places that no exponent of a time needs: more would only fill memory with zeros. */
const MOST_PLACES = 40;

/**
 * A decimal number of a unit in whole ns, rounded half up; exact however many digits it has.
 *
 * @returns undefined when the text is no decimal number, or more than 292 years
 */
export function nanoseconds(text: string, unit: TimeUnit): bigint | undefined {
  const short = shortNanoseconds(text, unit);
  if (short !== undefined) return short;
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const places = PLACES[unit] + Number(exponent);
  if (Math.abs(places) > MOST_PLACES) return undefined;
  const magnitude = shifted(whole, fraction, places);
  return inRange(sign === "-" ? -magnitude : magnitude);
}

const NS_PER: Readonly<Record<TimeUnit, bigint>> = { s: 1_000_000_000n, ms: 1_000_000n, ns: 1n };

/** The same for the usual whole numbers, such as `19440110` or `19440110.0`, at less cost. */
function shortNanoseconds(text: string, unit: TimeUnit): bigint | undefined {
  const whole = text.endsWith(".0") ? text.slice(0, -2) : text;
  // So many digits stay in the range of 64 bits with any unit.
  if (whole.length > 9 || !isDigits(whole)) return undefined;
  return BigInt(Number(whole)) * NS_PER[unit];
}

/** A time that 64 bits hold: 292 years either way. Beyond them the unit is wrong. */
function inRange(ns: bigint): bigint | undefined {
  return BigInt.asIntN(64, ns) === ns ? ns : undefined;
}

/** `whole.fraction` x 10^places, rounded half up. */
function shifted(whole: string, fraction: string, places: number): bigint {
  const digits = whole + fraction;
  const point = whole.length + places;
  if (point < 0) return 0n;
  const kept = digits.slice(0, point).padEnd(point, "0");
  const roundsUp = (digits[point] ?? "0") >= "5";
  return BigInt(kept) + (roundsUp ? 1n : 0n);
}

/**
 * A civil time such as `2023-11-16 18:17:03.9799600` or `2024-10-15T12:00:00.269Z` in ns since
 * 1970, with UTC where no zone is named. `Date.parse` would take local time and cut to ms.
 *
 * @returns undefined when the text is no such time
 */
export function civilNanoseconds(text: string): bigint | undefined {
  const match =
    /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d*))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?\s*$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCHours() === hour && minute < 60 && second < 60;
  const offsetMs = zoneOffsetMs(match[8] ?? "Z");
  if (!isReal || offsetMs === undefined) return undefined;
  return BigInt(ms - offsetMs) * 1_000_000n + shifted("", match[7] ?? "", PLACES.s);
}

function zoneOffsetMs(zone: string): number | undefined {
  if (zone === "Z" || zone === "UTC") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
