import { renderTable } from "../../../src/text/table.ts";
import type { RoundsOf } from "./rounds.ts";

export type BesideResult =
  | { name: string; groupSms: number; keptRate: number; aloneUs: number; besideUs: number }
  | { name: string; groupSms: number; failure: string };

export type SustainedResult =
  | { name: string; us: number; clockMhz: number; powerW: number }
  | { name: string; failure: string };

const right = (title: string) => ({ title, align: "right" as const });
const fixed = (value: number, digits = 1) => value.toFixed(digits);

export function aloneTable(results: readonly RoundsOf[]): string {
  return renderTable(
    [{ title: "alone" }, right("µs"), right("rounds"), right("spread"), right("MHz")],
    results.map((result) => {
      if ("failure" in result) return [result.name, result.failure, "", "", ""];
      const { name, us, roundsUs, spread, clockMhz } = result;
      const range = `${fixed(Math.min(...roundsUs))} to ${fixed(Math.max(...roundsUs))}`;
      return [name, fixed(us), range, `${fixed(spread * 100)}%`, fixed(clockMhz, 0)];
    }),
  );
}

export function besideTable(results: readonly BesideResult[]): string {
  return renderTable(
    [
      { title: "beside products" },
      right("their SMs"),
      right("their rate kept"),
      right("µs alone"),
      right("beside"),
    ],
    results.map((result) => {
      const { name, groupSms } = result;
      if ("failure" in result) return [name, String(groupSms), result.failure, "", ""];
      const { keptRate, aloneUs, besideUs } = result;
      return [name, String(groupSms), fixed(keptRate, 3), fixed(aloneUs), fixed(besideUs)];
    }),
  );
}

export function sustainedTable(results: readonly SustainedResult[]): string {
  return renderTable(
    [{ title: "without a pause" }, right("µs"), right("MHz"), right("W")],
    results.map((result) =>
      "failure" in result
        ? [result.name, result.failure, "", ""]
        : [result.name, fixed(result.us), fixed(result.clockMhz, 0), fixed(result.powerW, 0)],
    ),
  );
}
