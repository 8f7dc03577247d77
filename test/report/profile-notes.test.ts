import { describe, expect, it } from "@jest/globals";
import { factsOf } from "../../src/profile/convert.ts";
import { profileNotes } from "../../src/report/profile-notes.ts";
import { composeProfile } from "../../src/store/compose.ts";
import { parseSession, type SessionFile } from "../../src/store/session-file.ts";
import { sessionText } from "../../src/store/session-text.ts";
import { NORM, QKV } from "../support/llama-kernels.ts";
import { profileOf } from "../support/small-sessions.ts";

/** A session of some kernels at these temperatures. */
function sessionAt(id: string, kernels: readonly (typeof QKV)[], range?: [number, number]) {
  const profile = profileOf({ kernels });
  const { provenance } = factsOf(profile);
  const told = { ...provenance, ...(range !== undefined && { temperatureC: range }) };
  return parseSession(id, sessionText(profile, { id, provenance: told }));
}

function notesOf(sessions: readonly SessionFile[]): string[] {
  const composed = composeProfile(sessions, { tensorParallel: 1, kernels: [QKV, NORM] });
  if (composed === undefined) throw new Error("nothing composed");
  return profileNotes({ ...composed, path: "store" });
}

describe("notes of a profile", () => {
  it("say that it was measured in the future, a day of difference between clocks aside", () => {
    const profile = profileOf();
    const at = Date.parse(profile.provenance.measuredAt);
    const noteAt = (hours: number) =>
      profileNotes({ profile, path: "store" }, new Date(at + hours * 3_600_000)).join();
    expect(noteAt(-25)).toContain("which is in the future: the clock of this machine is wrong, or");
    expect(noteAt(-23)).toBe("");
  });
});

describe("notes of a profile of two sessions", () => {
  it("tell between which temperatures of the chip they were measured", () => {
    const sessions = [sessionAt("a", [QKV], [42.3, 59.8]), sessionAt("b", [NORM], [38.6, 51])];
    expect(notesOf(sessions)[1]).toBe("the chip was at 39 to 60 °C in them");
  });

  it("tell that a session logged none", () => {
    const sessions = [sessionAt("a", [QKV], [42.3, 59.8]), sessionAt("b", [NORM])];
    expect(notesOf(sessions)[1]).toBe(
      "the chip was at 42 to 60 °C in 1 of these 2 sessions; the others did not log it",
    );
    const silent = [sessionAt("a", [QKV]), sessionAt("b", [NORM])];
    expect(notesOf(silent)[1]).toBe("the temperature of the chip was logged in none of them");
  });

  it("say which kernels changed since they were measured, and how to measure them again", () => {
    const notes = notesOf([sessionAt("a", [QKV, NORM])]);
    expect(notes).toEqual([
      "measured before the code of rms_norm changed, which `profile --missing` measures again. rms_norm: since 2026-11-28 it takes 3% less time",
    ]);
  });

  it("are silent on it for a profile of one session", () => {
    expect(notesOf([sessionAt("a", [QKV, NORM], [42, 60])]).join()).not.toContain("°C");
  });
});
