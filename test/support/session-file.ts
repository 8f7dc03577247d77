import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Profile } from "../../src/generated/profile.ts";
import { factsOf } from "../../src/profile/convert.ts";
import { SESSION_ENDING, sessionText } from "../../src/store/session-text.ts";

/** Writes a profile as a session into a store's folder, under the name that it has there. */
export function writeSession(folder: string, profile: Profile): string {
  const facts = factsOf(profile);
  const path = join(folder, `${facts.id}${SESSION_ENDING}`);
  writeFileSync(path, sessionText(profile, facts));
  return path;
}
