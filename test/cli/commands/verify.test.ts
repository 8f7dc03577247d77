import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../../src/generated/plan.ts";
import { runProgram } from "../../support/fake-process.ts";
import { writeChanged, writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const { plan, planPath, profilePath } = writePlanFiles(folder, { aroundLayers: true });

function changed(name: string, change: (copy: Plan) => void): string {
  return writeChanged(join(folder, `${name}.yaml`), plan, change);
}

function edited(name: string, edit: (text: string) => string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, edit(readFileSync(planPath, "utf8")));
  return path;
}

describe("verify", () => {
  it("calls a sound plan sound", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["verify", planPath]);
    expect(stdout).toBe(`${planPath}: sound\n`);
    expect(stderr).toMatch(/^note: .*the profile was not measured/);
    expect(exitCode).toBe(0);
  });

  it("notes what readers of YAML 1.1 take for a text", async () => {
    const path = edited("exponent", (text) => text.replace(/layers: (\d+)/, "layers: $1e0"));
    const { exitCode, stderr } = await runProgram(["verify", path]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/note: .*exponent.yaml:\d+:\d+: readers of YAML 1\.1 take this/);
  });

  it("names the place of what is wrong and exits 2", async () => {
    const path = changed("shares", (copy) => {
      copy.nanoOperations[0].partition.smCount = 200;
    });
    const { exitCode, stdout, stderr } = await runProgram(["verify", path]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe(`${path}: not sound\n`);
    const line = readFileSync(path, "utf8")
      .split("\n")
      .findIndex((text) => text.includes("200"));
    expect(stderr).toContain(`error: ${path}:${line + 1}:`);
  });

  it("judges every plan, also after one that cannot be read", async () => {
    const missing = join(folder, "missing.yaml");
    const { exitCode, stdout } = await runProgram(["verify", missing, planPath, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      plans: [
        {
          plan: missing,
          sound: false,
          findings: [expect.objectContaining({ severity: "error", code: "E_UNREADABLE" })],
        },
        {
          plan: planPath,
          sound: true,
          findings: [
            expect.objectContaining({ severity: "note", code: "source" }),
            // Its 64 decode tokens are fewer than the profile's least.
            expect.objectContaining({ severity: "note", code: "coverage" }),
          ],
        },
      ],
    });
  });

  it.each<[string, (copy: Plan) => void, string]>([
    [
      "overlapping token ranges",
      (copy) => {
        copy.nanoBatches[0].tokens = [0, 300];
      },
      "nano-batches",
    ],
    [
      "a missing dependence",
      (copy) => {
        const last = copy.nanoOperations.findLast(({ dependsOn }) => dependsOn.length > 0);
        if (last !== undefined) last.dependsOn = [];
      },
      "dependence",
    ],
    [
      "a cycle",
      (copy) => {
        const [first] = copy.nanoOperations;
        first.waitsFor = [first.id];
      },
      "cycle",
    ],
    [
      "an unknown implementation",
      (copy) => {
        copy.nanoOperations[0].implementation = "x";
      },
      "implementation",
    ],
    [
      "another profile",
      (copy) => {
        copy.profile.measurements = "f".repeat(64);
      },
      "profile",
    ],
  ])("rejects %s", async (name, change, code) => {
    const path = changed(name.replaceAll(" ", "-"), change);
    const { exitCode, stdout } = await runProgram(["verify", path, "--json"]);
    expect(exitCode).toBe(2);
    const { findings } = JSON.parse(stdout).plans[0];
    const errors = findings.filter(({ severity }: { severity: string }) => severity === "error");
    expect(errors.map((finding: { code: string }) => finding.code)).toContain(code);
    expect(errors[0].position).toEqual({
      path,
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  it.each<[string, (text: string) => string, string]>([
    ["a wrong hash", (text) => text.replace(/periodUs: \d/, "periodUs: 9"), "hash"],
    [
      "a file that was cut off",
      (text) => text.slice(0, text.lastIndexOf("tokens: [") + 10),
      "E_INVALID_FILE",
    ],
    ["a wrong type", (text) => text.replace(/smCount: \d+/, "smCount: many"), "E_INVALID_FILE"],
    ["NaN", (text) => text.replace(/periodUs: [\d.]+/, "periodUs: .nan"), "E_INVALID_FILE"],
    [
      "a negative period",
      (text) => text.replace(/periodUs: (?=\d)/, "periodUs: -"),
      "E_INVALID_FILE",
    ],
  ])("rejects %s", async (name, edit, code) => {
    const path = edited(name.replaceAll(" ", "-"), edit);
    const { exitCode, stdout } = await runProgram(["verify", path, "--json"]);
    expect(exitCode).toBe(2);
    const { findings } = JSON.parse(stdout).plans[0];
    expect(findings.map((finding: { code: string }) => finding.code)).toContain(code);
    expect(findings[0].position.path).toBe(path);
    expect(findings[0].position.line).toBeGreaterThan(1);
  });

  it.each<[what: string, change: (copy: Plan) => void, message: RegExp]>([
    [
      "a time",
      ({ nanoOperations: [first] }) => Object.assign(first, { durationUs: 1.5 * first.durationUs }),
      /error: .*: it says that \S+ takes .* µs, but the simulator says/,
    ],
    [
      "a start",
      ({ nanoOperations: [, second] }) => Object.assign(second ?? {}, { startUs: 1 }),
      /error: .*: it says that \S+ starts at 1 µs, but the simulator says/,
    ],
    [
      "the clock",
      ({ predicted }) => Object.assign(predicted, { clockMhz: 1200 }),
      /error: .*: the clock is 1200 MHz, but the simulator says/,
    ],
    [
      "the order of a lane",
      ({ lanes }) => lanes.memory?.reverse(),
      /error: .*: the period is .* µs, but the simulator says/,
    ],
    [
      "the command",
      ({ provenance }) => Object.assign(provenance, { command: `${provenance.command} --set` }),
      /error: .*: the command says --set, which makes a set/,
    ],
  ])("finds %s that the plan was not made with", async (what, change, message) => {
    const path = changed(what.replaceAll(" ", "-"), change);
    const { exitCode, stderr } = await runProgram(["verify", path]);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it.each([
    ["vllm", "it says that vllm made it, which is no version of this program"],
    ["nanoflow-plan 99.0.0", "it was made by version 99.0.0, and this is "],
  ])("notes that %s made the plan", async (tool, message) => {
    const path = changed("tool", (copy) => {
      copy.provenance.tool = tool;
    });
    const { exitCode, stderr } = await runProgram(["verify", path]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(0);
  });

  it("asks for the profile when the plan's is not there, and takes another place for it", async () => {
    const path = changed("far", (copy) => {
      const [near, far] = [copy.profile.file, "elsewhere/tiny.profile.json"];
      copy.profile.file = far;
      copy.provenance.command = copy.provenance.command.replace(near, far);
    });
    const missing = await runProgram(["verify", path]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain("elsewhere/tiny.profile.json is no shipped one");
    expect(missing.stderr).toContain("--profile");
    const found = await runProgram(["verify", path, "--profile", profilePath]);
    expect(found.exitCode).toBe(0);
  });
});
