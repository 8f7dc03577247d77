import { createHash } from "node:crypto";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Profile } from "../generated/profile.ts";
import { type Composition, composeWhole } from "../store/compose.ts";
import { isSessionText, parseSession } from "../store/session-file.ts";
import { refuseFaults } from "./check-profile.ts";

export interface LoadedProfile {
  profile: Profile;
  /** The file, or the folder of a store. */
  path: string;
  /**
   * SHA-256, in hex, of the file of format 1 that holds these measurements, or that they were converted
   * from: plans of that time name it.
   */
  sha256?: string;
  /** What a profile from a store is made of. */
  composition?: Composition;
  /** Kernels of another vocabulary that were scaled from those measured: see `withVocabulary`. */
  scaled?: readonly string[];
}

const REMEDY =
  "Name a profile with --profile, or measure one with `nanoflow-plan profile --model MODEL`.";

/**
 * Reads all of a profile, of format 1 or a session file, and checks its schema and its sense.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the first thing wrong
 */
export function loadProfile(path: string): LoadedProfile {
  const text = readText(path, REMEDY);
  return isSessionText(text) ? loadSession(path, text) : loadFormat1(path, text);
}

function loadFormat1(path: string, text: string): LoadedProfile {
  const document = parseText(path, text);
  const profile = validated<Profile>(document, "profile");
  refuseFaults(profile, (keys) => document.positionOf(keys));
  return { profile, path, sha256: createHash("sha256").update(text).digest("hex") };
}

function loadSession(path: string, text: string): LoadedProfile {
  const file = parseSession(path, text);
  const { profile, composition, positionOf } = composeWhole(file);
  refuseFaults(profile, positionOf);
  const { convertedFrom } = file.session;
  return {
    profile,
    path,
    composition,
    ...(convertedFrom !== undefined && { sha256: convertedFrom.sha256 }),
  };
}
