import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { PlannerError } from "../errors.ts";
import { unreadable } from "../files/read-document.ts";
import { readSession, type SessionFile } from "./session-file.ts";
import { SESSION_ENDING } from "./session-text.ts";

/**
 * Sessions of one GPU: all of its folder, or those named, in the order named.
 *
 * @throws PlannerError `E_UNREADABLE` when the folder or a named session is not there;
 *   `E_INVALID_FILE` at the first line that was cut off or edited, at a file named after another
 *   session, and at a profile of format 1
 */
export function readStore(folder: string, ids: readonly string[] = idsIn(folder)): SessionFile[] {
  return ids.map((id) => {
    const path = sessionPath(folder, id);
    const file = readSession(path);
    if (file.session.id === id) return file;
    throw new PlannerError(
      "E_INVALID_FILE",
      `the file holds the session ${file.session.id}, but is named after another`,
      {
        position: { path, line: 1 },
        remedy: `In a store a session's file has its id for a name: rename it to ${basename(sessionPath(folder, file.session.id))}, or move it elsewhere.`,
      },
    );
  });
}

/** Where a session lies in a store. */
export function sessionPath(folder: string, id: string): string {
  return join(folder, `${id}${SESSION_ENDING}`);
}

/** Whether a folder has files of these names. */
export function hasSessions(folder: string, ids: readonly string[]): boolean {
  return ids.every((id) => existsSync(sessionPath(folder, id)));
}

/** Whether a folder has any file of a session. */
export function isStore(folder: string): boolean {
  return namesIn(folder).some((name) => name.endsWith(SESSION_ENDING) || name.endsWith(".json"));
}

/** The folders inside one that are stores. */
export function storesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isStore(join(folder, entry.name)))
    .map((entry) => join(folder, entry.name));
}

function idsIn(folder: string): string[] {
  const names = namesIn(folder);
  const old = names.find((name) => name.endsWith(".json"));
  if (old !== undefined)
    throw new PlannerError("E_INVALID_FILE", "the store holds a profile of format 1", {
      position: { path: join(folder, old) },
      remedy: `Convert it with \`nanoflow-plan profile --convert ${join(folder, old)}\`, and remove the old file.`,
    });
  return names
    .filter((name) => name.endsWith(SESSION_ENDING))
    .map((name) => basename(name, SESSION_ENDING))
    .sort();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw unreadable(folder, cause, "Name a folder of session files.");
  }
}
