#!/usr/bin/env bash
# Guess: a column that is listed under `binaries` and has the bounds 0..0 stays 0.
# Seen: the list overwrites the bounds with 0..1, and the optimum is x = 1. The same column under `generals` stays 0.
# Why it matters: fixing a choice by its bounds is how a search branches. Here the solver answers "optimal" with the
# choice that was ruled out.
# Version: glpk.js 5.0.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" glpk.js@5.0.0
cat > seen.mjs <<'JS'
import GLPK from "glpk.js/node";

const glpk = await GLPK();
const x = [{ name: "x", coef: 1 }];
const program = {
  name: "p",
  objective: { direction: glpk.GLP_MAX, name: "obj", vars: x },
  subjectTo: [{ name: "c", vars: x, bnds: { type: glpk.GLP_UP, lb: 0, ub: 5 } }],
  bounds: [{ name: "x", type: glpk.GLP_FX, lb: 0, ub: 0 }],
};
const seen = ["binaries", "generals"].map((list) => {
  const { status, vars } = glpk.solve({ ...program, [list]: ["x"] }, { msglev: glpk.GLP_MSG_OFF }).result;
  console.log(`glpk.js ${glpk.version} x fixed at 0, in ${list}: status ${status}, x = ${vars.x}`);
  return [status, vars.x];
});
if (JSON.stringify(seen) !== "[[5,1],[5,0]]") {
  console.error("changed: bounds of binaries");
  process.exit(1);
}
console.log("as found: the list of binaries undoes the bound");
JS
node seen.mjs
