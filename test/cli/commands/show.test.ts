import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";
import { writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const { planPath } = writePlanFiles(folder);

describe("show", () => {
  it("draws the plan", async () => {
    const { exitCode, stdout } = await runProgram(["show", planPath]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("overlapped plan, 2 nano-batches");
    expect(stdout).toMatch(/^compute /m);
    expect(stdout).not.toContain("\u001b");
  });

  it("colors it on a terminal", async () => {
    const { stdout } = await runProgram(["show", planPath], { isTTY: true });
    expect(stdout).toContain("\u001b[");
  });

  it("holds the same text in its JSON document", async () => {
    const people = await runProgram(["show", planPath]);
    const { stdout } = await runProgram(["show", planPath, "--json"]);
    expect(JSON.parse(stdout)).toEqual({ plan: planPath, format: "text", text: people.stdout });
  });

  it("says when the plan was changed after the search", async () => {
    const changed = join(folder, "changed.yaml");
    writeFileSync(changed, readFileSync(planPath, "utf8").replace(/speedup: .*/, "speedup: 9"));
    const { exitCode, stderr } = await runProgram(["show", changed]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^note: .*changed\.yaml was changed after the search/);
  });

  it("refuses the ending of a picture that it cannot draw", async () => {
    const { exitCode, stderr } = await runProgram(["show", planPath, "--out", "plan.png"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no format for --out plan\.png\n.*\.svg or \.html or \.json/);
  });

  it("does not write over the plan, whatever it is called", async () => {
    const before = readFileSync(planPath, "utf8");
    const link = join(folder, "link.yaml");
    symlinkSync(planPath, link);
    const out = ["--out", planPath, "--format", "svg"];
    const { exitCode, stderr } = await runProgram(["show", link, ...out]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("the command reads it");
    expect(readFileSync(planPath, "utf8")).toBe(before);
  });

  it("writes the picture to a file without colors", async () => {
    const out = join(folder, "new", "chart.txt");
    const { exitCode, stdout } = await runProgram(["show", planPath, "--out", out], {
      isTTY: true,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`wrote ${out}\n`);
    expect(readFileSync(out, "utf8")).toContain("overlapped plan");
    expect(readFileSync(out, "utf8")).not.toContain("\u001b");
  });

  it.each([
    ["svg", /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>\n$/s],
    ["html", /^<!doctype html>.*qkv_proj\.0.*<\/html>\n$/s],
    ["trace", /^\{.*"traceEvents":\[.*"name":"qkv_proj.0".*\]\}\n$/s],
  ])("draws it as %s", async (format, picture) => {
    const { exitCode, stdout } = await runProgram(["show", planPath, "--format", format]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(picture);
  });

  it("exits 2 when the file cannot be written, and leaves nothing behind", async () => {
    const out = join(planPath, "chart.txt");
    const { exitCode, stderr } = await runProgram(["show", planPath, "--out", out]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: cannot write ${out}`);
    expect(existsSync(out)).toBe(false);
  });

  it("refuses a format that the name of its file contradicts", async () => {
    const out = join(folder, "x.svg");
    const { exitCode, stderr } = await runProgram([
      ...["show", planPath, "--format", "html", "--out", out],
    ]);
    expect([exitCode, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain(`--format html contradicts --out ${out}`);
  });

  it("says which formats there are", async () => {
    const { exitCode, stderr } = await runProgram(["show", planPath, "--format", "png"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("'png' is invalid\n  Allowed choices are text, svg, html, trace.");
  });

  it("says how to make a plan when there is none", async () => {
    const { exitCode, stderr } = await runProgram(["show", "missing.yaml"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "error: missing.yaml: no such file\n  Make a plan with `nanoflow-plan search --model MODEL`.\n",
    );
  });
});
