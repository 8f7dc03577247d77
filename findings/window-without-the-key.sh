#!/usr/bin/env bash
# Guess: a config.json without `sliding_window` describes full attention.
# Seen: Mistral then gets a window of 4,096 tokens and gpt-oss one of 128. Mixtral, of the same makers, gets none.
# Why it matters: without the key the KV cache of a long request is bounded for one family and grows without end for
# the other. A planner that takes "no key" for "no window" plans up to 32 times the cache that Mistral needs at its
# default context of 131,072 tokens.
# Version: transformers 5.24.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import GptOssConfig, MistralConfig, MixtralConfig

transformers.utils.logging.set_verbosity_error()
print("transformers", transformers.__version__)
seen = {}
for family in (MistralConfig, GptOssConfig, MixtralConfig):
    config = family.from_dict({"hidden_size": 4096})
    seen[family.__name__] = config.sliding_window
    print(f"{family.__name__}: sliding_window {config.sliding_window}, context {config.max_position_embeddings}")
if seen != {"MistralConfig": 4096, "GptOssConfig": 128, "MixtralConfig": None}:
    raise SystemExit("changed: the windows of files without the key")
print("as found: no key is a window for two of the three")
PY
