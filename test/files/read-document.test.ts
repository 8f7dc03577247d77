import { describe, expect, it } from "@jest/globals";
import type { PlannerError } from "../../src/errors.ts";
import { parseText, readText, validated } from "../../src/files/read-document.ts";

const SECRET = "hunter2";

/** What reading says of a text that is no plan. */
function refusal(text: string): PlannerError {
  try {
    validated(parseText("a.plan.yaml", text), "plan");
  } catch (error) {
    return error as PlannerError;
  }
  throw new Error("the text was accepted");
}

const BOMB = ["a: &a [x, x, x, x, x, x, x, x, x]"]
  .concat(Array.from({ length: 9 }, (_, k) => bombLine(k)))
  .join("\n");

function bombLine(k: number): string {
  const [name, below] = [String.fromCharCode(98 + k), String.fromCharCode(97 + k)];
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${below}`).join(", ")}]`;
}

describe("reading a document", () => {
  it.each([
    ["aliases that multiply", BOMB, "aliases are not read", 2],
    ["a list that holds itself", "a: &a [*a]", "aliases are not read", 1],
    ["deep JSON", "[".repeat(100_000), "nests deeper than 100 levels", 1],
    ["deep JSON that is well-formed", `${"[".repeat(999)}${"]".repeat(999)}`, "deeper", 1],
    ["deep YAML in brackets", `a: ${"[".repeat(999)}`, "nests deeper than 100 levels", 1],
    ["deep YAML in dashes", "- ".repeat(9999), "nests deeper than 100 levels", 1],
    ["several documents", "a: 1\n---\nb: 2\n", "a second document", 2],
    ["a key that is there twice", "a: 1\na: 2\n", "a second time", 2],
    ["a key of JSON that is there twice", '{"a": {"b": 1,\n"b": 1}}', "a second time", 2],
    ["keys that differ in YAML alone", 'a: {1: x,\n "1": y}', "a second time", 2],
    ["a comment in JSON", '{\n// size\n"a": 1}', "JSON has no comments", 2],
    ["a long comment in JSON", '{"a": 1,\n"b": /* kv */ 2}', "JSON has no comments", 2],
    ["what declares YAML 1.1", "%YAML 1.1\n---\na: 2026-01-01\n", "declares YAML 1.1", 1],
    ["a NUL in a comment", "a: 1 # x\0y\n", "a control character", 1],
    ["an escape in a text", "a: 1\nb: x\u001b[2Jy\n", "a control character", 2],
    ["octal of YAML 1.2", "a: 1\nb: 0o40\n", "versions of YAML differ", 2],
    ["octal of YAML 1.1", "a: 010", "versions of YAML differ", 1],
    ["binary", "a: 0b11", "versions of YAML differ", 1],
    ["thousands", "a: [1_000]", "versions of YAML differ", 1],
    ["base 60", "a: 1:30", "versions of YAML differ", 1],
    ["a truth value of YAML 1.1", "{a: yes}", "versions of YAML differ", 1],
    ["one that is a key", "on: 1", "versions of YAML differ", 1],
    ["a key that is a list", "? [a, b]\n: c\n", "a key that is no text", 1],
    ["a tag of a programming language", "a: !!python/object:os.system x", "a tag", 1],
  ])("refuses %s at its place", (_, text, message, line) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line } });
    expect(error.message).toContain(message);
  });

  it("takes what every version of YAML reads alike, and all texts in quotes", () => {
    const text = "[0x20, -1.5e+3, .inf, ~, 0, 0.5, true, 'yes', \"0o40\", 2026-11-30, 1-2, a_b]";
    expect(parseText("a.yaml", text).value).toEqual([
      ...[32, -1500, Number.POSITIVE_INFINITY, null, 0, 0.5, true, "yes", "0o40", "2026-11-30"],
      ...["1-2", "a_b"],
    ]);
  });

  it.each([
    ["a: x\nb: 2026-11-30", 2],
    ["a: 2026-11-30T10:00:00Z", 1],
    ["a: 5e+12", 1],
    ["a: [1, 1.5e3]", 1],
  ])("knows where readers of YAML 1.1 see a value of another type: %j", (text, line) => {
    expect(parseText("a.yaml", text).olderReading).toMatchObject({ line });
  });

  it("finds none such in what every version reads alike", () => {
    const text = "[1.5e+3, '2026-11-30', \"5e+12\", 2026-11, 1-2-3, .5]";
    expect(parseText("a.yaml", text)).not.toHaveProperty("olderReading");
  });

  it("takes slashes in the text of YAML for no comment", () => {
    expect(parseText("a.yaml", "{a: http://x/y, b: //z}").value).toEqual({
      a: "http://x/y",
      b: "//z",
    });
  });

  it.each([
    ["a list without end in YAML", `a: [${"1,".repeat(300_000)}`],
    ["JSON", `{"a": [${"1,".repeat(17_000_000)}1]}`],
  ])("refuses a huge file: %s", (_, text) => {
    expect(refusal(text).message).toContain("the file is too large");
  });

  it("says where large JSON breaks", () => {
    const text = `{"a": [${"1,\n".repeat(300_000)}`;
    expect(refusal(text)).toMatchObject({ position: { line: 300_001 } });
  });

  it("refuses a device", () => {
    expect(() => readText("/dev/zero")).toThrow("it is a device");
  });

  it("names the place of a value in JSON", () => {
    const { positionOf } = parseText("a.json", '{\n "a": [1,\n  {"b": 2}]}');
    expect(positionOf(["a", 1, "b"])).toEqual({ path: "a.json", line: 3, column: 9 });
    expect(positionOf(["a", 7])).toEqual({ path: "a.json", line: 2, column: 7 });
  });
});

