import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { COMMANDS } from "../../src/cli/commands.ts";
import { runProgram } from "../support/fake-process.ts";

/** Texts of the program, without its comments; those of commands are checked by their own help. */
const TEXTS = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `src/${name}`)
  .filter((path) => !path.startsWith("src/generated/"))
  .flatMap((path) => textsOf(readFileSync(path, "utf8")).map((text) => ({ path, text })));

/** Commands that errors and notes tell the user to run. */
const ADVISED = TEXTS.flatMap(({ path, text }) =>
  [...text.matchAll(/\\`(nanoflow-plan [^`]*)\\`|`(nanoflow-plan [^`]*)`/g)].map(
    ([, escaped, plain]): [command: string, path: string] => [escaped ?? plain ?? "", path],
  ),
);

/** Where dashes begin options that a command declares, CMake's and a library's, and CSS variables. */
const FOREIGN =
  /^src\/(cli\/commands|cli\/completion|native\/(build|gpu-readings)|optimize-late|search\/solver|report\/chart|server\/page)/;

/** Options of other programs, and what is passed on to them. */
const OTHERS = [
  "--csv",
  "--no-save",
  "--device",
  "--version",
  "--save-detailed",
  "--output-details",
];

const options = new Map<string, string>();

beforeAll(async () => {
  for (const { name } of COMMANDS) options.set(name, (await runProgram([name, "--help"])).stdout);
});

describe("what errors tell the user to do", () => {
  it.each(ADVISED)("can be run: %s (%s)", (command) => {
    const [, verb = "", ...words] = command.split(" ");
    const help = options.get(verb);
    expect(help).toBeDefined();
    for (const word of words.filter((each) => each.startsWith("--")))
      expect(help).toMatch(new RegExp(`^ +${word}\\b`, "m"));
    // What the command cannot do without.
    const measures = !words.includes("--convert");
    if (measures && help?.includes("--model <model>")) expect(words).toContain("--model");
  });

  it("names no option that there is not", () => {
    const known = [...options.values()].join("\n");
    const unknown = TEXTS.filter(({ path }) => !FOREIGN.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => ({ path, flag })),
      )
      .filter(
        ({ flag }) =>
          !OTHERS.includes(flag) && !new RegExp(`^ +(-\\w, )?${flag}\\b`, "m").test(known),
      );
    expect(unknown).toEqual([]);
  });

  it("is looked for in all texts", () => {
    expect(ADVISED.length).toBeGreaterThan(6);
  });
});

function textsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
}
