import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Program } from "../../src/gate/program.ts";
import { remakePlan } from "../../src/gate/remake.ts";
import { RemakeCache } from "../../src/gate/remake-cache.ts";
import { writePlan } from "../../src/plan/plan-file.ts";
import { type ParsedSearch, parseSearchCommand } from "../../src/setup/search-command.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PLAN = planFixture();
const SEARCH = "nanoflow-plan search --model llama-3-8b";
const MODEL_SEARCH = "nanoflow-plan search --model own/config.json --profile own.json";

/** Files of a package whose program copies a plan, and says in a file that it ran. */
const PACKAGE = {
  "package.json": JSON.stringify({ name: "nanoflow-plan", dependencies: { solver: "1" } }),
  "dist/cli/bin.js": `
    const { appendFileSync, copyFileSync } = require("node:fs");
    appendFileSync("runs", "x");
    copyFileSync("made.yaml", process.argv[process.argv.lastIndexOf("--out") + 1]);`,
  "profiles/gpu/a.session.jsonl": "{}",
  "node_modules/solver/package.json": JSON.stringify({ version: "1.0.0" }),
};

/** A folder with a package, and what a plan's command names. */
function world() {
  const folder = temporaryFolder();
  const files = { ...PACKAGE, "own.json": "{}", "own/config.json": "{}", runs: "" };
  for (const [path, text] of Object.entries({ ...files, "made.yaml": writePlan(PLAN) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const cacheFolder = join(folder, "cache");
  const program: Program = { folder, bin: join(folder, "dist", "cli", "bin.js") };
  /** One run of the gate. */
  const remake = (command = SEARCH, cache = new RemakeCache(cacheFolder)) =>
    remakePlan({ ...PLAN, provenance: { ...PLAN.provenance, command } }, program, {
      ...{ jobs: 1, signal: new AbortController().signal, cache },
    });
  const runs = () => readFileSync(join(folder, "runs"), "utf8").length;
  /** Where the plan of a command is kept, as a run of the gate finds it. */
  const entry = (command = SEARCH) =>
    new RemakeCache(cacheFolder).entryOf(parseSearchCommand(command) as ParsedSearch, program);
  return { folder, cacheFolder, remake, runs, entry };
}

describe("a plan that was made again before", () => {
  it("is not made again by the same build, command and files", async () => {
    const { remake, runs } = world();
    const first = await remake();
    const second = await remake(`${SEARCH} --out elsewhere.yaml --threads 2`);
    expect([first.isCached, second.isCached, runs()]).toEqual([false, true, 1]);
    expect(second.plan).toEqual(first.plan);
  });

  it("is made each time where the cache cannot be written", async () => {
    const { folder, remake, runs } = world();
    const nowhere = () => new RemakeCache(join(folder, "own.json", "cache"));
    await remake(SEARCH, nowhere());
    expect((await remake(SEARCH, nowhere())).isCached).toBe(false);
    expect(runs()).toBe(2);
  });

  it.each(Object.keys(PACKAGE))("is not known when %s of the build changes", (path) => {
    const { folder, entry } = world();
    entry()?.write("a plan");
    expect(entry()?.read()).toBe("a plan");
    const text = readFileSync(join(folder, path), "utf8");
    writeFileSync(join(folder, path), `${text.replace("1.0.0", "1.0.1")}\n`);
    expect(entry()?.read()).toBeUndefined();
  });

  it.each(["own.json", "own/config.json", "own/model.gguf"])(
    "is not known when %s changes, which its command names or which lies beside it",
    (path) => {
      const { folder, entry } = world();
      entry(MODEL_SEARCH)?.write("a plan");
      expect(entry(MODEL_SEARCH)?.read()).toBe("a plan");
      appendFileSync(join(folder, path), " ");
      expect(entry(MODEL_SEARCH)?.read()).toBeUndefined();
    },
  );

  it.each(["--parts 3", "--workload 512/512", "--gap 1"])(
    "is not known of another command: %s",
    (options) => {
      const { entry } = world();
      entry()?.write("a plan");
      expect(entry(`${SEARCH} ${options}`)?.read()).toBeUndefined();
    },
  );

  it.each([
    ["cut short", (text: string) => text.slice(0, text.length - 1)],
    ["edited", (text: string) => text.replace("a plan", "b plan")],
    ["empty", () => ""],
  ])("is made again when its file in the cache is %s, and kept anew", (_, spoil) => {
    const { cacheFolder, entry } = world();
    entry()?.write("a plan");
    const [name = ""] = readdirSync(cacheFolder);
    const file = join(cacheFolder, name);
    writeFileSync(file, spoil(readFileSync(file, "utf8")));
    expect(entry()?.read()).toBeUndefined();
    entry()?.write("a plan");
    expect(entry()?.read()).toBe("a plan");
  });

  it("is not kept when it depends on the time that its search may take", () => {
    expect(world().entry(`${SEARCH} --time-limit 5`)).toBeUndefined();
  });

  it("is not kept of a program that is no package, whose build nobody can tell", () => {
    const { folder, entry } = world();
    rmSync(join(folder, "package.json"));
    expect(entry()).toBeUndefined();
  });
});
