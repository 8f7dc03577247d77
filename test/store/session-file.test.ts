import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Profile } from "../../src/generated/profile.ts";
import { factsOf } from "../../src/profile/convert.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { parseSession } from "../../src/store/session-file.ts";
import { sessionText } from "../../src/store/session-text.ts";
import { readStore } from "../../src/store/store-folder.ts";
import { plannerError } from "../support/planner-error.ts";
import { writeSession } from "../support/session-file.ts";
import { profileOf, withSortedRows } from "../support/small-sessions.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PROFILE = profileOf();
const TEXT = sessionText(PROFILE, factsOf(PROFILE));
const LINES = TEXT.trimEnd().split("\n");

function written(text: string): string {
  const path = join(temporaryFolder(), "a.session.jsonl");
  writeFileSync(path, text);
  return path;
}

describe("a session file", () => {
  it("is refused where its id and its measurements are of other times", () => {
    const provenance = { ...PROFILE.provenance, measuredAt: "2036-01-01T00:01:00Z" };
    const facts = { ...factsOf(PROFILE), id: "2026-01-01-0000-tiny-tp1" };
    const error = plannerError(() =>
      parseSession("a.session.jsonl", sessionText({ ...PROFILE, provenance }, facts)),
    );
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toBe(
      "`provenance.measuredAt` is 2036-01-01T00:01:00Z, but the id says 2026-01-01 00:00",
    );
    expect(error.position?.line).toBe(1);
  });

  it("holds what the profile holds, row by row", () => {
    const { profile } = loadProfile(written(TEXT));
    expect(withSortedRows(profile)).toEqual(withSortedRows(PROFILE));
  });

  it("gives back every figure that a profiler writes, to its last digit", () => {
    const spread = fc.double({ min: 0, max: 0.5, noNaN: true });
    const us = fc.double({ min: 1e3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(us, spread), { minLength: 1, maxLength: 20 }), (figures) => {
        const profile = structuredClone(PROFILE);
        const kernel = profile.kernels[0] as Profile["kernels"][number];
        const digits = (value: number) => Number(value.toPrecision(5));
        kernel.solo = figures.map(([time, share], at) => {
          return [0, "w", at + 1, 0, digits(time), digits(share), 1 + (at % 3)];
        });
        const text = sessionText(profile, factsOf(profile));
        expect(parseSession("x", text).kernel(0).solo).toEqual(kernel.solo);
      }),
      { numRuns: 50 },
    );
  });

  it("reads the same with the line ends of other systems", () => {
    const { profile } = loadProfile(written(TEXT.replaceAll("\n", "\r\n")));
    expect(withSortedRows(profile)).toEqual(withSortedRows(PROFILE));
  });
});

describe("a session file with text that no terminal should see", () => {
  it.each([
    ["an escape", "gemm\u001b[31m"],
    ["a mark that turns the direction of writing", "gemm\u202e"],
    ["a line break", "gemm\n"],
  ])("is refused at the line: %s", (_, name) => {
    const profile = structuredClone(PROFILE);
    const [kernel] = profile.kernels;
    if (kernel !== undefined) kernel.implementations = kernel.implementations.map(() => name);
    const session = parseSession("x", sessionText(profile, factsOf(profile)));
    const error = plannerError(() => session.kernel(0));
    expect(error.message).toContain("control or invisible characters");
    expect(error.position?.line).toBe(2);
  });
});

describe("a damaged session file", () => {
  it("is refused wherever it was cut off, with the line", () => {
    fc.assert(
      fc.property(fc.integer({ min: LINES[0]?.length ?? 0, max: TEXT.length - 3 }), (end) => {
        const cut = TEXT.slice(0, end + 1);
        const { code, position } = plannerError(() => parseSession("x", cut));
        const whole = TEXT.slice(0, end + 1).split("\n").length;
        expect(code).toBe("E_INVALID_FILE");
        // At the end of a line the next one is missing.
        expect([whole, whole + 1]).toContain(position?.line);
      }),
      { numRuns: 60 },
    );
  });

  it("is refused when it ends within its first line", () => {
    const cut = (LINES[0] ?? "").slice(0, 500);
    const { code, position } = plannerError(() => parseSession("x", cut));
    expect([code, position?.line]).toEqual(["E_INVALID_FILE", 1]);
  });

  it("is refused when a digit was edited, with the line", () => {
    const digits = [...TEXT.matchAll(/\d/g)].map(({ index }) => index);
    fc.assert(
      fc.property(fc.constantFrom(...digits), (at) => {
        const other = TEXT[at] === "5" ? "6" : "5";
        const edited = TEXT.slice(0, at) + other + TEXT.slice(at + 1);
        const { code, position } = plannerError(() => parseSession("x", edited));
        const line = TEXT.slice(0, at).split("\n").length;
        expect(code).toBe("E_INVALID_FILE");
        // A digest in the first line may be what was edited.
        expect([line, 1].includes(position?.line ?? 0) || line === 1).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[what: string, lines: string[], line: number, message: RegExp]>([
    ["two lines change places", LINES.with(1, LINES[2] ?? "").with(2, LINES[1] ?? ""), 2, /digest/],
    ["a line is missing", LINES.toSpliced(2, 1), 3, /digest is another/],
    ["a line comes behind", [...LINES, "{}"], LINES.length + 1, /no kernel or pair/],
  ])("is refused when %s", (_, lines, line, message) => {
    const { position, message: said } = plannerError(() => parseSession("x", lines.join("\n")));
    expect(position).toMatchObject({ path: "x", line });
    expect(said).toMatch(message);
  });
});

describe("a store", () => {
  const storeOf = (profile: Profile) => {
    const folder = join(temporaryFolder(), "h100-sxm");
    mkdirSync(folder);
    return { folder, path: writeSession(folder, profile) };
  };

  it("refuses a session under the name of another", () => {
    const { folder, path } = storeOf(PROFILE);
    const other = join(folder, "another.session.jsonl");
    renameSync(path, other);
    const { position, message } = plannerError(() => readStore(folder));
    expect(position?.path).toBe(other);
    expect(message).toContain("named after another");
  });

  it("refuses a profile of format 1 among the sessions, and says how to convert it", () => {
    const { folder } = storeOf(PROFILE);
    const old = join(folder, "llama-tp1.json");
    writeFileSync(old, "{}");
    const { position, remedy } = plannerError(() => readStore(folder));
    expect(position?.path).toBe(old);
    expect(remedy).toContain(`nanoflow-plan profile --convert ${old}`);
  });

  it("reads only the sessions that are named, so that damage elsewhere changes nothing", () => {
    const { folder, path } = storeOf(PROFILE);
    const text = readFileSync(path, "utf8");
    writeFileSync(join(folder, "broken.session.jsonl"), text.slice(0, -20));
    expect(() => readStore(folder)).toThrow();
    expect(readStore(folder, [factsOf(PROFILE).id])).toHaveLength(1);
  });

  it("says which session is gone", () => {
    const { folder } = storeOf(PROFILE);
    const { code, message } = plannerError(() => readStore(folder, ["gone"]));
    expect(code).toBe("E_UNREADABLE");
    expect(message).toContain("gone.session.jsonl");
  });
});
