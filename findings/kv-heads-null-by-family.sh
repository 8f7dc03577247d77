#!/usr/bin/env bash
# Guess: `num_key_value_heads: null` means "as many as query heads" for every decoder, as it does for Llama.
# Seen: Llama and Qwen2 fill in the query heads. Mistral, Mixtral and Qwen3-MoE refuse the file.
# Qwen2-MoE takes it and leaves null in place.
# Why it matters: the size of the KV cache hangs on this number. One rule for all families either refuses good files
# or plans a cache for files that do not load.
# Version: transformers 5.24.0 with huggingface_hub 2.4.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import LlamaConfig, MistralConfig, MixtralConfig, Qwen2Config, Qwen2MoeConfig, Qwen3MoeConfig

transformers.utils.logging.set_verbosity_error()
print("transformers", transformers.__version__)
seen = {}
for family in (LlamaConfig, Qwen2Config, MistralConfig, MixtralConfig, Qwen3MoeConfig, Qwen2MoeConfig):
    try:
        seen[family.__name__] = family.from_dict({"num_attention_heads": 32, "num_key_value_heads": None}).num_key_value_heads
    except Exception as error:
        seen[family.__name__] = "refused"
        print(" ", " ".join(str(error).split()))
    print(f"{family.__name__}: {seen[family.__name__]}")
if list(seen.values()) != [32, 32, "refused", "refused", "refused", None]:
    raise SystemExit("changed: null key-value heads")
print("as found: three rules for one key")
PY
