import { createHash } from "node:crypto";
import { PlannerError } from "../errors.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Profile } from "../generated/profile.ts";
import { profileFaults } from "./check-profile.ts";

export interface LoadedProfile {
  profile: Profile;
  path: string;
  /** Hash of the file's bytes, in hex. */
  sha256: string;
  /** Kernels of another vocabulary that were scaled from those measured: see `withVocabulary`. */
  scaled?: readonly string[];
}

const REMEDY =
  "Name a profile with --profile, or measure one with `nanoflow-plan profile --model MODEL`.";

/**
 * Reads a profile and checks its schema and its sense.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the first thing wrong
 */
export function loadProfile(path: string): LoadedProfile {
  const text = readText(path, REMEDY);
  const document = parseText(path, text);
  const profile = validated<Profile>(document, "profile");
  for (const { keys, message, remedy } of profileFaults(profile))
    throw new PlannerError("E_INVALID_FILE", `\`${keys.join(".")}\` ${message}`, {
      position: document.positionOf(keys),
      remedy,
    });
  return { profile, path, sha256: createHash("sha256").update(text).digest("hex") };
}
