import { quote } from "shell-quote";
import type { Plan } from "../generated/plan.ts";
import { parseSearchCommand } from "./search-command.ts";

/**
 * The command that makes a plan again in place, from the folder that its paths count from. It is put
 * together anew from the options of the plan's own, so that it is safe to run.
 *
 * @returns undefined when the plan's command is no search with known options
 */
export function commandToRemake(
  { provenance: { command } }: Pick<Plan, "provenance">,
  path: string,
): string | undefined {
  const search = parseSearchCommand(command);
  if (search === undefined || /\p{Cc}/u.test(path)) return undefined;
  const isOut = ([flag]: readonly string[]) => flag === "--out";
  const words = search.given.flatMap((option) => (isOut(option) ? ["--out", path] : option));
  const out = search.given.some(isOut) ? [] : ["--out", path];
  return quote(["nanoflow-plan", "search", ...words, ...out]);
}

/** What to do about a plan that is to be made again. */
export function remedyToRemake(plan: Pick<Plan, "provenance">, path: string, what: string): string {
  const command = commandToRemake(plan, path);
  return command === undefined
    ? `${what} with \`nanoflow-plan search --model MODEL\`: the command that it holds is no search with known options.`
    : `${what}: ${command}`;
}
