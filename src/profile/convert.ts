import { basename, dirname, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import { type SessionFacts, sessionId, sessionText } from "../store/session-text.ts";
import { loadProfile } from "./load.ts";

export interface Converted {
  id: string;
  text: string;
}

/**
 * A profile of format 1 as a session file. Nothing is rounded or left out. The session keeps the
 * SHA-256 of the old file, by which plans of that time name it.
 *
 * @throws PlannerError as `loadProfile` does, and `E_INVALID_FILE` when it is a session already
 */
export function convertedProfile(path: string): Converted {
  const { profile, composition, sha256 } = loadProfile(path);
  if (composition !== undefined || sha256 === undefined)
    throw new PlannerError("E_INVALID_FILE", "the file is a session of format 2 already", {
      position: { path, line: 1 },
      remedy: "Use it as it is.",
    });
  const file = `${basename(dirname(resolve(path)))}/${basename(path)}`;
  const id = sessionId(profile);
  return {
    id,
    text: sessionText(profile, { ...factsOf(profile), convertedFrom: { file, sha256 } }),
  };
}

/** What a session says of a profile that was measured in one go. */
export function factsOf(profile: Profile): SessionFacts {
  const { source, provenance } = profile;
  const grid = / --quick\b/.test(provenance.command) ? "quick" : "full";
  return {
    id: sessionId(profile),
    provenance: source === "measured" ? { grid, clocks: FREE_CLOCKS } : {},
  };
}

/** The campaign locks no clocks. */
const FREE_CLOCKS = "free up to the boost clock";
