#!/usr/bin/env bash
# Guess: a config.json with both the new key `rope_parameters` and the old key `rope_scaling` is read by the new key.
# Seen: the old key wins in a library that writes only the new one. Rope type, factor and base all come from it.
# The top-level `rope_theta` loses to the base inside either of them.
# Why it matters: a tool that adds `rope_parameters` to an older file, and plans by it, plans for another context
# length than the one that the model serves.
# Version: transformers 5.24.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import LlamaConfig

transformers.utils.logging.set_verbosity_error()
new = {"rope_type": "dynamic", "factor": 8.0, "rope_theta": 2.0e4}
old = {"rope_type": "linear", "factor": 2.0, "rope_theta": 3.0e4}
seen = {
    "both keys": LlamaConfig.from_dict({"rope_parameters": new, "rope_scaling": old}),
    "rope_parameters and rope_theta": LlamaConfig.from_dict({"rope_theta": 5.0e5, "rope_parameters": new}),
}
print("transformers", transformers.__version__)
for name, config in seen.items():
    print(f"{name}: {config.rope_parameters}")
if [config.rope_parameters for config in seen.values()] != [old, new]:
    raise SystemExit("changed: the old key no longer wins")
print("as found: the old key wins, and the base inside wins over the one outside")
PY
