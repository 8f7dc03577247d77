import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { isBuilt } from "../../scripts/build/build-state.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const BEFORE = new Date("2026-01-01");
const BUILT = new Date("2026-01-02");
const LATER = new Date("2026-01-03");
const SOURCES = ["src/a.ts", "src/cli/bin.ts", "scripts/build/clean.ts"];
const FILES = [...SOURCES, "package.json", "tsconfig.json", "tsconfig.build.json"];

let root: string;
const at = (path: string) => join(root, path);

function write(path: string, time: Date): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), "");
  utimesSync(at(path), time, time);
}

function date(paths: readonly string[], time: Date): void {
  for (const path of paths) utimesSync(at(path), time, time);
}

beforeEach(() => {
  root = temporaryFolder();
  for (const path of FILES) write(path, BEFORE);
  date(["src", "src/cli", "scripts/build"], BEFORE);
  write("dist/cli/bin.js", BUILT);
  chmodSync(at("dist/cli/bin.js"), 0o755);
});

describe("a build", () => {
  it("is up to date when it is whole and younger than its sources", () => {
    expect(isBuilt(root)).toBe(true);
  });

  it.each(FILES)("is stale when %s is younger", (path) => {
    date([path], LATER);
    expect(isBuilt(root)).toBe(false);
  });

  it("is stale when a source was taken away", () => {
    rmSync(at("src/a.ts"));
    expect(isBuilt(root)).toBe(false);
  });

  it("is stale when it broke off, or is none", () => {
    chmodSync(at("dist/cli/bin.js"), 0o644);
    expect(isBuilt(root)).toBe(false);
    rmSync(at("dist"), { recursive: true });
    expect(isBuilt(root)).toBe(false);
  });
});
