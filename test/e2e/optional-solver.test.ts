import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { BIN } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PACKAGE = join(BIN, "../../..");

/** The package as it is installed with `--omit=optional`. */
function withoutOptional(): string {
  const folder = temporaryFolder();
  cpSync(join(PACKAGE, "dist"), join(folder, "dist"), { recursive: true });
  cpSync(join(PACKAGE, "package.json"), join(folder, "package.json"));
  for (const name of ["schemas", "profiles"]) symlinkSync(join(PACKAGE, name), join(folder, name));
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(PACKAGE, "node_modules"))) {
    if (name === "glpk.js" || name.startsWith(".")) continue;
    symlinkSync(join(PACKAGE, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

it("says how to get the optional solver when it is not installed", () => {
  const folder = withoutOptional();
  const batch = ["--batch", "256", "--decode", "128", "--context", "512"];
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(folder, "dist/cli/bin.js"), "search", "--model", "llama-3-8b", ...batch, "--solver=glpk"],
    { cwd: folder, encoding: "utf8" },
  );
  expect(stderr.replace(/^note: .*\n/gm, "")).toBe(
    "error: the optional package glpk.js is not installed\n  Install it with `npm install glpk.js`, or use --solver highs.\n",
  );
  expect(status).toBe(2);
});
