import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { readPlan } from "../../src/plan/plan-file.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";
import { plannerError } from "../support/planner-error.ts";
import { writeProfile } from "../support/profile-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const { plan } = readPlan("plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml");

let checkout = "";
let planPath = "";
let outside = "";

beforeEach(() => {
  checkout = temporaryFolder();
  mkdirSync(join(checkout, ".git"));
  mkdirSync(join(checkout, "plans"));
  planPath = join(checkout, "plans", "a.plan.yaml");
  outside = writeProfile(temporaryFolder(), "llama-3-8b");
});

/** Loads the profile of a plan that names this file. */
function load(file: string, given?: string) {
  return loadProfileOf(planPath, { ...plan, profile: { ...plan.profile, file } }, given);
}

describe("the profile that a plan names", () => {
  it("is one that ships", () => {
    expect(load("h200-sxm/llama-3-8b-tp1.json").profile.gpu.id).toBe("h200-sxm");
  });

  it("is one of its checkout: by an absolute path, or from the plan's folder", () => {
    const own = writeProfile(checkout, "llama-3-8b");
    expect(load(own).path).toBe(own);
    expect(load("../llama-3-8b-tp1.profile.json").path).toBe(own);
    symlinkSync(own, join(checkout, "plans", "link.json"));
    expect(load("link.json").profile.model.id).toBe("llama-3-8b");
  });

  it.each([
    ["an absolute path", () => outside],
    ["a path with ..", () => `../../../../../../../..${outside}`],
    ["a path out of the folder of those that ship", () => `../../../../../..${outside}`],
    [
      "a link to a file",
      () => {
        symlinkSync(outside, join(checkout, "plans", "link.json"));
        return "link.json";
      },
    ],
    [
      "a folder of its own with a link to a session",
      () => {
        const [id] = plan.profile.sessions ?? [];
        mkdirSync(join(checkout, "plans", "store"));
        symlinkSync(outside, join(checkout, "plans", "store", `${id}.session.jsonl`));
        return "store";
      },
    ],
    [
      "a pipe in its folder",
      () => {
        execFileSync("mkfifo", [join(checkout, "plans", "pipe.json")]);
        return "pipe.json";
      },
    ],
    [
      "a link to a folder",
      () => {
        symlinkSync(resolve(outside, ".."), join(checkout, "plans", "folder"));
        return "folder/llama-3-8b-tp1.profile.json";
      },
    ],
    [
      "what git keeps for itself",
      () => {
        writeFileSync(join(checkout, ".git", "config"), readFileSync(outside));
        return "../.git/config";
      },
    ],
    ["a folder of the system", () => "/etc/passwd"],
    ["nothing", () => "none.json"],
  ])("is not read from elsewhere: %s", (_, file) => {
    const error = plannerError(() => load(file()));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain("is no shipped one, and no file of the checkout");
    expect(error.remedy).toContain("--profile");
  });

  it("may lie anywhere when the user names it", () => {
    expect(load("none.json", outside).path).toBe(outside);
  });

  it("lies beside the plan where git keeps nothing", () => {
    const folder = temporaryFolder();
    planPath = join(folder, "a.plan.yaml");
    const beside = writeProfile(folder, "llama-3-8b");
    expect(load("llama-3-8b-tp1.profile.json").path).toBe(beside);
    expect(plannerError(() => load(outside)).code).toBe("E_UNREADABLE");
  });
});
