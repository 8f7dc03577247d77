import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { loadProfile } from "../../src/profile/load.ts";
import type { PlanningOptions } from "../../src/setup/planning-options.ts";
import { setUp } from "../../src/setup/setup.ts";
import { plannerErrorOf } from "../support/planner-error.ts";
import { writeProfile } from "../support/profile-file.ts";
import { writeSession } from "../support/session-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let store = "";
const ids = ["2026-01-01-0000-llama-3-8b-tp1", "2026-02-01-0000-llama-3-8b-tp1"];

beforeAll(() => {
  const folder = temporaryFolder();
  store = join(folder, "store");
  mkdirSync(store);
  const { profile } = loadProfile(writeProfile(folder, "llama-3-8b"));
  writeSession(store, profile);
  const provenance = { ...profile.provenance, measuredAt: "2026-02-01T00:00:00Z" };
  writeSession(store, { ...profile, provenance });
  const wide = writeProfile(folder, "llama-3-8b", { tensorParallel: 2 });
  writeSession(store, loadProfile(wide).profile);
});

const setUpWith = (options: Partial<PlanningOptions>) =>
  setUp({
    model: "llama-3-8b",
    batch: 256,
    decode: 128,
    context: 1024,
    profile: store,
    ...options,
  });

describe("a folder of sessions of one's own", () => {
  it("serves the smallest parallelism that fits, from the later session", async () => {
    const { tensorParallel, profile, profileFile } = await setUpWith({});
    expect([tensorParallel, profileFile]).toEqual([1, store]);
    expect(profile.composition?.sessions).toEqual([ids[1]]);
  });

  it("serves the parallelism that is asked for", async () => {
    const { tensorParallel, profile } = await setUpWith({ tp: 2 });
    expect(tensorParallel).toBe(2);
    expect(profile.profile.gpu.count).toBe(2);
  });

  it("is asked for the sessions that are named, in that order", async () => {
    const { profile } = await setUpWith({ sessions: ids.join(",") });
    expect(profile.composition?.sessions).toEqual([ids[0]]);
  });

  it("of several GPUs is asked by the one that is named, and refused where none is", async () => {
    const mixed = join(store, "..", "mixed");
    cpSync(store, mixed, { recursive: true });
    const other = loadProfile(writeProfile(join(store, ".."), "llama-3-8b")).profile;
    const provenance = { ...other.provenance, measuredAt: "2026-03-01T00:00:00Z" };
    writeSession(mixed, { ...other, provenance, gpu: { ...other.gpu, id: "other-gpu" } });
    const error = await plannerErrorOf(setUpWith({ profile: mixed }));
    expect(error.code).toBe("E_PROFILE_MISMATCH");
    expect(error.message).toMatch(/has sessions of several GPUs: .*, other-gpu/);
    const { id } = (await setUpWith({})).profile.profile.gpu;
    for (const gpu of [id, "other-gpu"])
      expect((await setUpWith({ profile: mixed, gpu })).profile.profile.gpu.id).toBe(gpu);
  });

  it("is told from a folder without sessions, and from one of stores", async () => {
    const empty = join(store, "..", "empty");
    mkdirSync(empty);
    const error = await plannerErrorOf(setUpWith({ profile: empty }));
    expect(error.message).toBe(`${empty}: no file in it ends in .session.jsonl`);
    const above = join(store, "..", "above");
    cpSync(store, join(above, "gpu"), { recursive: true });
    const { remedy } = await plannerErrorOf(setUpWith({ profile: above }));
    expect(remedy).toBe(`Name one of the folders in it: --profile ${join(above, "gpu")}.`);
  });

  it("names the sessions that lack the model's kernels", async () => {
    const [first = ""] = ids;
    const own = await plannerErrorOf(setUpWith({ model: "llama-2-70b", sessions: first }));
    expect(own.message).toContain(`lacks kernels of llama-2-70b in ${first}`);
    const session = "2026-11-28-2153-mixtral-8x7b-tp2";
    const asked = { model: "llama-3-8b", gpu: "h200-sxm", sessions: session };
    const shipped = await plannerErrorOf(setUp(asked));
    expect(shipped.message).toBe(`the session ${session} lacks kernels of llama-3-8b`);
  });

  it.each<[what: string, options: Partial<PlanningOptions>, code: string]>([
    ["a session that it lacks", { sessions: "nothing" }, "E_UNREADABLE"],
    ["a path for a session", { sessions: "../store/a" }, "E_USAGE"],
    ["no session between commas", { sessions: `${ids[0]},` }, "E_USAGE"],
    ["another GPU", { gpu: "h200-sxm" }, "E_PROFILE_MISMATCH"],
    ["a parallelism that nobody measured", { tp: 4 }, "E_PROFILE_MISMATCH"],
    ["another model", { model: "llama-2-13b" }, "E_PROFILE_MISMATCH"],
  ])("refuses %s", async (_, options, code) => {
    expect((await plannerErrorOf(setUpWith(options))).code).toBe(code);
  });
});

describe("sessions by name", () => {
  it("are of a store, not of a file", async () => {
    const file = join(store, `${ids[0]}.session.jsonl`);
    const error = await plannerErrorOf(setUpWith({ profile: file, sessions: ids[0] as string }));
    expect(error.code).toBe("E_USAGE");
  });

  it("are looked for in all stores that ship", async () => {
    const options = { model: "llama-3-8b", batch: 256, decode: 128, context: 1024 };
    const shipped = "2026-11-29-0200-llama-3-8b-tp1";
    const { profile, profileFile } = await setUp({ ...options, sessions: shipped });
    expect([profileFile, profile.composition?.sessions]).toEqual(["h200-sxm", [shipped]]);
    const error = await plannerErrorOf(setUp({ ...options, sessions: "nothing" }));
    expect(error).toMatchObject({ code: "E_NO_PROFILE" });
    expect(error.message).toContain("no store that is shipped has the session nothing");
  });
});
