#!/usr/bin/env bash
# Guess: in an LP file, `x + 3 <= 12` means x <= 9, or is refused.
# Seen: the 3 is dropped, and the optimum is x = 12. In the objective a constant does count.
# Why it matters: a generator that writes a fixed cost into a row ("time of A + 3 <= deadline") gets an answer called
# "Optimal" that breaks its own constraint.
# Version: highs 1.15.3 (npm). Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" highs@1.15.3
cat > seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import loadHighs from "highs";

const { version } = JSON.parse(readFileSync("node_modules/highs/package.json", "utf8"));
const highs = await loadHighs();
const inRow = highs.solve("Maximize\n obj: x\nSubject To\n c1: x + 3 <= 12\nEnd");
const inObjective = highs.solve("Maximize\n obj: x + 3\nSubject To\n c1: x <= 12\nEnd");
console.log("highs", version);
console.log(`x + 3 <= 12: ${inRow.Status}, x = ${inRow.Columns.x.Primal}`);
console.log(`maximize x + 3: ${inObjective.Status}, ${inObjective.ObjectiveValue}`);
if (inRow.Status !== "Optimal" || inRow.Columns.x.Primal !== 12 || inObjective.ObjectiveValue !== 15) {
  console.error("changed: a constant in a row");
  process.exit(1);
}
console.log("as found: the constant is lost in the row and kept in the objective");
JS
node seen.mjs
