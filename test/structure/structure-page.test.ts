import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Files of `src/` that the page names, by the room whose table they stand in. */
function namedFiles(): string[] {
  const page = readFileSync(join(ROOT, "docs/structure.md"), "utf8");
  const rooms = page.split(/^### /m).slice(1);
  return rooms.flatMap((section) => {
    const [, room = ""] = /^`(?:src\/)?([\w/-]*)/.exec(section) ?? [];
    const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = ""]) => cell);
    const names = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+\.ts)`/g)]);
    return names.map(([, name = ""]) => `${room}${name}`);
  });
}

describe("docs/structure.md", () => {
  it("names every file of src/ once", () => {
    const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => path.split(sep).join("/"));
    expect(files.length).toBeGreaterThan(250);
    expect(namedFiles().toSorted()).toEqual(files.toSorted());
  });
});
