import { quote } from "shell-quote";
import type { SearchOptions } from "./search-options.ts";

/** Every option, in the order in which the command line lists them; the compiler minds that none is left out. */
const OPTIONS = Object.keys({
  model: true,
  gpu: true,
  profile: true,
  tp: true,
  workload: true,
  columns: true,
  maxPositions: true,
  batch: true,
  decode: true,
  context: true,
  solver: true,
  method: true,
  parts: true,
  splits: true,
  batches: true,
  gap: true,
  minGain: true,
  nodeLimit: true,
  timeLimit: true,
  threads: true,
} satisfies Record<keyof SearchOptions, true>) as (keyof SearchOptions)[];

/** The command line that searches with these options: a plan's provenance names it, and the gate runs it. */
export function searchCommand(options: SearchOptions): string {
  const words = OPTIONS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [flagOf(name), String(value)];
  });
  return quote(["nanoflow-plan", "search", ...words]);
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
