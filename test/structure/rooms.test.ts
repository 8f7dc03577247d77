import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CRUISER = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const CONFIG = join(ROOT, ".dependency-cruiser.mjs");

interface Violation {
  from: string;
  rule: { name: string };
}

/** What the `src/` of a folder breaks, and how many files it has. */
function cruised(folder: string): { totalCruised: number; violations: Violation[] } {
  // Optimized later, as the program itself is, it takes a quarter less CPU time.
  const v8 = ["--interrupt-budget=1000000"];
  const args = [...v8, CRUISER, "--config", CONFIG, "--output-type", "json", "src"];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout).summary;
}

/** Rooms that are enough to break rules in: all of them take several times as long. */
const FEW_ROOMS = ["text", "cost"];
const UPWARDS = "src/text/upwards.ts";
const CIRCLE = "src/cost/table/kernel-key.ts";
const UNUSED = "src/text/unused.ts";
/** Files that break rules, each others than the others. */
const PLANTED = {
  [UPWARDS]:
    'import type { CostTable } from "../cost/cost-table.ts";\nexport type Planted = CostTable;\n',
  [CIRCLE]:
    'import type { CostTable } from "../cost-table.ts";\nexport const kernelKey = (kernel: CostTable) => String(kernel);\n',
  [UNUSED]: "export const planted = 1;\n",
};

describe("the rooms of src/", () => {
  it("import only what they may, in no circle of files or folders", () => {
    const { totalCruised, violations } = cruised(ROOT);
    // Rules on files that are not found hold of themselves.
    expect(totalCruised).toBeGreaterThan(250);
    expect(violations).toEqual([]);
  });

  describe("with files that break rules", () => {
    let violations: Violation[] = [];
    const rulesBrokenBy = (path: string) =>
      violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);

    beforeAll(() => {
      const folder = temporaryFolder();
      for (const room of FEW_ROOMS)
        cpSync(join(ROOT, "src", room), join(folder, "src", room), { recursive: true });
      for (const [path, text] of Object.entries(PLANTED)) writeFileSync(join(folder, path), text);
      ({ violations } = cruised(folder));
    });

    it("are held against an import upwards, and the circle of folders that it closes", () => {
      expect(rulesBrokenBy(UPWARDS)).toContain("ground-floor-imports-no-room");
      expect(violations.map(({ rule }) => rule.name)).toContain("no-two-folders-both-ways");
    });

    it("are held against a circle of two files, be it of types alone", () => {
      expect(violations).toContainEqual(
        expect.objectContaining({
          rule: expect.objectContaining({ name: "no-circle-of-files" }),
          cycle: expect.arrayContaining([expect.objectContaining({ name: CIRCLE })]),
        }),
      );
    });

    it("are held against a file that nothing uses", () => {
      expect(rulesBrokenBy(UNUSED)).toEqual(["no-orphans"]);
    });
  });
});
