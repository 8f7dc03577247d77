import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The closed list of codes, read off the type's source: a code that no page knows must not slip in. */
const codes = [...read("src/errors.ts").matchAll(/^ {2}(E_[A-Z_]+): EXIT\./gm)].map(
  ([, code]) => code ?? "",
);

describe("the pages about errors", () => {
  it("know all codes", () => {
    expect(codes.length).toBeGreaterThan(10);
  });

  it.each(codes)("say what %s means and what to do about it", (code) => {
    const [, section = ""] = read("docs/troubleshooting.md").split(`\n## \`${code}\`\n`);
    const [own = ""] = section.split("\n## ");
    expect(own.trim().length).toBeGreaterThan(100);
    expect(read("docs/exit-codes.md")).toContain(`(troubleshooting.md#${code.toLowerCase()})`);
  });
});
