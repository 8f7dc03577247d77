#!/usr/bin/env bash
# Checks every operation's numerics on this machine's GPU: smoke.sh <native-profiler> [device list]
# Without a GPU it says so and succeeds.
set -euo pipefail
profiler=$1
devices=${2:-0}
folder=$(dirname "$0")

jobs=$(cat "$folder/smoke.jobs")
if [[ $devices == *,* ]]; then
  jobs+=$'\n'$(cat "$folder/smoke-collectives.jobs")
fi

answers=$("$profiler" --device "$devices" --seed "$(date +%s)" <<<"$jobs") || {
  if [[ $answers == *'"NO_GPU"'* ]]; then
    echo "skipped: no GPU"
    exit 0
  fi
  echo "$answers"
  exit 1
}

total=$(grep -c . <<<"$jobs")
passed=$(grep -c '"status":"ok"' <<<"$answers" || true)
unsupported=$(grep -c '"status":"unsupported"' <<<"$answers" || true)
grep -v -e '"status":"ok"' -e '"type":"hello"' <<<"$answers" || true
echo "$passed of $total checks passed, $unsupported unsupported here"
[[ $((passed + unsupported)) -eq $total ]]
