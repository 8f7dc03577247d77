import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A project that has the packed package, and what it depends on, in its node_modules. */
const project = temporaryFolder();
const installed = join(project, "node_modules", "nanoflow-plan");
let packed: string[] = [];

const { NODE_OPTIONS: _, ...env } = process.env;

function node(...argv: string[]): string {
  return execFileSync(process.execPath, argv, { cwd: project, env, encoding: "utf8" });
}

beforeAll(() => {
  const json = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = (JSON.parse(json) as { files: { path: string }[] }[]).flatMap(({ files }) =>
    files.map(({ path }) => path),
  );
  mkdirSync(join(project, "node_modules"));
  for (const name of readdirSync("node_modules").filter((each) => !each.startsWith("."))) {
    symlinkSync(resolve("node_modules", name), join(project, "node_modules", name));
  }
  for (const path of packed) cpSync(path, join(installed, path));
});

describe("the packed package", () => {
  it("holds compiled code, schemas, profiles, plans and native sources, and nothing else", () => {
    const folders = new Set(packed.map((path) => path.split("/")[0]));
    expect([...folders].sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist",
      "native-common",
      "native-executor",
      "native-kernels",
      "native-profiler",
      "package.json",
      "plans",
      "profiles",
      "schemas",
    ]);
    expect(packed.filter((path) => /\.(map|test\.\w+)$|\.tmp$/.test(path))).toEqual([]);
  });

  it("searches, verifies and shows outside of its repository", () => {
    const bin = join(installed, "dist", "cli", "bin.js");
    node(
      ...[bin, "search", "--model", "llama-3-8b", "--out", "small.plan.yaml", "--json"],
      ...["--batch", "256", "--decode", "128", "--context", "1024", "--threads", "1"],
    );
    expect(existsSync(join(project, "small.plan.yaml"))).toBe(true);
    expect(node(bin, "verify", "small.plan.yaml")).toBe("small.plan.yaml: sound\n");
    expect(node(bin, "show", "small.plan.yaml")).toMatch(/^compute /m);
  });

  it("lets other programs read plans and profiles, and find the schemas", () => {
    const program = `
      import { readPlan } from "nanoflow-plan/plan";
      import { loadProfile } from "nanoflow-plan/profile";
      import schema from "nanoflow-plan/schemas/plan.schema.json" with { type: "json" };
      const { plan } = readPlan("small.plan.yaml");
      const folder = "node_modules/nanoflow-plan/profiles/" + plan.profile.file;
      const file = folder + "/" + plan.profile.sessions[0] + ".session.jsonl";
      console.log(plan.model.id, loadProfile(file).profile.gpu.id === plan.gpu.id, schema.title);`;
    expect(node("--no-warnings", "--input-type=module", "--eval", program)).toBe(
      "llama-3-8b true Plan\n",
    );
  });
});
