import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "shell-quote";
import { loadProfile, type SearchOptions, search, verify } from "../src/library.ts";
import { writePlan } from "../src/plan/plan-file.ts";
import { searchCommand } from "../src/setup/search-command.ts";
import { runProgram } from "./support/fake-process.ts";
import { plannerError } from "./support/planner-error.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const SMALL: SearchOptions = {
  model: "llama-3-8b",
  gpu: "h200-sxm",
  tp: 1,
  batch: 256,
  decode: 128,
  context: 1024,
  parts: 1,
  nodeLimit: 20,
  threads: 1,
};

describe("search of the library", () => {
  it("finds the plan that the command in its provenance writes, to the byte", async () => {
    const folder = temporaryFolder();
    const { plan } = await search(SMALL);
    const [, ...argv] = parse(plan.provenance.command).map(String);
    expect(await runProgram(argv, { cwd: folder })).toMatchObject({ exitCode: 0 });
    const [name = ""] = readdirSync(folder);
    expect(readFileSync(join(folder, name), "utf8")).toBe(writePlan(plan));
  }, 120_000);

  it("tells a hook how far it is, and ends with the best plan so far at a signal", async () => {
    const interrupt = new AbortController();
    const { plan, cut } = await search({
      ...SMALL,
      parts: 2,
      gap: 0,
      signal: interrupt.signal,
      onProgress: ({ incumbentUs }) => {
        if (Number.isFinite(incumbentUs)) interrupt.abort();
      },
    });
    expect(cut).toBe("signal");
    expect(plan.predicted.periodUs).toBeGreaterThan(0);
  }, 120_000);

  it("says how much KV cache a batch of the caller's own lacks", async () => {
    const found = await search({ ...SMALL, method: "none", batch: 1024, decode: 1024 });
    const { cacheShortage, warnings, leftOut } = found;
    expect([warnings, leftOut]).toEqual([[], []]);
    expect(cacheShortage).toMatch(/^1,024 requests of 1,024 tokens need 1,048,576 tokens/);
  }, 120_000);

  it.each<[string, Partial<Record<keyof SearchOptions, unknown>>]>([
    ["parts", { parts: 9 }],
    ["gap", { gap: -1 }],
    ["timeLimit", { timeLimit: Number.NaN }],
    ["threads", { threads: 1.5 }],
    ["method", { method: "guess" }],
  ])("refuses an option that the command line would refuse: %s", async (name, wrong) => {
    await expect(search({ ...SMALL, ...wrong } as SearchOptions)).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining(`\`${name}\``),
    });
  });
});

describe("the command of a search", () => {
  it("quotes what a shell would split, and spells options as the command line does", () => {
    const command = searchCommand({ model: "my models/config.json", minGain: 0, timeLimit: 60 });
    expect(command).toBe(
      "nanoflow-plan search --model 'my models/config.json' --min-gain 0 --time-limit 60",
    );
  });
});

describe("loadProfile of the library", () => {
  it.each([
    "h200-sxm/2026-11-29-0200-llama-3-8b-tp1.session.jsonl",
    "h200-sxm/llama-3-8b-tp1.json",
  ])("finds what ships with the package, by its name or that of format 1: %s", (name) => {
    const { profile } = loadProfile(name);
    expect([profile.gpu.id, profile.model.id]).toEqual(["h200-sxm", "llama-3-8b"]);
  });

  it("refuses one that is not there", () => {
    expect(plannerError(() => loadProfile("no-such-gpu.json")).code).toBe("E_UNREADABLE");
  });
});

describe("verify of the library", () => {
  const plan = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";

  it("calls a committed plan sound", () => {
    expect(verify(plan)).toEqual({ plan, sound: true, findings: [] });
  });

  it("holds a plan against the profile that it is given", () => {
    const { sound, findings, remedy } = verify(plan, {
      profile: "profiles/h200-sxm/2026-11-28-2205-mixtral-8x7b-tp1.session.jsonl",
    });
    expect(sound).toBe(false);
    expect(findings).not.toHaveLength(0);
    expect(remedy).toMatch(/^Make it again: nanoflow-plan search /);
  });
});
