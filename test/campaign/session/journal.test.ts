import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Journal, type JournalEntry } from "../../../src/campaign/session/journal.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const entry = (line: string): JournalEntry => ({ line, answer: { status: "ok" }, ms: 5 });
const newPath = () => join(temporaryFolder(), "deep", "profile.json.partial.jsonl");

describe("the journal of a campaign", () => {
  it("has after a crash what was measured before it", () => {
    const path = newPath();
    Journal.open(path, "llama on H100", false).add(entry("idle"));
    const again = Journal.open(path, "llama on H100", true);
    expect(again.find("idle")).toEqual(entry("idle"));
    expect(again.find("copy")).toBeUndefined();
  });

  it("drops a last line that was cut off, and goes on behind it", () => {
    const path = newPath();
    Journal.open(path, "llama", false).add(entry("idle"));
    appendFileSync(path, '{"line":"copy","answ');
    Journal.open(path, "llama", true).add(entry("copy"));
    const again = Journal.open(path, "llama", true);
    expect([again.size, again.find("copy")]).toEqual([2, entry("copy")]);
  });

  it("starts afresh without --resume", () => {
    const path = newPath();
    Journal.open(path, "llama", false).add(entry("idle"));
    expect(Journal.open(path, "llama", false).size).toBe(0);
    expect(readFileSync(path, "utf8")).not.toContain("idle");
  });

  it("is not taken from a campaign that still runs, with or without --resume", () => {
    const path = newPath();
    Journal.open(path, "llama", false).add(entry("idle"));
    const other = { pid: process.ppid, host: hostname() };
    const text = readFileSync(path, "utf8").replace(
      /"writer":\{[^}]*\}/,
      `"writer":${JSON.stringify(other)}`,
    );
    writeFileSync(path, text);
    for (const resume of [true, false])
      expect(() => Journal.open(path, "llama", resume)).toThrow(
        expect.objectContaining({
          code: "E_USAGE",
          message: expect.stringContaining(`process ${process.ppid} measures`),
        }),
      );
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("is gone on with after the process that wrote it has ended, or on another machine", () => {
    const path = newPath();
    const ended = spawnSync("true").pid;
    for (const writer of [
      { pid: ended, host: hostname() },
      { pid: process.ppid, host: "another" },
    ]) {
      const lines = [{ subject: "llama", writer }, entry("idle")].map((line) =>
        JSON.stringify(line),
      );
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${lines.join("\n")}\n`);
      expect(Journal.open(path, "llama", true).size).toBe(1);
    }
  });

  it("does not mix measurements of two machines", () => {
    const path = newPath();
    Journal.open(path, "llama on H100", false);
    expect(() => Journal.open(path, "llama on H200", true)).toThrow(
      expect.objectContaining({
        code: "E_USAGE",
        message: expect.stringContaining("llama on H100"),
      }),
    );
  });

  it("sums up the time of all runs", () => {
    const path = newPath();
    Journal.open(path, "llama", false).add(entry("idle"));
    const again = Journal.open(path, "llama", true);
    again.add(entry("copy"));
    expect(again.totalSeconds).toBeCloseTo(0.01);
  });

  it("is gone when it is no longer needed", () => {
    const path = newPath();
    Journal.open(path, "llama", false).remove();
    expect(existsSync(path)).toBe(false);
  });

  it("says when it cannot be written", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(() => Journal.open(join(file, "journal"), "llama", false)).toThrow(
      expect.objectContaining({ code: "E_UNWRITABLE" }),
    );
  });
});
