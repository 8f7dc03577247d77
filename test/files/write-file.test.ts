import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { checkWritable, writeFileAtomically } from "../../src/files/write-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("writeFileAtomically", () => {
  it("writes a file in folders that it makes, and nothing beside it", () => {
    const folder = temporaryFolder();
    const path = join(folder, "a", "b", "plan.yaml");
    writeFileAtomically(path, "text");
    expect(readFileSync(path, "utf8")).toBe("text");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["plan.yaml"]);
  });

  it("leaves nothing behind when the name is taken by a folder", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "plan.yaml"));
    expect(() => writeFileAtomically(join(folder, "plan.yaml"), "text")).toThrow(
      expect.objectContaining({ code: "E_UNWRITABLE" }),
    );
    expect(readdirSync(folder)).toEqual(["plan.yaml"]);
  });

  it("leaves the old file when the new one cannot be written", () => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "old");
    expect(() => writeFileAtomically(join(file, "plan.yaml"), "new")).toThrow("cannot write");
    expect(readFileSync(file, "utf8")).toBe("old");
  });

  it("ends with an error where the file system takes no folders", () => {
    expect(() => writeFileAtomically("/proc/none/plan.yaml", "text")).toThrow("cannot write");
  });
});

describe("checkWritable", () => {
  it("accepts a file in a folder that does not exist yet, without making it", () => {
    const folder = temporaryFolder();
    checkWritable(join(folder, "a", "b", "plan.yaml"));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("rejects a folder, and a path through a file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    for (const path of [folder, join(folder, "file", "plan.yaml")]) {
      expect(() => checkWritable(path)).toThrow(expect.objectContaining({ code: "E_UNWRITABLE" }));
    }
  });

  it("rejects a folder that takes no files, whatever its mode says", () => {
    expect(() => checkWritable("/proc/plan.yaml")).toThrow("cannot write /proc/plan.yaml");
    expect(() => checkWritable("/proc/none/plan.yaml")).toThrow("cannot write");
  });

  it("rejects the name of a folder that does not exist, and a link that leads nowhere", () => {
    const folder = temporaryFolder();
    symlinkSync("nowhere", join(folder, "link"));
    for (const path of [`${join(folder, "plans")}/`, join(folder, "link", "plan.yaml")]) {
      expect(() => checkWritable(path)).toThrow("cannot write");
      expect(() => writeFileAtomically(path, "text")).toThrow("cannot write");
    }
    expect(readdirSync(folder)).toEqual(["link"]);
  });

  it("leaves nothing behind", () => {
    const folder = temporaryFolder();
    checkWritable(join(folder, "plan.yaml"));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("rejects a device, in whose place a file would be put", () => {
    const rejection = expect.objectContaining({ message: expect.stringContaining("regular file") });
    expect(() => checkWritable("/dev/null")).toThrow(rejection);
    expect(() => writeFileAtomically("/dev/null", "text")).toThrow(rejection);
    expect(statSync("/dev/null").isFile()).toBe(false);
  });
});
