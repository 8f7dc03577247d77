import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { writeFileAtomically } from "../files/write-file.ts";
import type { ParsedSearch } from "../setup/search-command.ts";
import { buildIdentity } from "./build-identity.ts";
import type { Program } from "./program.ts";
import { remakeKey } from "./remake-key.ts";

/** Plans that were made again before, in files that are called after what they were made from. */
export class RemakeCache {
  readonly #folder: string;
  readonly #builds = new Map<string, string | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the place of a plan made by this search, or undefined where none can be kept */
  entryOf(search: ParsedSearch, { bin, folder }: Program): CacheEntry | undefined {
    const build = this.#buildOf(bin);
    const key = build === undefined ? undefined : remakeKey(build, search, folder);
    return key === undefined ? undefined : new CacheEntry(join(this.#folder, `${key}.plan.yaml`));
  }

  #buildOf(bin: string): string | undefined {
    if (!this.#builds.has(bin)) this.#builds.set(bin, buildIdentity(bin));
    return this.#builds.get(bin);
  }
}

/** The file of one plan: a line with the hash of the others, then the plan. */
export class CacheEntry {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The plan's text; undefined when it is not there, or not as it was written. */
  read(): string | undefined {
    const text = textOf(this.#path);
    const end = text.indexOf("\n") + 1;
    const plan = text.slice(end);
    return text.slice(0, end) === `${headOf(plan)}\n` ? plan : undefined;
  }

  /** Keeps a plan. A folder that cannot be written costs time alone, so nothing is said of it. */
  write(plan: string): void {
    try {
      writeFileAtomically(this.#path, `${headOf(plan)}\n${plan}`);
    } catch (error) {
      if (!(error instanceof PlannerError)) throw error;
    }
  }
}

/** Of this user, beside the builds of native programs. */
export function remakeCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const caches = env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(caches, "nanoflow-plan", "gate");
}

function headOf(plan: string): string {
  return `# sha256:${createHash("sha256").update(plan).digest("hex")}`;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
