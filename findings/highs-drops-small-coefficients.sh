#!/usr/bin/env bash
# Guess: the solver keeps every coefficient of a model, or scales it.
# Seen: coefficients of 1e-9 and below are set to zero. The row 1e-9 x <= 1e-9 vanishes, and x = 1000 is "Optimal".
# Times ten, the same row is kept. Lowering the option `small_matrix_value` in the call changes nothing.
# Why it matters: a planner that states times in seconds has nanoseconds as coefficients (the cost of a byte, say).
# Its rows are then gone.
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
const solve = (row, options) =>
  highs.solve(`Maximize\n obj: x\nSubject To\n c1: ${row}\n c2: x <= 1000\nEnd`, options);
const seen = [
  solve("1e-9 x <= 1e-9"),
  solve("1e-8 x <= 1e-8"),
  solve("1e-9 x <= 1e-9", { small_matrix_value: 1e-12 }),
].map(({ Status, Columns }) => [Status, Columns.x.Primal]);
console.log("highs", version);
console.log("1e-9 x <= 1e-9:", ...seen[0]);
console.log("1e-8 x <= 1e-8:", ...seen[1]);
console.log("1e-9 x <= 1e-9, small_matrix_value 1e-12:", ...seen[2]);
const [dropped, kept, lowered] = seen;
const found = dropped[1] === 1000 && Math.abs(kept[1] - 1) < 1e-6 && lowered[1] === 1000;
if (!found || seen.some(([status]) => status !== "Optimal")) {
  console.error("changed: small coefficients");
  process.exit(1);
}
console.log("as found: the row with 1e-9 does not bind");
JS
node seen.mjs
