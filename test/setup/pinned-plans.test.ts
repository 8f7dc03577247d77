import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { measurementsHash } from "../../src/cost/measurements-hash.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { Profile } from "../../src/generated/profile.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { composedProfile } from "../../src/profile/composed.ts";
import { convertedProfile } from "../../src/profile/convert.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { verifyPlanFile } from "../../src/setup/verify-plan-file.ts";
import { readStore } from "../../src/store/store-folder.ts";
import { type PlanFiles, writeChanged, writePlanFiles } from "../support/plan-file.ts";
import { writeSession } from "../support/session-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder = "";
let store = "";
let files: PlanFiles;
/** As measured, in format 1 on disk. */
let profile: Profile;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  store = join(folder, "store");
  mkdirSync(store);
  files = writePlanFiles(folder);
  ({ profile } = loadProfile(files.profilePath));
});

function kernelsOf({ model }: Plan) {
  return modelKernels(model.shape, model.tensorParallel);
}

/** The plan, as made from a session in the store. */
function pinned(session = writeSession(store, profile)): string {
  const id = session.slice(store.length + 1).replace(".session.jsonl", "");
  return writeChanged(files.planPath, files.plan, (copy) => {
    copy.profile = { ...copy.profile, file: "store", sessions: [id] };
    copy.provenance.command = copy.provenance.command.replace("tiny.profile.json", "store");
  });
}

/** Measured later, and a tenth slower. */
function later(): Profile {
  const kernels = profile.kernels.map((kernel) => ({
    ...kernel,
    solo: kernel.solo.map((row) => row.with(4, row[4] * 1.1) as typeof row),
  }));
  const provenance = { ...profile.provenance, measuredAt: "2027-01-01T00:00:00Z" };
  return { ...profile, provenance, kernels };
}

describe("a plan that names its measurements by their content", () => {
  it("is sound on the session, on the profile of format 1 and on all of the store", () => {
    const plan = pinned();
    for (const path of [undefined, files.profilePath, store])
      expect(verifyPlanFile(plan, path)).toMatchObject({ sound: true });
  });

  it("stays sound when the store grows, though a new search would take what was added", () => {
    const plan = pinned();
    writeSession(store, later());
    writeSession(store, { ...later(), model: { ...profile.model, id: "another" } });
    expect(verifyPlanFile(plan)).toMatchObject({ sound: true });
    const kernels = kernelsOf(files.plan);
    const { tensorParallel } = files.plan.model;
    const anew = composedProfile(store, readStore(store), {
      tensorParallel,
      kernels: kernels.filter(({ kind, shape }) =>
        profile.kernels.some((each) => each.kind === kind && each.shape === shape),
      ),
    });
    expect(anew?.composition?.sessions).not.toEqual([readStore(store)[0]?.session.id]);
  });

  it("is not sound on other figures under the same name", () => {
    const plan = pinned();
    const { provenance } = profile;
    writeSession(store, { ...later(), provenance });
    const { sound, findings } = verifyPlanFile(plan);
    expect(sound).toBe(false);
    expect(findings[0]?.message).toMatch(/does not have the measurements .* SHA-256 /);
  });

  it("says in which line of which file of the store the damage is", () => {
    const session = writeSession(store, profile);
    const plan = pinned(session);
    const lines = readFileSync(session, "utf8").split("\n");
    writeFileSync(session, lines.with(2, (lines[2] ?? "").replace(/\d/, "7 ")).join("\n"));
    const [finding] = verifyPlanFile(plan).findings;
    expect(finding).toMatchObject({ code: "E_INVALID_FILE", position: { path: session, line: 3 } });
  });

  it("says that its session is gone", () => {
    const session = writeSession(store, profile);
    const plan = pinned(session);
    rmSync(session);
    expect(verifyPlanFile(plan).findings[0]?.code).toBe("E_UNREADABLE");
  });
});

describe("the hash of the measurements", () => {
  const hashOf = (changed: Profile) => measurementsHash(changed, kernelsOf(files.plan));

  it("does not hang on kernels that the plan does not use, on the order of rows, or on notes", () => {
    const stranger = { ...profile.kernels[0], shape: { n: 7, k: 7 } } as Profile["kernels"][number];
    const changed: Profile = {
      ...profile,
      kernels: [
        ...profile.kernels.map((kernel) => ({ ...kernel, solo: kernel.solo.toReversed() })),
        stranger,
      ],
      pairs: profile.pairs.toReversed(),
      leftOut: ["something"],
    };
    expect(hashOf(changed)).toBe(hashOf(profile));
  });

  it.each<[what: string, change: (copy: Profile) => void]>([
    ["a time alone", ({ kernels }) => kernels[0]?.solo[0]?.splice(4, 1, 1e5)],
    ["a slowdown", ({ pairs }) => pairs[0]?.rows[0]?.splice(7, 1, 3)],
    ["an energy", ({ kernels }) => kernels[0]?.sustained[0]?.splice(7, 1, 1e5)],
    ["idle power", (copy) => Object.assign(copy.power, { idleW: 81 })],
    ["a split", ({ splits }) => splits.pop()],
  ])("changes with %s", (_, change) => {
    const copy = structuredClone(profile);
    change(copy);
    expect(hashOf(copy)).not.toBe(hashOf(profile));
  });
});

describe("a plan of the time of format 1", () => {
  /** It names the SHA-256 of its profile's file. */
  function old(): string {
    const sha256 = createHash("sha256").update(readFileSync(files.profilePath)).digest("hex");
    return writeChanged(files.planPath, files.plan, ({ profile: pin }) => {
      delete pin.measurements;
      pin.sha256 = sha256;
    });
  }

  it("is sound on that file, and on the session that it was converted to", () => {
    const plan = old();
    expect(verifyPlanFile(plan)).toMatchObject({ sound: true });
    const { id, text } = convertedProfile(files.profilePath);
    const session = join(store, `${id}.session.jsonl`);
    writeFileSync(session, text);
    expect(verifyPlanFile(plan, session)).toMatchObject({ sound: true });
    expect(verifyPlanFile(plan, store)).toMatchObject({ sound: true });
  });

  it("is not sound on a session that does not come from that file", () => {
    const { sound, findings } = verifyPlanFile(old(), writeSession(store, profile));
    expect(sound).toBe(false);
    expect(findings[0]?.message).toContain("no such SHA-256");
  });

  it("is not sound when it names no measurements at all", () => {
    const plan = writeChanged(files.planPath, files.plan, ({ profile: pin }) => {
      delete pin.measurements;
    });
    expect(verifyPlanFile(plan).findings[0]?.message).toContain("does not say which measurements");
  });
});
