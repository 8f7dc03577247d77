import { PlannerError } from "../errors.ts";

/**
 * The sessions that `--sessions` names, in their order.
 *
 * @throws PlannerError `E_USAGE` at what is no id, since a path may lead anywhere; and at one that
 *   stands there again, since it can answer nothing more
 */
export function sessionIds(text: string): string[] {
  const ids = text.split(",").map((id) => id.trim());
  const wrong = ids.find((id) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id));
  if (wrong !== undefined) {
    throw new PlannerError("E_USAGE", `\`--sessions\` has "${wrong}", which is no session's id`, {
      remedy: "Give ids such as 2026-11-29-0200-llama-3-8b-tp1, separated by commas.",
    });
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return ids;
  throw new PlannerError("E_USAGE", `\`--sessions\` names ${twice} twice`, {
    remedy: "Name each session once, the one that is to be asked first in front.",
  });
}
