import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CRUISER = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const CONFIG = join(ROOT, ".dependency-cruiser.mjs");

/** Names of the rules that the `src/` of a folder breaks. */
function brokenRules(folder: string): string[] {
  const args = [CRUISER, "--config", CONFIG, "--output-type", "json", "src"];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { summary } = JSON.parse(stdout) as { summary: Summary };
  // Rules on files that are not found hold of themselves.
  expect(summary.totalCruised).toBeGreaterThan(250);
  return summary.violations.map(({ rule }) => rule.name);
}

interface Summary {
  totalCruised: number;
  violations: { rule: { name: string } }[];
}

/** What the rules say of a copy of `src/` with one more file. */
function withPlanted(path: string, text: string): string[] {
  const folder = temporaryFolder();
  cpSync(join(ROOT, "src"), join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, path), text);
  return brokenRules(folder);
}

describe("the rooms of src/", () => {
  it("import only what they may, in no circle of files or folders", () => {
    expect(brokenRules(ROOT)).toEqual([]);
  });

  it("are held against an import upwards, and the circle of folders that it closes", () => {
    const broken = withPlanted(
      "src/text/planted.ts",
      'import type { SearchRequest } from "../search/space/search-request.ts";\nexport type Planted = SearchRequest;\n',
    );
    expect(broken).toContain("ground-floor-imports-no-room");
    expect(broken).toContain("no-two-folders-both-ways");
  });

  it("are held against a circle of two files, be it of types alone", () => {
    const broken = withPlanted(
      "src/cost/table/kernel-key.ts",
      'import type { CostTable } from "../cost-table.ts";\nexport const kernelKey = (kernel: CostTable) => String(kernel);\n',
    );
    expect(broken).toContain("no-circle-of-files");
  });

  it("are held against a file that nothing uses", () => {
    expect(withPlanted("src/text/planted.ts", "export const planted = 1;\n")).toEqual([
      "no-orphans",
    ]);
  });
});
