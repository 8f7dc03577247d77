import { parse, quote } from "shell-quote";
import type { Plan } from "../generated/plan.ts";

/** The command that makes a plan again in place, from the folder that its paths count from. */
export function commandToRemake({ provenance: { command } }: Plan, path: string): string {
  const words = parse(command).map(String);
  const out = words.lastIndexOf("--out");
  if (out === -1) return `${command} --out ${quote([path])}`;
  return words[out + 1] === path ? command : quote(words.with(out + 1, path));
}

/** A path as a word of a command line, where one that begins with a dash would be an option. */
export function shellPath(path: string): string {
  return quote([path.startsWith("-") ? `./${path}` : path]);
}
