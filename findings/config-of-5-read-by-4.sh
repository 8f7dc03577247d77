#!/usr/bin/env bash
# Guess: an older release refuses the config.json of a newer one, warns, or reads the values that both have.
# Seen: transformers 4.57.6 reads what 5.24.0 saved, and falls back to its own defaults where 5.x
# renamed a key. The rope base of 500,000 becomes 10,000. 64 experts become 128.
# Why it matters: a planner or engine pinned to 4.x sizes a model with twice the experts, and serves it with wrong
# positions, from a file that both releases call valid. Only the key names tell.
# Version: transformers 5.24.0 writes, 4.57.6 reads. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 5.24.0 4.57.6; do
  python3 -m venv "$dir/$version"
  "$dir/$version/bin/pip" install --quiet --disable-pip-version-check "transformers==$version"
done
export HF_HUB_OFFLINE=1
"$dir/5.24.0/bin/python" - "$dir" <<'PY'
import sys
import transformers
from transformers import LlamaConfig, Qwen3MoeConfig

base = {"rope_type": "default", "rope_theta": 500000.0}
LlamaConfig(rope_parameters=base).save_pretrained(f"{sys.argv[1]}/dense")
Qwen3MoeConfig(num_experts=64).save_pretrained(f"{sys.argv[1]}/experts")
print("saved by transformers", transformers.__version__)
PY
"$dir/4.57.6/bin/python" - "$dir" <<'PY'
import json
import sys
import transformers
from transformers import AutoConfig

transformers.utils.logging.set_verbosity_error()
folder = sys.argv[1]
for name in ("dense", "experts"):
    with open(f"{folder}/{name}/config.json") as file:
        written = json.load(file)
    print(name, {key: written[key] for key in ("rope_parameters", "num_local_experts") if key in written})
dense = AutoConfig.from_pretrained(f"{folder}/dense")
experts = AutoConfig.from_pretrained(f"{folder}/experts")
print("read by transformers", transformers.__version__)
print("rope_theta:", dense.rope_theta, " num_experts:", experts.num_experts)
if (dense.rope_theta, experts.num_experts) != (10000.0, 128):
    raise SystemExit("changed: 4.57.6 now understands what 5.24.0 wrote, or 5.24.0 writes otherwise")
print("as found: both values are lost on the way back")
PY
