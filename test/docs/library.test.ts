import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(root, "docs", "library.md"), "utf8");
const { NODE_OPTIONS: _, ...env } = process.env;

/** A project that has the built package. */
const project = temporaryFolder();
mkdirSync(join(project, "node_modules"));
symlinkSync(root, join(project, "node_modules", "nanoflow-plan"));
symlinkSync(join(root, "node_modules", "@types"), join(project, "node_modules", "@types"));

/** The page's one block in a language. */
function blockOf(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))];
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[1] ?? "";
}

function node(...argv: string[]): string {
  return execFileSync(process.execPath, argv, {
    cwd: project,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describe("the example of the library", () => {
  it("prints what the page shows", () => {
    writeFileSync(join(project, "example.mjs"), blockOf("js"));
    expect(node("example.mjs")).toBe(blockOf("text"));
  }, 120_000);

  it("has the types that the package declares", () => {
    writeFileSync(join(project, "example.mts"), blockOf("js"));
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023"];
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    expect(node(tsc, ...options, "--types", "node", "example.mts")).toBe("");
  }, 120_000);
});