describe("a file of another kind", () => {
  it("is named when it is a session, of which each line is a value", () => {
    const lines = '{"schema":"nanoflow-plan/session/2"}\n{"schema":"nanoflow-plan/kernel/2"}\n';
    const { message, position } = refusal(lines);
    expect(message).toContain("the file is a session");
    expect(position).toMatchObject({ line: 1 });
  });

  it.each([
    [
      "a profile",
      "schema: nanoflow-plan/profile/1\nsource: measured",
      "the file is a profile, no plan",
    ],
    [
      "a program of another version",
      '{\n"schema": "nanoflow-plan/program/9"}',
      "the file is a program, no plan",
    ],
  ])("is named, with what is due: %s", (_, text, message) => {
    const error = refusal(text);
    expect(error.message).toBe(message);
    expect(error.position).toMatchObject({
      path: "a.plan.yaml",
      line: text.startsWith("{") ? 2 : 1,
    });
    expect(error.remedy).toBe("Name a plan here.");
  });

  it("is not guessed from a schema that is not ours", () => {
    expect(refusal("schema: others/profile/1").message).not.toContain("is a profile");
  });
});

describe("an error about a file never quotes it", () => {
  it.each([
    ["text", SECRET],
    ["text in lines", `${SECRET}\n${SECRET}`],
    ["another YAML file", `password: ${SECRET}`],
    ["a key", `schema: nanoflow-plan/plan/1\nkind: overlapped\n${SECRET}: 1`],
    ["a value under a known key", `schema: ${SECRET}`],
    ["JSON", `{"schema": "${SECRET}"}`],
    ["an alias", `*${SECRET}`],
    ["an unresolved alias", `a: *${SECRET}`],
    ["a tag", `a: !${SECRET} b`],
    ["a directive", `%${SECRET} x\n---\na`],
    ["an escape", `"\\${SECRET}"`],
    ["broken JSON", `{"a": ${SECRET}, "b": [}`],
    ["an open bracket", `[${SECRET}`],
    ["an open quote", `'${SECRET}`],
    ["a bad indent", `a:\n  ${SECRET}: 1\n ${SECRET}: 2`],
    ["a complex key", `? [${SECRET}]\n: 1`],
    ["broken CSV-like text", `@${SECRET},1,2`],
  ])("%s", (_, text) => {
    const error = refusal(text);
    expect(error.code).toBe("E_INVALID_FILE");
    expect(`${error.message} ${error.remedy} ${error.stack}`).not.toContain(SECRET);
    expect(error.cause).toBeUndefined();
  });
});

describe("a number", () => {
  it("is not named where it is the whole file", () => {
    expect(refusal("31337").message).not.toContain("31337");
  });
});
