import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlannerError } from "../../errors.ts";
import { convertedProfile } from "../../profile/convert.ts";
import { SESSION_ENDING } from "../../store/session-text.ts";
import type { CommandContext } from "../console/context.ts";

/**
 * Writes profiles of format 1 as session files, each beside the old one; all of them or none.
 *
 * @param out where to write it, if there is one file
 * @throws PlannerError `E_USAGE`, `E_UNWRITABLE` where another file would be lost, and what reading a
 *   profile throws
 */
export function convertProfiles(
  files: readonly string[],
  out: string | undefined,
  context: CommandContext,
): void {
  if (out !== undefined && files.length > 1)
    throw new PlannerError("E_USAGE", "--out is for one file, and --convert names several", {
      remedy: "Leave out --out: each session is written beside its profile.",
    });
  const written = files.map((file) => {
    const { id, text } = convertedProfile(file);
    const path = out ?? join(dirname(file), `${id}${SESSION_ENDING}`);
    context.checkFile(path, files);
    if (out === undefined) requireNoOther(path, text);
    return { profile: file, session: path, text };
  });
  requireDistinct(written);
  for (const { session, text } of written) context.writeFile(session, text);
  const sessions = written.map(({ profile, session }) => ({ profile, session }));
  context.output({ sessions }, () =>
    sessions.map(({ profile, session }) => `${profile}: ${session}`).join("\n"),
  );
}

/** @throws PlannerError `E_UNWRITABLE` where another session has the name */
function requireNoOther(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, "utf8") === text) return;
  throw new PlannerError("E_UNWRITABLE", `${path} is there, and holds another session`, {
    remedy: "Write this one into another folder, with --out.",
  });
}

/** @throws PlannerError `E_USAGE` where one session would replace another */
function requireDistinct(written: readonly { profile: string; session: string; text: string }[]) {
  for (const [index, { profile, session, text }] of written.entries()) {
    const other = written.slice(0, index).find((each) => each.session === session);
    if (other === undefined || other.text === text) continue;
    throw new PlannerError(
      "E_USAGE",
      `${other.profile} and ${profile} would both be written to ${session}`,
      {
        remedy:
          "They were measured in the same minute: convert one into another folder, with --out.",
      },
    );
  }
}
