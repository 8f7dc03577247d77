import { describe, expect, it } from "@jest/globals";
import { reportError } from "../../../src/cli/console/report-error.ts";
import { PlannerError } from "../../../src/errors.ts";

function report(
  error: unknown,
  { json = false, debug = false, reason = "SIGINT", isTTY = false, env = {} } = {},
) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = reportError(
    {
      argv: [],
      env,
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      signal: AbortSignal.abort(reason),
    },
    error,
    { json, debug },
  );
  return { exitCode, ...written };
}

const INVALID = new PlannerError("E_INVALID_FILE", "`tokens` is -1", {
  remedy: "Use a whole number.",
  position: { path: "plan.yaml", line: 3, column: 7 },
});

describe("reportError", () => {
  it("prints place, message and remedy on standard error", () => {
    expect(report(INVALID)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "error: plan.yaml:3:7: `tokens` is -1\n  Use a whole number.\n",
    });
  });

  it("prints one JSON document on standard output and nothing else with --json", () => {
    const { exitCode, stdout, stderr } = report(INVALID, { json: true });
    expect(exitCode).toBe(2);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "E_INVALID_FILE",
        message: "`tokens` is -1",
        remedy: "Use a whole number.",
        position: { path: "plan.yaml", line: 3, column: 7 },
      },
    });
  });

  it("asks for a report of an error that is none of ours and hides its stack", () => {
    const { exitCode, stderr } = report(new TypeError("x is undefined"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: internal error: x is undefined\n {2}This is a defect/);
    expect(stderr).not.toContain("    at ");
  });

  it("adds the stacks of the error and its cause with --debug", () => {
    const error = new PlannerError("E_NATIVE", "died", { cause: new Error("signal 11") });
    const { exitCode, stderr } = report(error, { debug: true });
    expect(exitCode).toBe(5);
    expect(stderr).toContain("    at ");
    expect(stderr).toContain("Caused by: Error: signal 11");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("ends with the code of the signal after %s", (reason, code) => {
    const error = new PlannerError("E_INTERRUPTED", "interrupted");
    expect(report(error, { reason }).exitCode).toBe(code);
  });

  it("colors the word error on a terminal unless NO_COLOR is set", () => {
    expect(report(INVALID, { isTTY: true }).stderr).toContain("\u001b[31m");
    expect(report(INVALID, { isTTY: true, env: { NO_COLOR: "1" } }).stderr).not.toContain("\u001b");
  });
});
