import { PlannerError } from "../../errors.ts";
import type { ArrivalRule } from "./arrival-clock.ts";
import { TIME_UNITS, type TimeUnit } from "./arrival-time.ts";

/** Columns that a user names, `in=NAME,out=NAME[,count=NAME][,time=NAME,unit=s|ms|ns]`. */
export interface Columns {
  in: string;
  out: string;
  /** For how many requests a row stands. */
  count?: string;
  time?: string;
  unit?: TimeUnit;
}

const KEYS = ["in", "out", "count", "time", "unit"] as const;

/** How `--columns` is written. */
export const COLUMNS_SYNTAX = `in=NAME,out=NAME[,count=NAME][,time=NAME,unit=${TIME_UNITS.join("|")}]`;

/** What a file is called whose columns the user names. */
export const ASKED_FORMAT = "columns of --columns";

/** Prompt and output, and what else is named. */
export function columnNames({
  in: prompt,
  out: output,
  time,
  count,
}: Columns): [prompt: string, output: string, ...others: string[]] {
  return [prompt, output, ...[time, count].filter((name) => name !== undefined)];
}

/** How the named columns say when requests arrived. */
export function askedArrivals({ time, unit, count }: Columns): ArrivalRule {
  if (count !== undefined) {
    return {
      refused: "a row stands for many requests",
      remedy: "Use a trace with a row for each request.",
    };
  }
  if (time === undefined) {
    return {
      refused: "--columns names no time",
      remedy: "Add time=NAME,unit=s, ms or ns to --columns.",
    };
  }
  return unit === undefined ? { field: time, unit: "unknown" } : { field: time, unit };
}

/**
 * Columns of `--columns`. A name may hold a comma, unless a key and `=` follow it.
 *
 * @throws PlannerError `E_USAGE`
 */
export function parseColumns(text: string): Columns {
  const given = new Map<string, string>();
  for (const part of text.split(/, *(?=(?:in|out|count|time|unit)=)/)) {
    const equals = part.indexOf("=");
    const key = part.slice(0, equals);
    const value = part.slice(equals + 1);
    if (equals < 0 || !KEYS.some((known) => known === key)) {
      throw usage(`\`${part}\` in --columns names no column`);
    }
    if (value === "") throw usage(`${key} in --columns is empty`);
    if (given.has(key)) throw usage(`${key} stands twice in --columns`);
    given.set(key, value);
  }
  const unit = TIME_UNITS.find((known) => known === given.get("unit"));
  if (/^(us|µs|μs|usecs?|micros?|microseconds?)$/i.test(given.get("unit") ?? "")) {
    throw new PlannerError("E_USAGE", `--columns has the unit "${given.get("unit")}"`, {
      remedy: `Divide the times by 1000, and say unit=ms: --columns ${COLUMNS_SYNTAX}.`,
    });
  }
  if (given.has("unit") && unit === undefined) {
    throw usage(`--columns has the unit "${given.get("unit")}"`);
  }
  const time = given.get("time");
  if (unit !== undefined && time === undefined) throw usage("--columns has a unit but no time");
  const count = given.get("count");
  const named = ["in", "out", "count", "time"].flatMap((key) => given.get(key) ?? []);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`--columns names ${twice} for two things`);
  if (count !== undefined && time !== undefined) {
    throw usage("--columns has both a count and a time, and a row of many requests has none");
  }
  return {
    in: required(given, "in"),
    out: required(given, "out"),
    ...(count !== undefined && { count }),
    ...(time !== undefined && { time }),
    ...(unit !== undefined && { unit }),
  };
}

function required(given: ReadonlyMap<string, string>, key: string): string {
  const name = given.get(key);
  if (name === undefined) throw usage(`--columns lacks ${key}=NAME`);
  return name;
}

function usage(message: string): PlannerError {
  return new PlannerError("E_USAGE", message, { remedy: `Write --columns ${COLUMNS_SYNTAX}.` });
}
