#!/usr/bin/env bash
# Guess: an infeasible program has the status "no feasible solution" and an unbounded one the status "unbounded".
# Seen: with presolve, which is the default, both get 1, "undefined", for linear programs. Without presolve they get 4
# and 6. For integer programs it is the other way round: without presolve even a solvable one gets 1 and all zeros.
# Why it matters: a planner that asks "is this schedule impossible?" must switch presolve by the kind of program, and
# may never read the zeros as a plan.
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
const objective = { direction: glpk.GLP_MAX, name: "obj", vars: x };
const row = (bnds) => ({ name: "p", objective, subjectTo: [{ name: "c", vars: x, bnds }] });
const impossible = { ...row({ type: glpk.GLP_LO, lb: 33, ub: 0 }), bounds: [{ name: "x", type: glpk.GLP_DB, lb: 0, ub: 10 }] };
const endless = row({ type: glpk.GLP_LO, lb: 1, ub: 0 });
const whole = { ...row({ type: glpk.GLP_UP, lb: 0, ub: 3.5 }), generals: ["x"] };
const seen = {};
for (const [name, program] of Object.entries({ impossible, endless, whole })) {
  seen[name] = [true, false].map((presol) => {
    const { status, z } = glpk.solve(program, { msglev: glpk.GLP_MSG_OFF, presol }).result;
    console.log(`glpk.js ${glpk.version} ${name}, presolve ${presol}: status ${status}, objective ${z}`);
    return status;
  });
}
if (JSON.stringify(seen) !== '{"impossible":[1,4],"endless":[1,6],"whole":[5,1]}') {
  console.error("changed: statuses of GLPK");
  process.exit(1);
}
console.log("as found: one program, two statuses");
JS
node seen.mjs
