const DATE =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?(?:Z|[+-](\d\d):?(\d\d)))?)?)?$/;
const MOST_ZONE_HOURS = 14;

/**
 * Time of a date of ISO 8601: a month, a day, or a time of day.
 *
 * @returns ms since 1970, as the machine's zone has it where none is named; undefined where there is no
 *   such date, such as 30 February, which `Date.parse` takes for 2 March
 */
export function dateMs(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, zoneHours = 0, zone = 0] =
    match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const isReal =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    zoneHours <= MOST_ZONE_HOURS &&
    zone < 60;
  const ms = Date.parse(text);
  return isReal && !Number.isNaN(ms) ? ms : undefined;
}

/** A day: clocks of machines may differ, and dates without a zone are read as this machine has it. */
const CLOCKS_APART_MS = 86_400_000;

/** Whether a date is later than now, however clocks differ. */
export function isInFuture(text: string, now: Date): boolean {
  const at = dateMs(text);
  return at !== undefined && at > now.getTime() + CLOCKS_APART_MS;
}

/** @param month from 1 on */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
