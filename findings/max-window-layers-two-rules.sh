#!/usr/bin/env bash
# Guess: `max_window_layers: 4` means the same in Qwen2 and Qwen2-MoE: the first four layers use the window, as the
# name says.
# Seen: in Qwen2 the first four layers do NOT use it, and all later ones do. In Qwen2-MoE every second layer of the
# first four uses it, and no later one.
# Why it matters: the layers with a window decide the size of the KV cache. With 6 layers, the same three keys give
# layers 4 and 5 in one family and layers 0 and 2 in the other.
# Version: transformers 5.24.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import Qwen2Config, Qwen2MoeConfig

transformers.utils.logging.set_verbosity_error()
print("transformers", transformers.__version__)
keys = {"num_hidden_layers": 6, "use_sliding_window": True, "sliding_window": 1024, "max_window_layers": 4}
seen = {}
for family in (Qwen2Config, Qwen2MoeConfig):
    kinds = family.from_dict(dict(keys)).layer_types
    seen[family.__name__] = [layer for layer, kind in enumerate(kinds) if kind == "sliding_attention"]
    print(f"{family.__name__}: layers with the window {seen[family.__name__]} of {len(kinds)}")
if seen != {"Qwen2Config": [4, 5], "Qwen2MoeConfig": [0, 2]}:
    raise SystemExit("changed: the layers with a window")
print("as found: one key, two opposite rules")
PY
