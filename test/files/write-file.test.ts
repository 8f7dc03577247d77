import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
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

  it("accepts a stream that takes text, and rejects a full one while writing", () => {
    checkWritable("/dev/null");
    checkWritable("/dev/full");
    expect(() => writeFileAtomically("/dev/full", "text")).toThrow("cannot write /dev/full");
    expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
  });
});

describe("a stream as a file", () => {
  it("writes into /dev/null and leaves it what it is", () => {
    writeFileAtomically("/dev/null", "text");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("writes into a named pipe, which stays one", () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    // Open for both, so that the writer need not wait for a reader.
    const reader = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      checkWritable(pipe);
      writeFileAtomically(pipe, "text");
      const read = Buffer.alloc(10);
      expect(read.toString("utf8", 0, readSync(reader, read))).toBe("text");
      expect(statSync(pipe).isFIFO()).toBe(true);
    } finally {
      closeSync(reader);
    }
  });

  it("writes into an open file by the name of its descriptor", () => {
    const path = join(temporaryFolder(), "log");
    const descriptor = openSync(path, "w");
    try {
      writeFileAtomically(`/dev/fd/${descriptor}`, "text");
      expect(readFileSync(path, "utf8")).toBe("text");
    } finally {
      closeSync(descriptor);
    }
  });
});
