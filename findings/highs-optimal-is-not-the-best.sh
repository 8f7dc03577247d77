#!/usr/bin/env bash
# Guess: the status "Optimal" of an integer program means that no solution is better.
# Seen: with default options HiGHS ends "Optimal" within 0.01 % of the bound (`mip_rel_gap` 1e-4). This knapsack of
# 40 items gets 129,461; with both gaps at 0 the same program gets 129,470, and both are called "Optimal".
# Why it matters: a plan "proven optimal" by the status is not. Two solvers that disagree by 0.01 % are no bug, and a
# test that compares them fails only on some inputs.
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
let state = 4007;
const random = () => {
  state = (state * 16807) % 2147483647;
  return state / 2147483647;
};
const items = Array.from({ length: 40 }, () => {
  const weight = Math.floor(random() * 9000 + 1000);
  return { weight, worth: weight + Math.floor(random() * 500) };
});
const capacity = Math.floor(items.reduce((sum, { weight }) => sum + weight, 0) / 2);
const sum = (key) => items.map((item, index) => `${item[key]} x${index}`).join(" + ");
const names = items.map((_, index) => `x${index}`).join(" ");
const program = `Maximize\n obj: ${sum("worth")}\nSubject To\n c: ${sum("weight")} <= ${capacity}\nBinary\n ${names}\nEnd`;
const usual = highs.solve(program);
const exact = highs.solve(program, { mip_rel_gap: 0, mip_abs_gap: 0 });
console.log("highs", version);
console.log("default gaps:", usual.Status, usual.ObjectiveValue);
console.log("gaps of 0:   ", exact.Status, exact.ObjectiveValue);
const bothOptimal = usual.Status === "Optimal" && exact.Status === "Optimal";
if (!bothOptimal || Math.round(exact.ObjectiveValue - usual.ObjectiveValue) < 1) {
  console.error("changed: the default status is exact here");
  process.exit(1);
}
console.log("as found: two values, one status");
JS
node seen.mjs
