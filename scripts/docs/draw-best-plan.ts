/**
 * Draws the committed plan with the largest speed-up that a measured profile predicts, as
 * `docs/images/plan.svg`. With `--check`, writes nothing and exits 1 when the picture is another.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { committedPlans } from "./committed-plans.ts";

const root = new URL("../../", import.meta.url);
const picture = new URL("docs/images/plan.svg", root);
const bin = fileURLToPath(new URL("dist/cli/bin.js", root));

const [best] = committedPlans()
  .filter(({ plan }) => plan.profile.source === "measured")
  .sort((a, b) => b.plan.predicted.speedup - a.plan.predicted.speedup);
if (best === undefined) throw new Error("plans/ has no plan by a measured profile");

const drawn = execFileSync(
  process.execPath,
  [bin, "show", fileURLToPath(new URL(`plans/${best.name}`, root)), "--format", "svg"],
  { encoding: "utf8" },
);
if (!process.argv.includes("--check")) {
  mkdirSync(new URL(".", picture), { recursive: true });
  writeFileSync(picture, drawn);
} else if (readFileSync(picture, "utf8") !== drawn) {
  console.error(`docs/images/plan.svg does not show plans/${best.name}; run \`npm run docs\`.`);
  process.exitCode = 1;
}
