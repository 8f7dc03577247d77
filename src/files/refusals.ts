import { PlannerError, type SourcePosition } from "../errors.ts";

/** Plans, profiles and configurations nest about ten deep. Parsers and their readers recurse. */
export const MOST_LEVELS = 100;
/** The index of a checkpoint with hundreds of experts takes about 16 MiB. */
const MOST_JSON_CHARACTERS = 32 * 2 ** 20;
/** A plan takes a few ten thousand. The parser takes some 5 s a million. */
export const MOST_YAML_CHARACTERS = 2 ** 19;

/** @throws PlannerError `E_INVALID_FILE` when the text is larger than any file of its kind */
export function refuseHuge(path: string, text: string, kind: "JSON" | "YAML"): void {
  const most = kind === "JSON" ? MOST_JSON_CHARACTERS : MOST_YAML_CHARACTERS;
  if (text.length <= most) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    `the file is too large: ${kind} of at most ${most / 2 ** 10} KiB is read`,
    { position: { path }, remedy: "Check that it is the file that you mean." },
  );
}

/** @param position where the first level too many begins */
export function tooDeep(position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the file nests deeper than ${MOST_LEVELS} levels`, {
    position,
    remedy: "Check that it is the file that you mean.",
  });
}

/** @param position of the second of two equal keys */
export function secondKey(position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", "the same key is there a second time", {
    position,
    remedy: "Keep one of the two.",
  });
}

/** YAML would take a comment of other languages for a part of the key behind it. */
export function comment(position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", "JSON has no comments", {
    position,
    remedy: "Take the comment out.",
  });
}

/** For files that are too large to be read as YAML, which would say more. */
export function notJson(position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", "the file cannot be read as JSON from here on", {
    position,
    remedy: "Mend the syntax here; if the file was cut off, make it again.",
  });
}
