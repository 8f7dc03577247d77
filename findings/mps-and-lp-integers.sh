#!/usr/bin/env bash
# Guess: the same integer program in an MPS file and in an LP file has the same optimum.
# Seen: an integer column without bounds is 0..1 in MPS, between INTORG and INTEND, and 0..infinity in LP.
# So the optimum is 1 by the one file and 12 by the other. Nothing is said.
# Why it matters: solvers are compared on exported files. Counts (requests in a batch, say) become yes-or-no choices.
# Version: highspy 1.15.1. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check highspy==1.15.1 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'PY'
import sys
import highspy

mps = """NAME p
ROWS
 N obj
 L c1
COLUMNS
 M1 'MARKER' 'INTORG'
 x obj -1 c1 1
 M2 'MARKER' 'INTEND'
RHS
 rhs c1 12.5
ENDATA
"""
lp = "Minimize\n obj: - x\nSubject To\n c1: x <= 12.5\nGeneral\n x\nEnd\n"
seen = []
for ending, text in (("mps", mps), ("lp", lp)):
    path = f"{sys.argv[1]}/p.{ending}"
    with open(path, "w") as file:
        file.write(text)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(path)
    highs.run()
    seen.append((round(highs.getSolution().col_value[0]), highs.getLp().col_upper_[0]))
    print(f"HiGHS {highs.version()} {ending}: x = {seen[-1][0]}, upper bound {seen[-1][1]}")
if seen != [(1, 1.0), (12, float("inf"))]:
    raise SystemExit("changed: integers without bounds")
print("as found: two formats, two programs")
PY
