import { describe, expect, it } from "@jest/globals";
import { createContext, type GlobalOptions } from "../../../src/cli/console/context.ts";

function contextOf(options: Partial<GlobalOptions>, { isTTY = false, env = {} } = {}) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const process = {
    argv: ["search", "--out", "my plan.yaml"],
    env,
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    signal: new AbortController().signal,
  };
  const all = { json: false, quiet: false, progress: true, debug: false, ...options };
  return { context: createContext(process, all, () => {}), written };
}

describe("createContext", () => {
  it("prints text for people and the value with --json", () => {
    const people = contextOf({});
    people.context.output({ answer: 42 }, () => "the answer is 42");
    expect(people.written).toEqual({ stdout: "the answer is 42\n", stderr: "" });

    const machine = contextOf({ json: true });
    machine.context.output({ answer: 42 }, () => "the answer is 42");
    expect(JSON.parse(machine.written.stdout)).toEqual({ answer: 42 });
  });

  it.each(["-", "/dev/stdout", "/dev/fd/1"])(
    "leaves standard output to a file that is written to %s",
    (path) => {
      const { context, written } = contextOf({});
      context.checkFile(path);
      context.writeFile(path, "a plan\n");
      context.output({ plan: path }, () => "found a plan");
      expect(written).toEqual({ stdout: "a plan\n", stderr: "found a plan\n" });

      const quiet = contextOf({ quiet: true });
      quiet.context.writeFile(path, "a plan\n");
      quiet.context.output({ plan: path }, () => "found a plan");
      expect(quiet.written).toEqual({ stdout: "a plan\n", stderr: "" });
    },
  );

  it("refuses to mix a file with the document of --json", () => {
    const { context, written } = contextOf({ json: true });
    const refusal = expect.objectContaining({ code: "E_USAGE" });
    expect(() => context.checkFile("-")).toThrow(refusal);
    expect(() => context.writeFile("-", "a plan")).toThrow(refusal);
    expect(written.stdout).toBe("");
    context.checkFile("/dev/null");
  });

  it("writes notes to standard error, and none with --quiet", () => {
    const loud = contextOf({});
    loud.context.note("found 3 plans");
    expect(loud.written).toEqual({ stdout: "", stderr: "found 3 plans\n" });

    const quiet = contextOf({ quiet: true });
    quiet.context.note("found 3 plans");
    expect(quiet.written.stderr).toBe("");
  });

  it("quotes the command line so that a shell reads it back", () => {
    expect(contextOf({}).context.commandLine).toBe("nanoflow-plan search --out 'my plan.yaml'");
  });

  it.each([
    ["off a terminal", {}, false],
    ["with --no-progress", { progress: false }, true],
    ["with --quiet", { quiet: true }, true],
    ["with --json", { json: true }, true],
  ])("shows no progress %s", (_, options, isTTY) => {
    const { context, written } = contextOf(options, { isTTY });
    const bar = context.progress("search", 10);
    bar.update(5);
    bar.stop();
    expect(written.stderr).toBe("");
  });

  it.each([
    ["on a terminal", true, {}, true],
    ["off a terminal", false, {}, false],
    ["with NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["on a dumb terminal", true, { TERM: "dumb" }, false],
    ["with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
  ])("decides on colors %s", (_, isTTY, env, color) => {
    expect(contextOf({}, { isTTY, env }).context.color).toBe(color);
  });

  it.each([
    ["COLUMNS says", { COLUMNS: "40" }, 40],
    ["a terminal usually has", {}, 100],
    ["a terminal usually has where COLUMNS is no width", { COLUMNS: "wide" }, 100],
    ["a terminal usually has where COLUMNS is zero", { COLUMNS: "0" }, 100],
  ])("takes as many columns off a terminal as %s", (_, env, columns) => {
    expect(contextOf({}, { env }).context.columns).toBe(columns);
  });

  it("never colors JSON", () => {
    expect(contextOf({ json: true }, { isTTY: true }).context.color).toBe(false);
  });
});
